import api, { route } from "@forge/api";

export async function run() {
  return api.asApp().requestJira(route`/rest/api/3/myself`);
}
