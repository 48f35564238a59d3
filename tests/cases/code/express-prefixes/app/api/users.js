const express = require('express');
const router = module.exports = express.Router();
router.route('/:id').get(show).put([check, update]).delete((req, res) => res.end());
function show(req, res) {}
function check(req, res, next) {}
function update(req, res) {}
