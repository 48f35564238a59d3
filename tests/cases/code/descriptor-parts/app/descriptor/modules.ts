const panel = (key: string, url: string) => ({ key, url, location: 'atl.jira.view.issue.right.context', name: { value: key } });
const admin = [{ condition: 'user_is_admin' }];
const later = JSON.parse(process.env.PAGES || '[]');

export const modules: any = {
  webPanels: [panel('first', '/first'), panel('second', '/second?issue={issue.key}')],
  generalPages: [
    { key: 'board', url: '/board', name: { value: 'Board' }, conditions: admin },
    ...later,
  ],
  jiraDevelopmentTool: { key: 'dev', actions: {} },
  webhooks: [{ event: 'jira:issue_created', url: '/hook' }],
  [process.env.KIND as string]: { key: 'unknown' },
  ...(process.env.ADMIN && { adminPages: [{ key: 'admin', url: '/admin' }] }),
  webSections: later,
};
