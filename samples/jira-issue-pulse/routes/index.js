'use strict';

const { version } = require('../package.json');
const jiraClient = require('../lib/jira-client');
const { computePulse } = require('../lib/score');
const tenantSettings = require('../lib/tenant-settings');
const notes = require('./notes');
const settings = require('./settings');
const webhooks = require('./webhooks');

const ISSUE_FIELDS = 'summary,status,priority,assignee,created,updated,duedate';
const PROJECT_KEY = /^[A-Z][A-Z0-9_]*$/;

module.exports = function routes(app, addon) {
  app.get('/', (req, res) => res.redirect('/atlassian-connect.json'));

  app.get('/health', (req, res) => res.json({ status: 'ok', version }));

  // The panel on the issue.
  app.get('/issue-pulse', addon.authenticate(), (req, res, next) => {
    const { issueKey, projectId } = req.query;
    const httpClient = addon.httpClient(req);
    const issueUrl = `/rest/api/3/issue/${encodeURIComponent(issueKey)}`;

    httpClient.get({ url: `${issueUrl}?fields=${ISSUE_FIELDS}`, json: true }, (err, response, issue) => {
      if (err) {
        return next(err);
      }
      if (response.statusCode !== 200) {
        return res.status(404).render('error', { message: `Issue ${issueKey} could not be read.` });
      }

      return httpClient.get({ url: `${issueUrl}/properties/pulse`, json: true }, (err2, response2, property) => {
        if (err2) {
          return next(err2);
        }
        const recorded = response2.statusCode === 200 ? property.value : null;

        return tenantSettings
          .load(addon, req.context.clientKey)
          .then(({ staleAfterDays }) => {
            const pulse = computePulse(issue, { now: Date.now(), staleAfterDays });
            res.render('issue-pulse', {
              issueKey: issue.key,
              projectId,
              summary: issue.fields.summary,
              status: issue.fields.status.name,
              pulse,
              recorded,
            });
          })
          .catch(next);
      });
    });
  });

  // The page in the top navigation, and the one in a project's sidebar.
  app.get('/pulse-overview', addon.authenticate(), async (req, res, next) => {
    try {
      const { projectKey } = req.query;
      if (projectKey && !PROJECT_KEY.test(projectKey)) {
        return res.status(400).render('error', { message: 'That is not a project key.' });
      }

      const { clientKey } = req.context;
      const jira = jiraClient(addon, clientKey);
      const { alertBelow } = await tenantSettings.load(addon, clientKey);
      const scope = projectKey ? `project = "${projectKey}" AND ` : '';
      const jql = `${scope}statusCategory != Done AND pulseScore < ${alertBelow} ORDER BY pulseScore ASC`;

      const [project, count] = await Promise.all([
        projectKey ? jira.getProject(projectKey) : null,
        jira.countIssues(jql),
      ]);

      // The rows are read in the browser, as the user who looks at them.
      return res.render('pulse-overview', {
        heading: project ? project.name : 'All projects',
        count,
        alertBelow,
        jql,
      });
    } catch (err) {
      return next(err);
    }
  });

  // The dialog behind the issue's "Log a pulse note".
  app.get('/log-note', addon.authenticate(), (req, res) => {
    res.render('log-note', { issueKey: req.query.issueKey });
  });

  // ACE answers /installed itself, but leaves /uninstalled to the app.
  app.post('/uninstalled', addon.authenticateInstall(), (req, res, next) => {
    addon.settings
      .del(req.body.clientKey)
      .then(() => res.status(204).end())
      .catch(next);
  });

  addon.on('host_settings_saved', (clientKey) => {
    addon.logger.info(`Installed for ${clientKey}`);
  });

  app.use('/settings', settings(addon));
  app.use('/api/notes', notes(addon));
  webhooks(app, addon);
};
