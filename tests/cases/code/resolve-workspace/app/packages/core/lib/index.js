exports.notify = () => fetch('https://core.example.com/n');
