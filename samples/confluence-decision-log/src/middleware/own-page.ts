import type { RequestHandler } from 'express';

/** The token names the page that the user has open. It opens no other. */
export const ownPage: RequestHandler = (req, res, next) => {
  const content = req.context.context.confluence?.content;
  if (!content || String(content.id) !== req.params.pageId) {
    res.status(403).json({ message: 'That is another page.' });
    return;
  }
  next();
};
