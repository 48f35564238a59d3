export const call = (url) => fetch(url);
