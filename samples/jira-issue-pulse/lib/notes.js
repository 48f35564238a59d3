'use strict';

const MAX_NOTES = 50;
const MAX_LENGTH = 500;

const storageKey = (issueKey) => `notes:${issueKey}`;

async function list(addon, clientKey, issueKey) {
  return (await addon.settings.get(storageKey(issueKey), clientKey)) || [];
}

/** Newest first; the oldest fall off the end. */
async function add(addon, clientKey, issueKey, { text, author }) {
  const note = {
    text: text.slice(0, MAX_LENGTH),
    author: author || null,
    created: new Date().toISOString(),
  };
  const earlier = await list(addon, clientKey, issueKey);
  await addon.settings.set(storageKey(issueKey), [note, ...earlier].slice(0, MAX_NOTES), clientKey);
  return note;
}

module.exports = { list, add };
