// What is served to browsers: only what was built, with the headers its page needs.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '#runtime/testkit/app.ts';

const FILES: Readonly<Record<string, string>> = {
  'designer/index.html': '<!doctype html><title>staff</title>',
  'designer/assets/app-AbCd1234.js': 'app()',
  'designer/favicon.svg': '<svg/>',
  'designer/.secret': 'hidden',
  'widget/chat.html': '<!doctype html><title>chat</title>',
  'widget/widget.js': 'widget()',
  'widget/app.js': 'conversation()',
  'widget/assets/app-EfGh5678.js': 'chunk()',
  'server/main.js': 'server()',
  'outside.txt': 'outside',
};

describe('Pages', () => {
  let dir: string;
  let kit: TestApp;
  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'tandem-pages-'));
    for (const [name, text] of Object.entries(FILES)) {
      mkdirSync(dirname(join(dir, name)), { recursive: true });
      writeFileSync(join(dir, name), text);
    }
    kit = await createTestApp(() => [], { distDir: dir });
  });
  afterEach(async () => {
    await kit.close();
    rmSync(dir, { recursive: true, force: true });
  });
  const get = (url: string, headers: Record<string, string> = {}) => kit.anonymous({ url, headers });

  it('serves the staff application for its own addresses and never lets it be framed', async () => {
    for (const url of ['/', '/setup?token=x', '/sign-in', '/flows/abc-1_2', '/settings/people/']) {
      const page = await get(url);
      expect(page.statusCode, url).toBe(200);
      expect(page.body).toContain('staff');
      expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(page.headers['content-security-policy']).toContain("script-src 'self'");
      expect(page.headers['content-security-policy']).not.toContain('unsafe-eval');
      expect(page.headers).toMatchObject({
        'x-frame-options': 'DENY',
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-cache',
      });
    }
  });

  it('lets hashed files be kept for ever and others be asked for again', async () => {
    const app = await get('/assets/app-AbCd1234.js');
    expect(app.headers).toMatchObject({ 'cache-control': 'public, max-age=31536000, immutable' });
    expect(app.headers['content-type']).toContain('javascript');
    expect((await get('/favicon.svg')).headers['cache-control']).toBe('no-cache');
    const chunk = await get('/widget/assets/app-EfGh5678.js');
    expect(chunk.headers['cache-control']).toContain('immutable');
    expect((await get('/widget/app.js')).headers['cache-control']).toBe('public, max-age=300');
  });

  it('lets other sites load the embed, and frame the conversation page where the workspace allows', async () => {
    const embed = await get('/widget.js', { origin: 'https://shop.example' });
    expect(embed.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
    });
    expect((await get('/chat/help')).headers['content-security-policy']).toContain('frame-ancestors *');
    await kit.workspaces.update(kit.workspaceId, { widgetOrigins: ['https://shop.example'] });
    const page = await get('/chat/help');
    expect(page.headers['content-security-policy']).toContain("frame-ancestors 'self' https://shop.example");
    expect(page.headers).not.toHaveProperty('x-frame-options');
  });

  it('serves nothing that was not built for browsers', async () => {
    const hidden = [
      '/.secret',
      '/assets/',
      '/assets',
      '/assets/none.js',
      '/server/main.js',
      '/outside.txt',
      '/../outside.txt',
      '/assets/../../outside.txt',
      '/assets/..%2f..%2foutside.txt',
      '/widget/',
      '/widget/../outside.txt',
      '/widget/%2e%2e/outside.txt',
      '/widget/..%5coutside.txt',
      '/widget/chat.html/../../outside.txt',
      '/assets/app-AbCd1234.js/',
      '/flows/../outside.txt',
    ];
    for (const url of hidden) {
      const answer = await get(url);
      expect(answer.statusCode, url).toBe(404);
      expect(answer.body, url).not.toMatch(/outside|hidden|server\(\)/);
    }
  });

  it('says how to build when nothing was built', async () => {
    const bare = await createTestApp(() => []);
    expect((await bare.anonymous({ url: '/chat/help' })).json<{ detail: string }>().detail).toContain('npm run build');
    expect((await bare.anonymous({ url: '/' })).statusCode).toBe(404);
    await bare.close();
  });
});
