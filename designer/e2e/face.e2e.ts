// The widget on a stranger's website: strict policy, keyboard, continuity, bad networks, hostile words, small screens.
import { expect, test as plain, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { serveHostPage, type HostPage } from './host-page.ts';
import { expectSound, LANGUAGES, StaffApi, test, visitor, type Language } from './journey.ts';
import type { TestServer } from './server.ts';

interface Visit {
  readonly host: HostPage;
  readonly context: BrowserContext;
  readonly page: Page;
}

const WORDS = {
  'zh-CN': {
    open: '打开在线咨询',
    greeting: '您可以点上面的问题',
    question: '投诉多久有结果？',
    answer: /工作日/u,
  },
  en: {
    open: 'Open the chat',
    greeting: 'just tell me what happened',
    question: 'How long does a complaint take?',
    answer: /working day/iu,
  },
} as const satisfies Readonly<Record<Language, unknown>>;

const launcher = (page: Page) => page.getByRole('button', { name: /^(?:Open the chat|打开在线咨询)/u });
const panel = (page: Page) => page.getByRole('dialog', { name: /^(?:Chat|在线咨询)$/u });
const log = (page: Page) => panel(page).getByRole('log');
const input = (page: Page) => panel(page).getByRole('textbox').last();

for (const language of LANGUAGES) {
  test(`X1, X4: one line embeds it under a strict policy; it opens and closes by keyboard and moves nothing, in ${language}`, async ({
    browser,
    ownServer: server,
  }) => {
    const { page, context, host } = await visit(browser, server, 'embed', undefined, language);
    const words = WORDS[language];
    await expect(launcher(page)).toHaveAccessibleName(words.open);
    await plain.step('nothing of the page moves', async () => {
      await expect(launcher(page)).toBeVisible();
      await openByKeyboard(page);
      await expect(log(page)).toContainText(words.greeting);
      expect(await page.evaluate(layoutShift)).toBe(0);
    });
    await plain.step('it answers, and the page with it is sound', async () => {
      await say(page, words.question);
      await expect(log(page)).toContainText(words.answer);
      await expectSound(page);
    });
    await plain.step('Escape closes it and the focus is back', async () => {
      await page.keyboard.press('Escape');
      await expect(panel(page)).toBeHidden();
      await expect(launcher(page)).toBeFocused();
    });
    await leave({ page, context, host });
  });
}

test('X5: a reload and a second tab go on with the same conversation, and what was missed is counted', async ({
  browser,
  ownServer: server,
}) => {
  const { page, context, host } = await visit(browser, server, 'again');
  await openByKeyboard(page);
  await say(page, 'How long does a complaint take?');
  await expect(log(page)).toContainText(/working day/iu);
  const before = await log(page).getByRole('listitem').count();

  await page.reload();
  await openByKeyboard(page);
  await expect(log(page).getByRole('listitem')).toHaveCount(before);

  const second = await context.newPage();
  await second.goto(host.url);
  await openByKeyboard(second);
  await expect(log(second).getByRole('listitem')).toHaveCount(before);
  await page.keyboard.press('Escape');
  await say(second, 'I have another question');
  await expect(log(second).getByText('I have another question')).toHaveCount(1);
  await expect(launcher(page)).toHaveAccessibleName(/unread/u);
  await expectSound(page);
  await openByKeyboard(page);
  await expect(log(page).getByText('I have another question')).toHaveCount(1);
  await leave({ page, context, host });
});

test('X5: what is written without a network fails visibly and is sent once when it is tried again', async ({
  browser,
  ownServer: server,
}) => {
  const { page, context, host } = await visit(browser, server, 'offline');
  await openByKeyboard(page);
  await expect(log(page)).toContainText('just tell me what happened');
  await context.setOffline(true);
  await say(page, 'Are you still there?');
  await expect(log(page).getByText('Not sent')).toBeVisible();
  await context.setOffline(false);
  const again = log(page).getByRole('button', { name: 'Try again' });
  // The conversation may try by itself before the customer does.
  await again.click({ timeout: 3000 }).catch(() => undefined);
  await expect(log(page).getByText('Not sent')).toHaveCount(0);
  await page.reload();
  await openByKeyboard(page);
  await expect(log(page).getByText('Are you still there?')).toHaveCount(1);
  await leave({ page, context, host });
});

test('X3, X8: hostile words stay words, and a phone never scrolls sideways', async ({ browser, ownServer: server }) => {
  const { page, context, host } = await visit(browser, server, 'hostile', { width: 390, height: 844 });
  await openByKeyboard(page);
  await expect(log(page)).toContainText('just tell me what happened');
  for (const words of [
    '<img src=x onerror="document.title=\'owned\'">',
    '<script>document.title="owned"</script>',
    '[press](javascript:document.title="owned")',
    `W${'i'.repeat(300)}de`,
  ]) {
    const answered = page.waitForResponse((answer) => answer.request().method() === 'POST' && answer.ok());
    await say(page, words);
    await answered;
    await expect(log(page).getByText(words, { exact: true }).first()).toBeVisible();
  }
  await expect(log(page).getByText('Sending')).toHaveCount(0);
  expect(await page.title()).toBe('Corner shop');
  expect(await log(page).locator('img, script, a[href^="javascript"]').count()).toBe(0);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  expect(wide).toBe(false);
  expect(await log(page).evaluate((element) => element.scrollWidth > element.clientWidth)).toBe(false);
  await expectSound(page);
  await leave({ page, context, host });
});

/** A visitor on a host page that embeds a published flow. */
async function visit(
  browser: Browser,
  server: TestServer,
  slug: string,
  size?: { readonly width: number; readonly height: number },
  language: Language = 'en',
): Promise<Visit> {
  const api = await new StaffApi(server).signIn();
  await api.publishTemplate('complaint-to-person', slug);
  const host = await serveHostPage(server.url, slug, language);
  const context = await visitor(browser, server, language, size, [host.url]);
  const page = await context.newPage();
  await page.goto(host.url);
  return { host, context, page };
}

async function leave({ context, host }: Visit): Promise<void> {
  await context.close();
  await host.close();
}

async function openByKeyboard(page: Page): Promise<void> {
  await launcher(page).focus();
  await page.keyboard.press('Enter');
  await expect(panel(page)).toBeVisible();
  await expect(input(page)).toBeFocused();
}

async function say(page: Page, text: string): Promise<void> {
  await input(page).fill(text);
  await page.keyboard.press('Enter');
}

/** The sum of layout shifts since the page was loaded. */
function layoutShift(): Promise<number> {
  return new Promise((resolve) => {
    new PerformanceObserver((list) => {
      resolve(list.getEntries().reduce((sum, entry) => sum + Number(Reflect.get(entry, 'value')), 0));
    }).observe({ type: 'layout-shift', buffered: true });
    // Without any shift the observer never speaks.
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(0)));
  });
}
