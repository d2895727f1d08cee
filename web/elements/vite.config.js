/** dist/elements/elements.js: the elements as one script for a page without a bundler, its parts, worker and wasm beside it. */
import { defineConfig } from 'vite';

const assetFileNames = '[name][extname]'; // the worker's wasm is the page's: one file

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  publicDir: false,
  worker: {
    format: 'es',
    rollupOptions: { output: { assetFileNames, entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' } },
  },
  build: {
    outDir: '../../dist/elements',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: `${import.meta.dirname}/index.js`,
      preserveEntrySignatures: 'strict',
      output: { entryFileNames: 'elements.js', assetFileNames, chunkFileNames: '[name]-[hash].js' },
    },
  },
});
