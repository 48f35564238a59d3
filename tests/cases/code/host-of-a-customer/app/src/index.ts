import axios from 'axios';
import { Model } from 'sequelize';
import { CodeClient } from './client';

class Server extends Model {}

const cloud = { apiUrl: 'https://api.code.example.com' };
const METRICS = process.env.METRICS_URL || 'https://metrics.example.com';

export async function start(id: string) {
  const server = await Server.findOne({ where: { id } });
  const own = { apiUrl: `${server.serverUrl}/api/v3` };
  new CodeClient(id ? own : cloud).list();
  await axios.post(`${METRICS}/push`, {});
}
