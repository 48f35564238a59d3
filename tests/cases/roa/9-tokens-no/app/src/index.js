export function run() {
  return process.env.JIRA_API_TOKEN;
}
