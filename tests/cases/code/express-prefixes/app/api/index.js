import { Router } from 'express';
import users from './users';
const router = Router({ mergeParams: true });
router.use('/users', users);
router.get('/', (req, res) => res.end());
export default router;
