import axios from 'axios';
import { env, cache } from './env';

axios.get(`${env.SHOP_URL}/a`);
axios.get(`${env.HUB_URL}/b`);
axios.get(`${cache.PEER}/c`);
