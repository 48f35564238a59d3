import express, { Router } from 'express';
import api from './api';
import { admin } from './admin.js';
const app = express();
app.use('/api', api);
app.use(['/admin', '/root'], admin());
app.use(express.static('public'));
app.set('view engine', 'hbs');
app.get('title');
