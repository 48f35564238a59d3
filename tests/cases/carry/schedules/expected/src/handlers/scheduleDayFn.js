import { schedule } from "../connect/answer.js";

// Runs in the interval day, for each installation by itself.
// Before: 30 2 * * * (server.js:10)
// Called by: function schedule-day-fn of manifest.yml.
// Gives back what its module in manifest.yml expects.
// FORGE-REVIEW(FS6110): it may run late or twice, as nobody, and not at a minute of its own
export async function scheduleDayFn(payload, context) {
  await schedule(["30 2 * * *"], context);
}
