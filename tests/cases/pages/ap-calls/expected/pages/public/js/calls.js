'use strict';

const { router, showFlag, view } = require("@forge/bridge");
const { ViewIssueModal } = require("@forge/jira-bridge");
const { request } = require("../../../bridge/product-request.js");
const { create: forgeCreate, message, onFlag } = require("../../../bridge/flags.js");
const { emit, once } = require("../../../bridge/events.js");
const { getCurrentUser, getLocale } = require("../../../bridge/context.js");
const { create } = require("../../../bridge/dialogs.js");
const { go } = require("../../../bridge/navigation.js");
const { pushState } = require("../../../bridge/history.js");
const { missing, refused } = require("../../../bridge/missing.js");


// FORGE-REVIEW(FS6204): `AP` was asked for: the bridge is always there
if (true && typeof true !== 'undefined') {
}

getCurrentUser(function (current) {
  console.log(current.atlassianAccountId);
});
getLocale((locale) => show(locale));
router.reload();
view.theme.enable?.();
view.close();

// FORGE-REVIEW(FS6204): AP.dialog.create: the page opens in a modal of its resource; buttons of the old frame have to be drawn in the page
const opened = create({ resource: 'page', key: 'main', width: '500px', customData: { a: 1 } });
// FORGE-REVIEW(FS6204): AP.flag.create: its body is plain text now, and its id must be unique
opened.on('close', () => showFlag({ id: 'flag-491', title: 'Closed', description: text, isAutoDismiss: true }));
// FORGE-REVIEW(FS6204): AP.flag.create: its body is plain text now, and its id must be unique
forgeCreate({ title: 'Choose', actions: { yes: 'Yes' } });
// FORGE-REVIEW(FS6204): AP.events.on: one payload for each event; it reaches pages of this app on the same screen
onFlag('flag.action', (action) => show(action.actionIdentifier));
// FORGE-REVIEW(FS6204): AP.events.emit: one payload for each event; functions cannot travel
emit('changed', 1, 2);
// FORGE-REVIEW(FS6204): AP.events.once is a call of another shape now
once('changed', (a, b) => show(a + b));

// FORGE-REVIEW(FS6204): AP.navigator.go: not every target has a way in Forge; module keys are those of the manifest
go('issue', { issueKey: 'A-1' });
// FORGE-REVIEW(FS6204): AP.jira.openIssueDialog: what is called when it closes gets no argument
// FORGE-REVIEW(FS6204): AP.jira.refreshIssuePage: it refreshes in modules of the issue view; elsewhere use router.reload()
new ViewIssueModal({ context: { issueKey: 'A-1' }, onClose: () => view.refresh() }).open();
// FORGE-REVIEW(FS6204): AP.history.pushState: Full-page style modules only
pushState('tab/2');
// FORGE-TODO(FS5008): AP.host.focus has no successor
missing("FS5008", "AP.host.focus has no successor");
setTimeout(() => {}, 100);
// FORGE-TODO(FS5008): AP has no successor
hand(missing("FS5008", "AP has no successor"));
// FORGE-REVIEW(FS6204): AP.request: the bridge sends it as the user; what fails is an Error with xhr and err
request({
  url: '/rest/api/3/myself',
  success: (body) => show(body), // as text
});
// FORGE-REVIEW(FS6204): AP.messages.error is a call of another shape now
message('error')('No', 'It failed');
// FORGE-TODO(FS6206): fetch of /nowhere: no route that answers it was found
refused("FS6206", "fetch of /nowhere")('/nowhere', { headers: { Authorization: `JWT ${token}` } });
fetch('https://other.example.com/x');
// FORGE-REVIEW(FS6209): text that is run as code: the content policy of Forge stops it
eval('1 + 1');
