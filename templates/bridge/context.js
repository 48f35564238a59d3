// What the page is told of its surroundings, in the shape that it had. Values from here are not to be trusted for
// permissions: a resolver has a context of its own.
const { view } = require("@forge/bridge");

/** The promise of a value, which a callback gets too. */
function given(value, callback) {
  return callback ? value.then((found) => (callback(found), found)) : value;
}

const read = (part) => (callback) => given(view.getContext().then(part), callback);

/** The context as it was: jira.issue.key, confluence.content.id, license. */
const getContext = read(({ extension = {}, license }) => {
  const { issue, project, content, space } = extension;
  const found = {};
  if (issue || project) {
    found.jira = { ...(issue && { issue }), ...(project && { project }) };
  }
  if (content || space) {
    found.confluence = { ...(content && { content }), ...(space && { space }) };
  }
  if (license) {
    found.license = { active: license.active };
  }
  return found;
});

const getCurrentUser = read(({ accountId }) => ({ atlassianAccountId: accountId }));
const getTimeZone = read(({ timezone }) => timezone);
/** Written as before: en_US. */
const getLocale = read(({ locale }) => String(locale || "").replace("-", "_"));
const getLocation = read(({ extension = {}, siteUrl }) => extension.location || siteUrl);
/** What was given to the dialog when it was opened. */
const getCustomData = read(({ extension = {} }) => extension.modal);
const getMacroData = read(({ extension = {} }) => extension.config);
const isDashboardItemEditable = read(({ extension = {} }) => extension.entryPoint === "edit");

module.exports = {
  getContext,
  getCurrentUser,
  getTimeZone,
  getLocale,
  getLocation,
  getCustomData,
  getMacroData,
  isDashboardItemEditable,
};
