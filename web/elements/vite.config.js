/**
 * dist/elements: elements.js, the elements as one script for a page without a bundler, and embed.html, one figure for a frame; their
 * parts, worker and wasm beside them.
 */
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
      input: { elements: `${import.meta.dirname}/index.js`, embed: `${import.meta.dirname}/embed.html` },
      preserveEntrySignatures: 'strict',
      output: { entryFileNames: '[name].js', assetFileNames, chunkFileNames: '[name]-[hash].js' },
    },
  },
});
