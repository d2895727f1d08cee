/** dist/elements.js: the elements as one ES module for a page without a bundler, its worker and wasm beside it. */
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  publicDir: false,
  worker: { format: 'es' },
  build: {
    outDir: '../../dist/elements',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: `${import.meta.dirname}/index.js`,
      preserveEntrySignatures: 'strict',
      output: { entryFileNames: 'elements.js', assetFileNames: '[name][extname]', chunkFileNames: '[name]-[hash].js' },
    },
  },
});
