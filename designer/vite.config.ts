// How the staff application is built and served while developing.
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, Visitor, type Plugin } from 'vite';

const server = process.env['TANDEM_DEV_SERVER'] ?? 'http://127.0.0.1:3000';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/',
  plugins: [leanTypebox(), leanNodes(), react()],
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
            { name: 'icons', test: /node_modules[\\/]lucide-react[\\/]/, minShareCount: 3 },
            // What most pages use. The calls of single parts (knowledge, desk …) stay with the pages that make them.
            {
              name: 'ui',
              test: /designer[\\/](ui[\\/](?!.*(Dialog|FileDrop|Confirm|Copy|FactList|Mood|Relative))|api[\\/](http|auth|live|random-id))/,
              minShareCount: 3,
            },
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

/**
 * Pages draw node types and never play or check them: that is done by the server and by a worker (which has its own build, without this). So
 * what only those call is left out of the pages' code, and calling it there says so.
 */
function leanNodes(): Plugin {
  const elsewhere = new Set(['compile', 'check']);
  return {
    name: 'lean-nodes',
    apply: 'build',
    transform(code, id) {
      if (!/\/nodes\/catalog\/.*\.node\.ts$/.test(id)) return undefined;
      const members: Member[] = [];
      new Visitor({
        CallExpression({ callee, arguments: [definition] }) {
          if (callee.type !== 'Identifier' || callee.name !== 'defineNode' || definition?.type !== 'ObjectExpression')
            return;
          for (const member of definition.properties)
            if (member.type === 'Property' && member.key.type === 'Identifier' && elsewhere.has(member.key.name))
              members.push({ name: member.key.name, start: member.start, end: member.end });
        },
      }).visit(this.parse(code));
      let lean = code;
      for (const { name, start, end } of members.reverse())
        lean = `${lean.slice(0, start)}${name}: () => { throw new Error('${name} belongs to the server and the workers') }${lean.slice(end)}`;
      return members.length === 0 ? undefined : { code: lean, map: null };
    },
  };
}

interface Member {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}
