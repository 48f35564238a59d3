export * from './more';
export { default as x } from './other';
