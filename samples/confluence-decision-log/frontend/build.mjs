import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

await build({
  entryPoints: ['macro', 'editor', 'byline'].map((name) => here(`src/${name}.tsx`)),
  outdir: here('../public/dist'),
  bundle: true,
  minify: process.env.NODE_ENV === 'production',
  jsx: 'automatic',
  target: 'es2020',
  define: { 'process.env.NODE_ENV': JSON.stringify(process.env.NODE_ENV || 'development') },
  logLevel: 'warning',
});
