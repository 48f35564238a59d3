const { PORT = '3000', DB_PASSWORD } = process.env;
const env = process.env;
const a = env.ALIASED;
const b = process.env['QUOTED'];
const c = process.env.API_SECRET ?? 'x';
const d = import.meta.env.VITE_KEY;
function f(process: any) { return process.env.SHADOWED; }
