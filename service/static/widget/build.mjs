// Makes ../dist from src: the widget as one classic script, the pages as one module and one style sheet.
// `node build.mjs DIR` writes elsewhere; the same sources give the same bytes.
import { rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2] ? resolve(process.argv[2]) : join(here, '..', 'dist');

// `import sheet from './x.css'` gives a constructable style sheet, which a Content-Security-Policy without
// 'unsafe-inline' lets through.
const sheets = {
  name: 'sheets',
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, 'utf8'), { loader: 'css', minify: true, charset: 'utf8' });
      const contents = `const sheet = new CSSStyleSheet();sheet.replaceSync(${JSON.stringify(code.trim())});export default sheet;`;
      return { contents, loader: 'js' };
    });
    // Templates are written indented; the browser needs none of it.
    onLoad({ filter: /src\/.*\.js$/ }, async ({ path }) => (
      { contents: (await readFile(path, 'utf8')).replace(/\n\s+/g, '\n'), loader: 'js' }));
  },
};

const common = {
  absWorkingDir: here,
  nodePaths: [join(here, 'node_modules')],
  bundle: true,
  minify: true,
  charset: 'utf8',
  target: 'es2022',
  legalComments: 'none',
  plugins: [sheets],
  logLevel: 'warning',
};

const lit = '/*! Kaynak, Apache-2.0. Contains Lit, (c) Google LLC, BSD-3-Clause. */';

rmSync(out, { recursive: true, force: true });
await build({
  ...common, entryPoints: ['src/widget.js'], format: 'iife', banner: { js: lit }, outfile: join(out, 'widget.js'),
});
await build({
  ...common, entryPoints: ['../pages/src/main.js'], external: ['/widget/*'], format: 'esm', banner: { js: lit }, outfile: join(out, 'pages.js'),
});
await build({
  ...common, plugins: [], entryPoints: ['../pages/css/pages.css'], external: ['/assets/*'], outfile: join(out, 'pages.css'),
});
