export default async function handler(req, res) { res.json(await (await fetch('https://a.example.com/x')).json()); }
