const express = require('express');
const { decodeSymmetric } = require('atlassian-jwt');
const router = express.Router();
const auth = (req, res, next) => { decodeSymmetric('t', 's', 'HS256'); next(); };
router.get('/before', (req, res) => res.end());
router.use(auth);
router.get('/after', (req, res) => res.end());
router.use('/only', auth);
express().use('/p', router);
