import mixpanel from 'mixpanel-browser';
import * as Sentry from '@sentry/react';
import posthog from 'posthog-js';
import { render } from 'react-dom';
mixpanel.init('k');
mixpanel.track('x');
Sentry.init({ dsn: 'https://abc@o1.ingest.example.io/2' });
posthog.init('k', { api_host: 'https://eu.posthog.example.com' });
render(<div/>, document.body);
