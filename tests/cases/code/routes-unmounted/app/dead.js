const router = require('express').Router();
router.get('/b', (req, res) => res.end());
module.exports = router;
