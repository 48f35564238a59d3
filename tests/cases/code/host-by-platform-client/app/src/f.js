import api, { route, fetch } from '@forge/api';

export async function f(id) {
  await api.asApp().requestConfluence(route`/wiki/api/v2/pages/${id}`);
  await api.asUser().requestJira(route`/rest/api/3/issue/${id}`);
  await api.fetch('https://worker.example.com/a');
  await fetch(`${process.env.BACKEND}/b`);
  api.asApp();
}
