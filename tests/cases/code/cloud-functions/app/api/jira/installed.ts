export default function handler(req, res) { res.status(204).end(); }
