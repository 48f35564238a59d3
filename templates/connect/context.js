"use strict";

// The context of a call as Connect's framework gave it.

const { default: api, route } = require("@forge/api");
const host = require("./host");

/** Base addresses by site: the same for every call of one installation, and never another's. */
const bases = new Map();

async function baseOf(context) {
  if (context.siteUrl) {
    return host.product === "confluence" ? `${context.siteUrl}/wiki` : context.siteUrl;
  }
  // An event does not tell its site. Jira says it to anybody; Confluence would want a scope for it.
  if (!host.needsBaseUrl || host.product === "confluence") {
    return "";
  }
  const site = context.cloudId || context.installContext || "";
  if (!bases.has(site)) {
    const found = await api.asApp().requestJira(route`/rest/api/3/serverInfo`);
    if (!found.ok) {
      return "";
    }
    bases.set(site, (await found.json()).baseUrl || "");
  }
  return bases.get(site);
}

/** What a page or an event of Forge knows, under the names that handlers of the old server read. */
async function contextOf(context) {
  const base = await baseOf(context);
  const clientKey = keyOf(context);
  const accountId = context.accountId ?? undefined;
  const license = context.license && ((context.license.active ?? context.license.isActive) ? "active" : "none");
  const bare = base.replace(/^https?:\/\//, "");
  return {
    title: host.name,
    addonKey: host.key,
    clientKey,
    token: "",
    license: license || undefined,
    localBaseUrl: "",
    hostBaseUrl: base,
    hostUrl: base.split("/")[0],
    hostStylesheetUrl: "",
    hostScriptUrl: "",
    userAccountId: accountId,
    context: { ...place(context.extension || {}), user: { accountId }, url: { host: bare } },
  };
}

/** What stands for the client key: Forge keeps customers apart by itself, so only its sameness matters. */
function keyOf(context) {
  return context.cloudId || String(context.installContext || "").split("/").pop() || "forge";
}

/** Where a page is shown, in the shape of Connect's context token. */
function place(extension) {
  if (host.product === "confluence") {
    const { content, space, macro } = extension;
    return { confluence: { ...(content && { content }), ...(space && { space }), ...(macro && { macro }) } };
  }
  const { issue, project } = extension;
  const typed = issue && (issue.typeId ? { ...issue, issuetype: { id: issue.typeId } } : issue);
  return { jira: { ...(typed && { issue: typed }), ...(project && { project }) } };
}

module.exports = { contextOf };
