export function send(url: string) { return fetch(url); }
