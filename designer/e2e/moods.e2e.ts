// Corrected moods: a colleague at the desk knows better, the next message like it is judged so, and the trainer's room takes it back.
import { expect } from '@playwright/test';
import { tabTo } from './hand.ts';
import {
  ANGRY_WORDS,
  chatOf,
  deskOf,
  expectSound,
  LANGUAGES,
  say,
  signIn,
  StaffApi,
  test,
  visitor,
} from './journey.ts';

const WORDS = {
  'zh-CN': {
    waiting: /生气/u,
    takeOver: /^接待/u,
    reply: '给客户的回复',
    mild: '说好的优惠呢',
    like: '说好的优惠在哪呢',
    correct: (mood: string) => `情绪：${mood}，点此更正`,
    moods: ['平静', '生气'],
    by: '已更正',
    name: 'Grace Hall已更正',
    card: 'Grace Hall已更正，系统原判“平静”',
    undo: /撤销对/u,
    empty: '还没有人更正过情绪',
  },
  en: {
    waiting: /angry/iu,
    takeOver: /^Take over/u,
    reply: 'Reply to the customer',
    mild: 'You people keep sending me in circles',
    like: 'you people just keep sending me in circles',
    correct: (mood: string) => `Mood: ${mood}. Correct it`,
    moods: ['calm', 'angry'],
    by: 'corrected by',
    name: 'corrected by Grace Hall',
    card: 'corrected by Grace Hall, was judged “calm”',
    undo: /Take back the correction/u,
    empty: 'Nobody has corrected a mood yet',
  },
} as const;

for (const language of LANGUAGES) {
  test(`a corrected mood is learnt and taken back, in ${language}`, async ({ browser, ownServer: server }) => {
    const words = WORDS[language];
    const [calm, angry] = words.moods;
    const api = await new StaffApi(server).signIn();
    const flowId = await api.publishTemplate('complaint-to-person', 'care', language);
    const { page } = await deskOf(browser, server, api, 'Grace Hall', language);
    const colleague = await deskOf(browser, server, api, 'Ada Ford', language);
    const chat = await chatOf(browser, server, 'care', language);
    const log = page.getByRole('log');

    await test.step('the customer is taken over and says something that sounds calm', async () => {
      await say(chat.page, ANGRY_WORDS[language]);
      await page.getByRole('link', { name: words.waiting }).click();
      await page.getByRole('button', { name: words.takeOver }).click();
      await expect(page.getByRole('textbox', { name: words.reply })).toBeFocused();
      await say(chat.page, words.mild);
      await expect(
        log
          .getByRole('article')
          .last()
          .getByRole('button', { name: words.correct(calm) }),
      ).toBeVisible();
    });

    await test.step('Alt+M opens its moods, arrows choose, and who corrected it is seen', async () => {
      await page.keyboard.press('Alt+M');
      await expect(page.getByRole('menu')).toBeVisible();
      await tabToItem(angry);
      await page.keyboard.press('Enter');
      await expect(log.getByRole('article').last()).toContainText(words.by);
      await expect(log.getByRole('button', { name: words.correct(angry) }).last()).toBeVisible();
      await expect(page.getByRole('textbox', { name: words.reply })).toBeFocused();
      await expectSound(page);
    });

    await test.step('the list and the card show the corrected mood, to a colleague as well', async () => {
      for (const desk of [page, colleague.page]) {
        const row = desk.getByRole('link').filter({ hasText: words.mild });
        await expect(row).toContainText(angry);
        await expect(row).toContainText(words.name);
      }
      const card = page.getByRole('complementary');
      await expect(card.getByRole('listitem').filter({ hasText: words.mild }).first()).toContainText(words.card);
      await expectSound(colleague.page);
      await colleague.context.close();
    });

    await test.step('what is said next like it is judged so', async () => {
      await say(chat.page, words.like);
      const last = log.getByRole('article').filter({ hasText: words.like });
      await expect(last.getByRole('button', { name: words.correct(angry) })).toBeVisible();
      await expect(last).not.toContainText(words.by);
    });

    await test.step('the trainer’s room lists it and takes it back', async () => {
      const staff = await visitor(browser, server, language);
      const room = await staff.newPage();
      await signIn(room);
      await room.goto(`/flows/${flowId}/train?tab=moods`);
      await expect(room.getByRole('article', { name: words.mild })).toBeVisible();
      await expectSound(room);
      const row = room.getByRole('article', { name: words.mild });
      await tabTo(row.getByRole('button', { name: words.undo }));
      await room.keyboard.press('Enter');
      await expect(room.getByText(words.empty)).toBeVisible();
      await staff.close();
    });

    /** The arrow keys walk the menu. */
    async function tabToItem(name: string): Promise<void> {
      const item = page.getByRole('menuitem', { name });
      for (let step = 0; step < 8; step++) {
        if (await item.evaluate((element) => element === document.activeElement)) return;
        await page.keyboard.press('ArrowDown');
      }
      throw new Error(`The arrows never reach ${name}`);
    }
  });
}
