// How the staff application is built and served while developing.
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = process.env['TANDEM_DEV_SERVER'] ?? 'http://127.0.0.1:3000';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/',
  plugins: [react()],
  build: {
    outDir: '../dist/designer',
    emptyOutDir: true,
    manifest: true,
    target: 'es2022',
    // Monaco is one lazy chunk by design; bench/bundle.mjs holds the real limits.
    chunkSizeWarningLimit: 4000,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler|react-router)[\\/]/ },
            { name: 'icons', test: /node_modules[\\/]lucide-react[\\/]/, minShareCount: 2 },
            { name: 'ui', test: /designer[\\/](api|ui)[\\/](?!.*(Dialog|FileDrop|Confirm|Copy))/, minShareCount: 3 },
            { name: 'text-zh-CN', test: /designer[\\/]i18n[\\/]zh-CN[\\/](ui|shell|problems)\.ts/ },
            { name: 'text-en', test: /designer[\\/]i18n[\\/]en[\\/](ui|shell|problems)\.ts/ },
          ],
        },
      },
    },
  },
  worker: { format: 'es' },
  server: {
    port: 5173,
    proxy: { '/api': server, '/chat': server, '/widget.js': server, '/healthz': server, '/readyz': server },
  },
});
