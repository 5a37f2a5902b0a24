// Events of other systems, by keyboard, in both languages: one arrives in the test chat, becomes a turn of a test, and what a flow counts is seen.
import { expect } from '@playwright/test';
import { drawFlow } from '#nodes/testkit/talk.ts';
import { tabTo } from './hand.ts';
import { converse, expectSound, signIn, StaffApi, test, visitor } from './journey.ts';

const WORDS = {
  'zh-CN': {
    chat: '试聊',
    log: '对话',
    arrives: '事件到达：payment.done',
    data: /事件内容/u,
    send: '让它到达',
    thanks: '收到 80 元',
    events: '记录的事件',
    plan: 'plan：gold',
  },
  en: {
    chat: 'Test chat',
    log: 'Chat',
    arrives: 'An event arrives: payment.done',
    data: /What it brings/u,
    send: 'It arrives',
    thanks: 'Got 80',
    events: 'Tracked events',
    plan: 'plan: gold',
  },
} as const;

for (const language of ['zh-CN', 'en'] as const) {
  test(`an awaited event arrives in the test chat, and counted ones are seen (${language})`, async ({
    browser,
    ownServer,
  }) => {
    const words = WORDS[language];
    const api = await new StaffApi(ownServer).signIn();
    const document = drawFlow(
      {
        note: ['event', { name: 'order.placed', properties: [{ label: 'plan', expr: 'gold' }], value: '80' }],
        pay: ['waitEvent', { name: 'payment.done', key: "'42'", variable: 'paid' }],
        thanks: ['message', { text: { 'zh-CN': '收到 {{ paid.amount }} 元', en: 'Got {{ paid.amount }}' } }],
        bye: ['end', {}],
      },
      ['start -> note', 'note -> pay', 'pay.received -> thanks', 'pay.timeout -> bye', 'thanks -> bye'],
    );
    const { flow } = await api.call<{ flow: { id: string; slug: string; revision?: number } }>(
      'POST',
      '/flows/import',
      {
        name: 'Paying',
        bundle: document,
      },
    );
    const { revision } = await api.call<{ revision: number }>('GET', `/flows/${flow.id}`);
    await api.call('POST', `/flows/${flow.id}/publish`, { revision, note: '' });
    await converse(ownServer, flow.slug, language, []);

    const context = await visitor(browser, ownServer, language);
    const page = await context.newPage();
    await signIn(page);
    await page.goto(`/flows/${flow.id}`);
    await expect(page.locator('#flow-canvas')).toBeVisible();
    await page.keyboard.press('ControlOrMeta+E');
    const arrives = page.getByRole('button', { name: words.arrives });
    await expectSound(page);
    await tabTo(arrives);
    await page.keyboard.press('Enter');
    const data = page.getByRole('dialog').getByRole('textbox', { name: words.data });
    await expect(data).toBeFocused();
    await expect(data).toHaveValue(/"key": "42"/u);
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.insertText('{"key": "42", "amount": 80}');
    await expectSound(page);
    await tabTo(page.getByRole('button', { name: words.send }));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('log', { name: words.log })).toContainText(words.thanks);
    await expect(arrives).toHaveCount(0);

    await page.goto('/settings/events');
    const row = page.getByRole('row', { name: /order\.placed/u });
    await expect(row).toContainText(words.plan);
    await expect(page.getByRole('heading', { name: words.events })).toBeVisible();
    await expectSound(page);
    await context.close();
  });
}
