'use strict';

/** The token of a panel is good for the issue that the panel is on, and for no other. */
module.exports = function sameIssue(req, res, next) {
  const asked = req.params.issueKey || req.body.issueKey;
  const context = req.context.context && req.context.context.jira;
  if (!asked || !context || !context.issue || context.issue.key !== asked) {
    return res.status(403).json({ error: 'Not the issue of this panel.' });
  }
  next();
};
