import { call } from './call';
import { Client } from './client';
call('https://first.example.com/a');
call('https://second.example.com/b');
const c = new Client('https://third.example.com');
c.load('/c');
new Client('https://fourth.example.com').load('/d');
