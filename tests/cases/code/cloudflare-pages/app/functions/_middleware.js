export function onRequest(context) { return context.next(); }
