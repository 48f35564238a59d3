import { hook } from "../connect/answer.js";

// What other services call, through the web trigger.
// Before: POST /hooks/build
// Called by: function other-services-fn of manifest.yml.
// Gives back what its module in manifest.yml expects.
// FORGE-REVIEW(FS6111): give the services the new address (webTrigger.getUrl); the handlers must go
// on checking who calls
export async function otherServicesFn(payload, context) {
  return hook(["POST /hooks/build"], payload, context);
}
