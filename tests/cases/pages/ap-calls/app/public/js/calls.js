'use strict';

const ap = window.AP;
const { dialog, user: person } = AP;

if (window.AP && typeof AP !== 'undefined') {
  AP.resize();
  AP.sizeToParent(true);
}

person.getCurrentUser(function (current) {
  console.log(current.atlassianAccountId);
});
AP.user.getLocale((locale) => show(locale));
ap['navigator'].reload();
AP?.theming?.initializeTheming?.();
dialog.close();

const opened = AP.dialog.create({ key: 'main', width: '500px', customData: { a: 1 } });
opened.on('close', () => AP.flag.create({ title: 'Closed', body: text, close: 'auto' }));
AP.flag.create({ title: 'Choose', actions: { yes: 'Yes' } });
AP.events.on('flag.action', (action) => show(action.actionIdentifier));
AP.events.emit('changed', 1, 2);
AP.events.once('changed', (a, b) => show(a + b));

AP.navigator.go('issue', { issueKey: 'A-1' });
AP.jira.openIssueDialog('A-1', () => AP.jira.refreshIssuePage());
AP.history.pushState('tab/2');
AP.host.focus();
setTimeout(AP.resize, 100);
hand(AP);
AP.request({
  url: '/rest/api/3/myself',
  success: (body) => show(body), // as text
});
AP.messages.error('No', 'It failed');
fetch('/nowhere', { headers: { Authorization: `JWT ${token}` } });
fetch('https://other.example.com/x');
eval('1 + 1');
