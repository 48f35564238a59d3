export const AP = { resize() {} };
