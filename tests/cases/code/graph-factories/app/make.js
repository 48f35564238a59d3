module.exports = url => async (req, res) => { await fetch(url); };
