import * as Sentry from '@sentry/node';
import { init, LDClient } from 'launchdarkly-node-server-sdk';
Sentry.init({ dsn: process.env.SENTRY_DSN });
const client: LDClient = init(process.env.LD_KEY);
export const flag = (k: string) => client.variation(k, {}, false);
export function report(e: Error) { Sentry.captureException(e); Sentry.setTag('a', 'b'); Sentry.withScope(s => s.setExtra('x', 1)); }
