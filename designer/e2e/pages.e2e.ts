// Every staff screen, in both languages, empty and by keyboard: sound, named, and reachable.
import { expect } from '@playwright/test';
import { expectSound, LANGUAGES, signIn, test, visitor } from './journey.ts';

const SCREENS = [
  ['/flows', { 'zh-CN': '流程', en: 'Flows' }],
  ['/knowledge', { 'zh-CN': '知识库', en: 'Knowledge' }],
  ['/desk', { 'zh-CN': '暂无等待的客户', en: 'No one is waiting' }],
  ['/conversations', { 'zh-CN': '会话', en: 'Conversations' }],
  ['/leads', { 'zh-CN': '线索', en: 'Leads' }],
  ['/settings', { 'zh-CN': '设置', en: 'Settings' }],
] as const;

for (const language of LANGUAGES) {
  test(`sign-in and all screens are sound in ${language}`, async ({ browser, server }) => {
    const context = await visitor(browser, server, language);
    const page = await context.newPage();
    await page.goto('/sign-in');
    await expect(page.getByRole('heading').first()).toBeVisible();
    await expectSound(page);
    await signIn(page);
    for (const [path, words] of SCREENS) {
      await page.goto(path);
      await expect(page.getByRole('heading', { name: words[language] }).first()).toBeVisible();
      await page.waitForLoadState('networkidle').catch(() => undefined);
      await expectSound(page);
    }
    await context.close();
  });
}
