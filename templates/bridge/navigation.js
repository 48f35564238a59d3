// Ways to other pages, called as before: go("issue", { issueKey }).
const { NavigationTarget, router } = require("@forge/bridge");

const TARGETS = {
  issue: ({ issueKey }) => ({ target: NavigationTarget.Issue, issueKey }),
  dashboard: ({ dashboardId }) => ({ target: NavigationTarget.Dashboard, dashboardId: String(dashboardId) }),
  userprofile: ({ userAccountId, accountId = userAccountId }) => ({ target: NavigationTarget.UserProfile, accountId }),
  projectadminsummary: ({ projectKey }) => ({ target: NavigationTarget.ProjectSettingsDetails, projectKey }),
  contentview: ({ contentId, version }) => ({ target: NavigationTarget.ContentView, contentId: String(contentId), version }),
  contentedit: ({ contentId }) => ({ target: NavigationTarget.ContentEdit, contentId: String(contentId) }),
  spaceview: ({ spaceKey }) => ({ target: NavigationTarget.SpaceView, spaceKey }),
  contentlist: ({ contentType, spaceKey, moduleKey }) => ({ target: NavigationTarget.ContentList, contentType, spaceKey, moduleKey }),
  addonmodule: ({ moduleKey, projectKey, spaceKey, customData }) => ({
    target: NavigationTarget.Module,
    moduleKey,
    projectKey,
    spaceKey,
    ...(customData && { path: `?${new URLSearchParams(customData)}` }),
  }),
};

/** Goes to a target. */
function go(target, context = {}) {
  const name = String(target).toLowerCase();
  if (name === "site") {
    return context.absoluteUrl ? router.open(context.absoluteUrl) : router.navigate(context.relativeUrl);
  }
  const location = TARGETS[name];
  if (!location) {
    throw new Error(`Forge has no way to the target ${target}.`);
  }
  return router.navigate(location(context));
}

module.exports = { go };
