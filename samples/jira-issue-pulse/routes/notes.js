'use strict';

const express = require('express');
const notes = require('../lib/notes');

/**
 * A token says for which issue Jira issued it. Without this check, a user
 * could read the notes of any issue by asking for its key.
 */
function onlyOwnIssue(req, res, next) {
  const issueKey = req.method === 'GET' ? req.query.issueKey : req.body.issueKey;
  const { jira } = req.context.context || {};
  if (!issueKey || !jira || !jira.issue || jira.issue.key !== issueKey) {
    return res.status(403).json({ message: 'This token does not open that issue.' });
  }
  res.locals.issueKey = issueKey;
  return next();
}

module.exports = function notesRouter(addon) {
  const router = express.Router();
  router.use(addon.checkValidToken(), onlyOwnIssue);

  router.get('/', async (req, res, next) => {
    try {
      res.json({ notes: await notes.list(addon, req.context.clientKey, res.locals.issueKey) });
    } catch (err) {
      next(err);
    }
  });

  router.post('/', async (req, res, next) => {
    try {
      const text = String(req.body.text || '').trim();
      if (!text) {
        return res.status(400).json({ message: 'A note needs some text.' });
      }
      const author = req.context.userAccountId;
      const note = await notes.add(addon, req.context.clientKey, res.locals.issueKey, { text, author });
      return res.status(201).json({ note });
    } catch (err) {
      return next(err);
    }
  });

  return router;
};
