import { API } from 'config/urls';
import { send } from '@lib/send';
import { again } from './barrel';
send(API);
again();
