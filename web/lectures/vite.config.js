/** dist/site/lectures: a page for each deck and language, beside the website, with the elements that strangers' pages get. */
import { defineConfig } from 'vite';
import { deckPages, files } from './build.js';

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  publicDir: false,
  define: { 'import.meta.env.ELEMENTS': '"../../elements/"' }, // from the folder of scripts
  plugins: [deckPages],
  worker: { format: 'es' },
  build: {
    outDir: '../../dist/site/lectures',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0, // a data: address may not be fetched under the page's content policy
    modulePreload: { polyfill: false },
    rolldownOptions: { input: files.map((file) => `${import.meta.dirname}/${file}`) },
  },
});
