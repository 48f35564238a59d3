import config from './config.json';
import { hosts } from './config/hosts';
const settings = require('./config.json');
fetch(config.api.url + '/a');
fetch(`https://${hosts.eu}/b`);
fetch(settings.api['url'] + '/c');
