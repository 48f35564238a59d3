import { schedule } from "../connect/answer.js";

// Runs in the interval fiveMinute, for each installation by itself.
// Before: every 1800000 ms (server.js:15)
// Called by: function schedule-fiveminute-fn of manifest.yml.
// Gives back what its module in manifest.yml expects.
// FORGE-REVIEW(FS6110): it may run late or twice, as nobody, and not at a minute of its own
export async function scheduleFiveminuteFn(payload, context) {
  await schedule(["every 1800000 ms"], context);
}
