// The language of the interface: the browser's until somebody chooses one, and the chosen one follows the account to other devices.
import { expect, type Browser, type Page } from '@playwright/test';
import { expectSound, signIn, test } from './journey.ts';
import type { TestServer } from './server.ts';

const GREETING = { 'zh-CN': '流程', en: 'Flows' } as const;

/** A browser that prefers a language and has never been here. */
async function stranger(browser: Browser, server: TestServer, locale: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: server.url, locale, reducedMotion: 'reduce' });
  return context.newPage();
}

async function expectLanguage(page: Page, language: 'zh-CN' | 'en'): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('lang', language);
  await expect(page.getByRole('heading', { level: 1, name: GREETING[language] })).toBeVisible();
}

test('an admin made without a browser is met in the browser’s language, and keeps the one they choose', async ({
  browser,
  ownServer: server,
}) => {
  await test.step('nobody chose: Chinese of any kind is Chinese, everything else English', async () => {
    for (const [preferred, language] of [
      ['zh-TW', 'zh-CN'],
      ['fr-FR', 'en'],
      ['en-GB', 'en'],
    ] as const) {
      const page = await stranger(browser, server, preferred);
      await signIn(page);
      await expectLanguage(page, language);
      await page.context().close();
    }
  });

  await test.step('the account menu chooses; the page keeps it when it is loaded again', async () => {
    const page = await stranger(browser, server, 'en-US');
    await signIn(page);
    await page.getByRole('button', { name: 'Account' }).click();
    const kept = page.waitForResponse((answer) => answer.url().endsWith('/auth/locale'));
    // By keyboard: the menu may still be finding its place, and a click that begins here and ends there is none.
    await page.getByRole('menuitem', { name: '简体中文' }).press('Enter');
    expect((await kept).status()).toBe(204);
    await expectLanguage(page, 'zh-CN');
    await page.reload();
    await expectLanguage(page, 'zh-CN');
    await expectSound(page);
    await page.context().close();
  });

  await test.step('it is there on another device, whatever that browser prefers', async () => {
    const page = await stranger(browser, server, 'en-US');
    await page.goto('/sign-in');
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await signIn(page);
    await expectLanguage(page, 'zh-CN');
    await page.context().close();
  });
});
