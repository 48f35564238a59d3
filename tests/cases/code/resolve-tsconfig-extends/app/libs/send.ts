export const send = (url: string) => fetch(url);
