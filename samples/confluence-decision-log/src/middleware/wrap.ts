import type { NextFunction, Request, RequestHandler, Response } from 'express';

/** Hands what an async handler throws to Express. */
export const wrap =
  (handler: (req: Request, res: Response) => Promise<unknown>): RequestHandler =>
  (req: Request, res: Response, next: NextFunction) => {
    handler(req, res).catch(next);
  };
