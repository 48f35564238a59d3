const Sentry = require('@sentry/node');

Sentry.init({ dsn: process.env.SENTRY_DSN });
exports.router = (router) => {
  router.use(Sentry.Handlers.requestHandler());
  router.use(Sentry.Handlers.errorHandler());
};
