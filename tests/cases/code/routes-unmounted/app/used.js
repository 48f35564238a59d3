const router = require('express').Router();
router.get('/a', (req, res) => res.end());
module.exports = router;
