import { Router } from 'express';
export function admin() {
  const r = Router();
  r.post('/reset', (req, res) => res.end());
  return r;
}
