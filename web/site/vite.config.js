/** The website: plain files that any static host can serve from any path. */
import { defineConfig } from 'vite';
import { common } from './chunks.js';
import { methodPages } from './methods/build.js';
import { pageData } from './page-data.js';
import { pages, templates } from './pages.js';
import { referencePages } from './reference/build.js';
import { saidHtml } from './said-html.js';
import { titles } from './titles.js';

/**
 * Models keep their names: lectures and pages of strangers read the same files as the site.
 * @param {{ originalFileNames: string[] }} asset
 */
const assetFileNames = ({ originalFileNames: [source = ''] }) =>
  /^\.\.\/models\/(.+\/[^/]+|heldout\.txt)$/.test(source)
    ? source.slice('../'.length)
    : 'assets/[name]-[hash][extname]';

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  publicDir: false,
  define: { 'import.meta.env.ELEMENTS': '"../elements/"' }, // from the folder of scripts
  plugins: [
    titles,
    { name: 'words', transformIndexHtml: { order: 'pre', handler: saidHtml } },
    methodPages,
    referencePages,
    pageData,
  ],
  worker: { format: 'es' },
  build: {
    outDir: '../../dist/site',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0, // a data: address may not be fetched under the page's content policy
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: [...pages, ...templates].map(({ file }) => `${import.meta.dirname}/${file}`),
      output: { assetFileNames, codeSplitting: { groups: [common] } },
    },
  },
});
