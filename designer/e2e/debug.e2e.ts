// A conversation that went odd, opened in the debugger: stepped back, a value changed, what came after played again on its own version.
import { expect } from '@playwright/test';
import { converse, expectSound, LANGUAGES, signIn, StaffApi, test, visitor, type Language } from './journey.ts';

const WORDS = {
  'zh-CN': {
    open: '在调试器中打开',
    version: '版本 1，只读',
    chat: '对话',
    variables: '变量',
    why: '原因',
    branch: '分支',
    back: '回到当时的经过',
    input: '客户的话',
  },
  en: {
    open: 'Open in debugger',
    version: 'Version 1, read-only',
    chat: 'Chat',
    variables: 'Variables',
    why: 'Why',
    branch: 'Branch',
    back: 'Back to what happened',
    input: 'What the customer says',
  },
} as const satisfies Readonly<Record<Language, unknown>>;

for (const language of LANGUAGES) {
  test(`T7: a real conversation opens in the debugger and goes another way (${language})`, async ({
    browser,
    server,
  }) => {
    const words = WORDS[language];
    const api = await new StaffApi(server).signIn();
    const slug = `odd-${language.toLowerCase()}`;
    await api.publishTemplate('complaint-to-person', slug, language);
    const said = language === 'en' ? ['hello there', 'anything new?'] : ['你好呀', '有什么新的吗'];
    const sessionId = await converse(server, slug, language, said);
    const context = await visitor(browser, server, language);
    const page = await context.newPage();
    await signIn(page);
    await page.goto(`/conversations/${sessionId}`);
    await page.getByRole('link', { name: words.open }).click();
    await expect(page.getByText(words.version)).toBeVisible();
    const customer = page.getByRole('log').locator('[data-from="customer"]');

    await test.step('all that happened is there, and the keyboard goes back', async () => {
      await expect(customer).toHaveCount(2);
      await page.getByRole('tab', { name: words.why }).click();
      await expectSound(page);
      await page.keyboard.press('Alt+ArrowUp');
      await page.getByRole('tab', { name: words.variables }).click();
      await expectSound(page);
      await page.getByRole('tab', { name: words.chat }).click();
      await expect(customer).toHaveCount(1);
    });

    await test.step('going on from there is a branch; what happened stays', async () => {
      await page.getByRole('textbox', { name: words.input }).fill('???');
      await page.keyboard.press('Enter');
      await expect(customer).toHaveCount(2);
      await expect(customer.last()).toContainText('???');
      await expect(page.getByText(words.branch, { exact: true })).toBeVisible();
      await page.getByRole('button', { name: words.back }).click();
      await expect(customer.last()).toContainText(said[1] ?? '');
      await expectSound(page);
    });
    await context.close();
  });
}
