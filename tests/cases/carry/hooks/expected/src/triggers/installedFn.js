import { lifecycle } from "../connect/answer.js";

// Runs when the app is installed or upgraded.
// Before: POST /installed
// Called by: function installed-fn of manifest.yml.
// An event may come late, out of order or more than once. What is thrown here shows in `forge logs`.
// FORGE-REVIEW(FS6109): there is no client key, shared secret or base URL any more: compare what
// the handler reads
export async function installedFn(event, context) {
  await lifecycle("POST", "/installed", "installed", event, context);
}
