const one = () => fetch('https://one.example.com');
module.exports = { one };
module.exports.two = function two() { return fetch('https://two.example.com'); };
