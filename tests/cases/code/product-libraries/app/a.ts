import { Version3Client } from 'jira.js';
import axios from 'axios';
const client = new Version3Client({ host: 'https://acme.atlassian.net', authentication: {} });
client.issues.getIssue({ issueIdOrKey: 'A-1' });
export async function go(installation: { baseUrl: string }, jiraHost: string, cloudId: string) {
  await axios.get(`${installation.baseUrl}/rest/api/3/myself`);
  await fetch(jiraHost + '/rest/agile/1.0/board', { method: 'POST' });
  await fetch(`https://api.atlassian.com/ex/jira/${cloudId}/rest/api/3/search`);
  await fetch(`https://${cloudId}.atlassian.net/wiki/rest/api/content`);
  await fetch('https://id.example.com/rest/api/3/x');
}
