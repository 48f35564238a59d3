import { send } from '@lib/send';
send('https://base.example.com/x');
