module.exports.handler = async (event) => fetch('https://panel.example.com/x');
module.exports.other = async () => {};
