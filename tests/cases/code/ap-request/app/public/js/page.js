import { ask, send, anything } from './api';
ask('/rest/api/3/myself');
ask(`/rest/api/3/issue/${key}`, { type: 'PUT', data: '{}' });
send('POST', '/rest/api/3/issue', {});
send('delete', '/rest/api/3/issue/' + key);
AP.request('/rest/api/3/field');
AP.request({ url: '/rest/agile/1.0/board?startAt=' + start, type: 'GET' });
AP.request(pick(), { type: 'POST' });
anything(window.options);
