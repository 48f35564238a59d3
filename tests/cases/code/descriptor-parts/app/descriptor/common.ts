export const common = {
  apiVersion: 1,
  authentication: { type: 'jwt' },
  name: 'replaced by the last one',
};
