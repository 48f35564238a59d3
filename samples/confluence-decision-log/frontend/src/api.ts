import { getToken } from './ap';

export type Status = 'proposed' | 'accepted' | 'rejected' | 'superseded';

export interface Decision {
  status: Status;
  owner: string | null;
  note: string;
  changed: string;
}

/** Calls the app's own server. */
async function call<T>(path: string, init: RequestInit = {}): Promise<{ status: number; body: T & { message?: string } }> {
  const token = await getToken();
  const response = await fetch(path, {
    ...init,
    headers: { Authorization: `JWT ${token}`, 'Content-Type': 'application/json' },
  });
  return { status: response.status, body: await response.json() };
}

export async function loadDecision(pageId: string): Promise<Decision | null> {
  const { status, body } = await call<{ decision: Decision }>(`/api/decisions/${pageId}`);
  return status === 200 ? body.decision : null;
}

export async function saveDecision(pageId: string, change: { status: Status; note: string }): Promise<Decision> {
  const { status, body } = await call<{ decision: Decision }>(`/api/decisions/${pageId}`, {
    method: 'PUT',
    body: JSON.stringify(change),
  });
  if (status !== 200) {
    throw new Error(body.message ?? 'Not saved.');
  }
  return body.decision;
}

export async function loadRecent(status?: Status): Promise<{ recent: unknown[]; total: number }> {
  const query = status ? `?status=${status}` : '';
  return (await call<{ recent: unknown[]; total: number }>(`/api/decisions/recent${query}`)).body;
}
