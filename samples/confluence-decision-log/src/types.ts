import type { AddOn as AceAddOn } from 'atlassian-connect-express';

export type AddOn = AceAddOn;

/** What atlassian-connect-express puts on a request that carries a token. */
export interface ConnectContext {
  clientKey: string;
  hostBaseUrl: string;
  userAccountId?: string;
  context: {
    confluence?: {
      content?: { id: string; type: string };
      space?: { id: string; key: string };
    };
  };
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace Express {
    interface Request {
      context: ConnectContext;
    }
  }
}

export type DecisionStatus = 'proposed' | 'accepted' | 'rejected' | 'superseded';

export interface Decision {
  status: DecisionStatus;
  owner: string | null;
  note: string;
  changed: string;
}

export interface RecentDecision {
  pageId: string;
  title: string;
  status: DecisionStatus;
}

export interface Settings {
  label: string;
  keep: number;
}
