import type { AddOn, Decision, DecisionStatus, RecentDecision, Settings } from '../types';
import { Confluence } from './confluence';

const PROPERTY = 'decision';
const RECENT = 'recent-decisions';
const SETTINGS = 'settings';

export const DEFAULT_SETTINGS: Settings = { label: 'decision', keep: 5 };
export const STATUSES: DecisionStatus[] = ['proposed', 'accepted', 'rejected', 'superseded'];

/** From which state a decision may go where. */
const NEXT: Record<DecisionStatus, DecisionStatus[]> = {
  proposed: ['accepted', 'rejected'],
  accepted: ['superseded'],
  rejected: ['proposed'],
  superseded: [],
};

export function mayBecome(from: DecisionStatus | undefined, to: DecisionStatus): boolean {
  if (!from || from === to) {
    return true;
  }
  return NEXT[from].includes(to);
}

export function isStatus(text: unknown): text is DecisionStatus {
  return STATUSES.includes(text as DecisionStatus);
}

export async function loadSettings(addon: AddOn, clientKey: string): Promise<Settings> {
  const stored = await addon.settings.get<Settings | null>(SETTINGS, clientKey);
  return { ...DEFAULT_SETTINGS, ...stored };
}

export async function saveSettings(addon: AddOn, clientKey: string, settings: Settings): Promise<Settings> {
  return addon.settings.set<Settings>(SETTINGS, settings, clientKey);
}

export async function hasSettings(addon: AddOn, clientKey: string): Promise<boolean> {
  return Boolean(await addon.settings.get(SETTINGS, clientKey));
}

export async function read(addon: AddOn, clientKey: string, pageId: string): Promise<Decision | null> {
  const property = await new Confluence(addon, clientKey).property<Decision>(pageId, PROPERTY);
  return property ? property.value : null;
}

export async function write(addon: AddOn, clientKey: string, pageId: string, decision: Decision): Promise<void> {
  const confluence = new Confluence(addon, clientKey);
  const page = await confluence.page(pageId);
  await confluence.setProperty(pageId, PROPERTY, decision);
  await remember(addon, clientKey, { pageId, title: page?.title ?? 'Untitled', status: decision.status });
}

export async function recent(addon: AddOn, clientKey: string): Promise<RecentDecision[]> {
  return (await addon.settings.get<RecentDecision[] | null>(RECENT, clientKey)) ?? [];
}

async function remember(addon: AddOn, clientKey: string, entry: RecentDecision): Promise<void> {
  const { keep } = await loadSettings(addon, clientKey);
  const others = (await recent(addon, clientKey)).filter(({ pageId }) => pageId !== entry.pageId);
  await addon.settings.set(RECENT, [entry, ...others].slice(0, keep), clientKey);
}

export async function forget(addon: AddOn, clientKey: string, pageId: string): Promise<void> {
  const entries = await recent(addon, clientKey);
  const left = entries.filter((entry) => entry.pageId !== pageId);
  if (left.length < entries.length) {
    await addon.settings.set(RECENT, left, clientKey);
  }
}

/** A page that gets the label for the first time has a decision to make. */
export async function propose(addon: AddOn, clientKey: string, pageId: string, owner: string | null): Promise<boolean> {
  if (await read(addon, clientKey, pageId)) {
    return false;
  }
  await write(addon, clientKey, pageId, { status: 'proposed', owner, note: '', changed: new Date().toISOString() });
  return true;
}
