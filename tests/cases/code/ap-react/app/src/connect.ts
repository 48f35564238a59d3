export const getToken = () => new Promise(resolve => AP.context.getToken(resolve));
