import * as Sentry from '@sentry/cloudflare';

export const onRequest = [Sentry.sentryPagesPlugin(() => ({ dsn: 'x' }))];
