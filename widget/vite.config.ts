// How the customer's side is built: the conversation as one module, the hosted page, and a page to try the embed on. The embed script is a classic script and bundled by scripts/build.mjs.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/widget/',
  build: {
    outDir: '../dist/widget',
    emptyOutDir: true,
    target: 'es2020',
    modulePreload: false,
    rolldownOptions: {
      input: {
        chat: fileURLToPath(new URL('chat.html', import.meta.url)),
        demo: fileURLToPath(new URL('demo.html', import.meta.url)),
        app: fileURLToPath(new URL('app.tsx', import.meta.url)),
      },
      // The embed script finds the conversation by this name, so it carries no hash; the server lets it be cached for minutes.
      preserveEntrySignatures: 'strict',
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: 'assets/[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
      },
    },
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
});
