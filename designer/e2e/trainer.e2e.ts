// The trainer's room: a list is imported, its accuracy appears, a mix-up is looked at, a sentence is put away with one key, and it is published.
import { expect } from '@playwright/test';
import { expectSound, LANGUAGES, say, signIn, StaffApi, test, visitor, type Language } from './journey.ts';

const WORDS: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  'zh-CN': {
    room: '训练室',
    import: '导入例句',
    paste: '或者直接粘贴',
    apply: '导入 36 句',
    accuracy: '识别准确率',
    mixups: '混淆',
    inbox: '待学习',
    none: '不属于任何意图',
    done: '都处理完了',
    publish: '发布',
  },
  en: {
    room: 'Trainer',
    import: 'Import sentences',
    paste: 'Or paste a list',
    apply: 'Import 36 sentences',
    accuracy: 'Accuracy',
    mixups: 'Mix-ups',
    inbox: 'Inbox',
    none: 'No intent',
    done: 'All done',
    publish: 'Publish',
  },
};

const LIST = [
  [
    '支付方式',
    [
      '能用花呗吗',
      '支持微信支付吗',
      '可以刷信用卡吗',
      '能货到付款吗',
      '可以分期吗',
      '怎么付款',
      '支付失败怎么办',
      '能用支付宝付钱吗',
      '可以用银行卡吗',
      '付款一直转圈',
      '能开通免密支付吗',
      'can i pay by card',
    ],
  ],
  [
    '优惠券',
    [
      '优惠券怎么用',
      '有没有满减',
      '券为什么用不了',
      '哪里领券',
      '优惠券过期了',
      '能叠加优惠吗',
      '新人有优惠吗',
      '红包怎么用',
      '折扣码在哪里填',
      '优惠可以分期吗',
      '付款时怎么用券',
      'do you have a coupon',
    ],
  ],
  [
    '会员',
    [
      '怎么升级会员',
      '会员有什么好处',
      '积分怎么换',
      '会员怎么退',
      '会员多少钱',
      '会员到期了',
      '积分会过期吗',
      '怎么查积分',
      '会员日是哪天',
      '会员付款有折扣吗',
      '会员券在哪里领',
      'how do i become a member',
    ],
  ],
] as const;

const STRANGE = '楼下停车要收费吗';

test.describe('the trainer', () => {
  for (const language of LANGUAGES) {
    test(`teaches, measures and empties the inbox by key (${language})`, async ({ browser, server }) => {
      const words = WORDS[language];
      const api = await new StaffApi(server).signIn();
      const slug = `train-${language.toLowerCase()}`;
      const id = await api.publishTemplate('ecommerce-aftersales', slug, language);
      const customer = await visitor(browser, server, language);
      const chat = await customer.newPage();
      await chat.goto(`/chat/${slug}`);
      await expect(chat.getByRole('log')).not.toBeEmpty();
      await say(chat, STRANGE);
      await expect(chat.getByRole('log')).toContainText(STRANGE);
      await expect
        .poll(async () => (await api.call<{ open: number }>('GET', `/flows/${id}/inbox`)).open)
        .toBeGreaterThan(0);
      await customer.close();

      const context = await visitor(browser, server, language);
      const page = await context.newPage();
      await signIn(page);
      await page.goto(`/flows/${id}/train`);
      await expect(page.getByRole('heading', { level: 1 })).toContainText(words['room'] ?? '');

      const figure = page.getByRole('region', { name: words['accuracy'] ?? '' });
      await expect(figure.getByText(/^\d+%$/u)).toBeVisible({ timeout: 60_000 });
      const judged = judgedOf(await figure.innerText());

      await test.step('a list is imported', async () => {
        await page.getByRole('button', { name: words['import'] ?? '' }).click();
        const dialog = page.getByRole('dialog');
        await dialog
          .getByLabel(words['paste'] ?? '')
          .fill(LIST.map(([name, sentences]) => `# ${name}\n${sentences.join('\n')}`).join('\n\n'));
        await expect(dialog.getByRole('button', { name: words['apply'] ?? '' })).toBeEnabled();
        await expectSound(page);
        await dialog.getByRole('button', { name: words['apply'] ?? '' }).click();
        await expect(dialog).toBeHidden();
      });

      await test.step('its accuracy appears', async () => {
        const imported = LIST.flatMap(([, sentences]) => sentences).length;
        // A sentence that the flow had already is not judged twice.
        await expect
          .poll(async () => judgedOf(await figure.innerText()), { timeout: 60_000 })
          .toBeGreaterThanOrEqual(judged + imported - 2);
        await expect(figure.getByText(/^\d+%$/u)).toBeVisible();
        await expectSound(page);
      });

      await test.step('a mix-up is looked at', async () => {
        await page.getByRole('tab', { name: words['mixups'] ?? '' }).click();
        const cell = page.getByRole('table').getByRole('button').first();
        await cell.click();
        await expect(cell).toHaveAttribute('aria-pressed', 'true');
        await expect(page.getByRole('heading', { level: 3 })).toBeVisible();
        await expectSound(page);
      });

      await test.step('a sentence is put where it belongs with one key, undone, and put again', async () => {
        await page.getByRole('tab', { name: words['inbox'] ?? '' }).click();
        const item = page.getByRole('article', { name: STRANGE });
        await item.focus();
        await expectSound(page);
        await page.keyboard.press('0');
        await expect(page.getByText(words['done'] ?? '')).toBeVisible();
        await page.keyboard.press('Tab');
        await expect.poll(async () => (await api.call<{ open: number }>('GET', `/flows/${id}/inbox`)).open).toBe(0);
        await page
          .getByRole('button', { name: /撤销上一步|Undo the last one/u })
          .first()
          .click();
        await item.focus();
        await page.keyboard.press('0');
        await expect(page.getByText(words['done'] ?? '')).toBeVisible();
        await expectSound(page);
      });

      await test.step('it is published with what was taught', async () => {
        await page.getByRole('button', { name: words['publish'] ?? '', exact: true }).click();
        const dialog = page.getByRole('dialog');
        await dialog.getByRole('button', { name: words['publish'] ?? '', exact: true }).click();
        await expect
          .poll(
            async () =>
              (await api.call<{ flow: { publishedVersion: number } }>('GET', `/flows/${id}`)).flow.publishedVersion,
          )
          .toBe(2);
        const version = await api.call<{ document: { outOfScope: string[] } }>('GET', `/flows/${id}/versions/2`);
        expect(version.document.outOfScope).toEqual([STRANGE]);
      });
      await context.close();
    });
  }
});

/** How many sentences a figure speaks of: its largest number. */
function judgedOf(text: string): number {
  return Math.max(0, ...(text.match(/\d+/gu) ?? []).map(Number));
}
