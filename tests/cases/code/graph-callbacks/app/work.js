exports.later = () => fetch('https://timer.example.com');
exports.each = x => fetch('https://each.example.com');
exports.chain = async x => { await deeper(); };
async function deeper() { return fetch('https://chain.example.com'); }
exports.dead = () => fetch('https://dead.example.com');
