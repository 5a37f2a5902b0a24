import { defineConfig } from 'vitest/config';

// Unit tests of every room; browser journeys live in designer/e2e and run under Playwright.
export default defineConfig({
  test: {
    include: ['{nodes,runtime,designer,widget,templates,migrations,bench,scripts,docker}/**/*.test.{ts,tsx,mjs}'],
    exclude: ['**/node_modules/**', 'dist/**', 'designer/e2e/**'],
    pool: 'forks',
    testTimeout: 20_000,
  },
});
