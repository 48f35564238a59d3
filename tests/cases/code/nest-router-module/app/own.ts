export const Get = (path: string) => () => {};
