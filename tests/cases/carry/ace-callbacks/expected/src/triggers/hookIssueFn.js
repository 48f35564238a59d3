import { deliver } from "../connect/answer.js";

// Runs on avi:jira:updated:issue.
// Before: POST /hook-issue (jira:issue_updated)
// Called by: function hook-issue-fn of manifest.yml.
// An event may come late, out of order or more than once. What is thrown here shows in `forge logs`.
// FORGE-REVIEW(FS6109): the event's fields are not those of the webhook: compare what the handler
// reads
export async function hookIssueFn(event, context) {
  await deliver("POST", "/hook-issue", event, context, {"avi:jira:updated:issue":"jira:issue_updated"});
}
