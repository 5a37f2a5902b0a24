import { defineConfig } from 'vitest/config';

const SERVER = 'runtime/**/*.test.ts';
const shared = { pool: 'forks', testTimeout: 20_000 } as const;

// Unit tests of every room; browser journeys live in designer/e2e and run under Playwright.
export default defineConfig({
  test: {
    projects: [
      // Servers, workers, databases and environments: each file has a process of its own.
      { test: { ...shared, name: 'server', include: [SERVER] } },
      {
        test: {
          ...shared,
          name: 'pure',
          include: ['{nodes,designer,widget,templates,migrations,bench,scripts,docker}/**/*.test.{ts,tsx,mjs}'],
          exclude: ['**/node_modules/**', 'designer/e2e/**'],
          // Functions without a world: files share the loaded language, which takes longer to load than to test.
          isolate: false,
        },
      },
    ],
  },
});
