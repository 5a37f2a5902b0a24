// How the staff application is built and served while developing.
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const server = process.env['TANDEM_DEV_SERVER'] ?? 'http://127.0.0.1:3000';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/',
  plugins: [leanTypebox(), react()],
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

/** TypeBox's `Type` object keeps its whole type-level language alive; as a namespace only the used builders stay. */
function leanTypebox(): Plugin {
  return {
    name: 'lean-typebox',
    enforce: 'pre',
    transform(code, id) {
      if (!/\/(nodes|designer)\/.*\.tsx?$/.test(id)) return undefined;
      const lean = code.replace(/import \{ Type(?:, ([^}]*))? \} from 'typebox';/, (_all, rest?: string) =>
        [`import * as Type from 'typebox';`, rest === undefined ? '' : `import { ${rest} } from 'typebox';`].join(' '),
      );
      return lean === code ? undefined : { code: lean, map: null };
    },
  };
}
