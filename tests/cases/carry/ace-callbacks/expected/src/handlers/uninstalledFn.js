// Runs before the app is removed: 55 seconds, best effort.
// Before: POST /uninstalled
// Called by: function uninstalled-fn of manifest.yml.
// Runs for 55 seconds at most and without a user; the app is removed whatever happens here.
// FORGE-TODO(FS6003): carry over what `POST /uninstalled` did
export async function uninstalledFn(payload, context) {
  throw new Error("uninstalledFn is not written yet: carry over what `POST /uninstalled` did");
}
