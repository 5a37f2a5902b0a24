// The customer's golden path: from an angry message to a person with the whole story, and to a rating; by clicks alone and by keys alone.
import { expect, type Page } from '@playwright/test';
import { byKeyboard, byMouse, tabTo, type Hand } from './hand.ts';
import { ANGRY_WORDS, chatOf, deskOf, expectSound, StaffApi, test, type Language } from './journey.ts';

const WORDS = {
  'zh-CN': {
    send: '发送',
    queue: '正在等待人工客服',
    next: '下一位就是您',
    waiting: /三次都没解决.*生气/u,
    title: /^（1 位等待）/u,
    takeOver: /^接待/u,
    about: '客户情况',
    mood: '生气',
    headings: ['转人工原因', '情绪', '摘要', '已收集的信息', '走过的步骤'],
    wayOut: /客户情绪.*愤怒|客户情绪.*生气/u,
    reply: '给客户的回复',
    answer: '您好，我来处理，今天给您结果。',
    here: '人工客服为您服务',
    thanks: '好的，谢谢',
    resolve: /^解决/u,
    resolved: '已解决并结束接待',
    stars: '5 分，满分 5 分',
    bye: '祝您生活顺心',
  },
  en: {
    send: 'Send',
    queue: 'Waiting for a person',
    next: 'you are next',
    waiting: /Three times and still not fixed.*angry/iu,
    title: /^\(1 waiting\)/u,
    takeOver: /^Take over/u,
    about: 'About this customer',
    mood: 'angry',
    headings: ['Why a person', 'Mood', 'Summary', 'Collected so far', 'Path walked'],
    wayOut: /Mood.*Angry/iu,
    reply: 'Reply to the customer',
    answer: 'I will put this right today.',
    here: 'You are talking to a person',
    thanks: 'Fine, thank you',
    resolve: /^Resolve/u,
    resolved: 'Resolved and closed',
    stars: '5 of 5',
    bye: 'Thank you for telling us',
  },
} as const satisfies Readonly<Record<Language, unknown>>;

const PAIRS = [
  ['zh-CN', byMouse],
  ['en', byKeyboard],
  ['en', byMouse],
  ['zh-CN', byKeyboard],
] as const;

for (const [language, hand] of PAIRS) {
  test(`G3, W1, W2, W3: angry message to a person to a rating, by ${hand.name} alone, in ${language}`, async ({
    browser,
    ownServer: server,
  }) => {
    const words = WORDS[language];
    const api = await new StaffApi(server).signIn();
    await api.publishTemplate('complaint-to-person', 'care', language);
    const desk = await deskOf(browser, server, api, 'Grace Hall', language);
    const chat = await chatOf(browser, server, 'care', language);
    const log = chat.page.getByRole('log');
    const card = desk.page.getByRole('complementary', { name: words.about });

    await test.step('she is soothed and waits, and the desk hears of it', async () => {
      await write(chat.page, hand, words.send, ANGRY_WORDS[language]);
      await expect(chat.page.getByText(words.queue)).toBeVisible();
      await expect(log).toContainText(words.next);
      await expect(desk.page.getByRole('link', { name: words.waiting })).toBeVisible();
      await expect(desk.page).toHaveTitle(words.title);
      await expectSound(chat.page);
    });

    await test.step('she is taken over, the card tells the story, the cursor is in the reply', async () => {
      await hand.press(desk.page.getByRole('link', { name: words.waiting }));
      if (hand.name === 'keyboard') await desk.page.keyboard.press('Alt+T');
      else await desk.page.getByRole('button', { name: words.takeOver }).click();
      await expect(desk.page.getByRole('textbox', { name: words.reply })).toBeFocused();
      await expect(chat.page.getByText(words.here)).toBeVisible();
      for (const title of words.headings) await expect(card.getByRole('heading', { name: title })).toBeVisible();
      await expect(card).toContainText(words.mood);
      await expect(card.getByRole('listitem').filter({ hasText: words.wayOut })).not.toHaveCount(0);
      await expectSound(desk.page);
    });

    await test.step('the answer comes under a name, and the bot stays silent', async () => {
      await write(desk.page, hand, words.send, words.answer);
      await expect(log).toContainText(words.answer);
      await expect(log.getByText('Grace Hall').first()).toBeVisible();
      const said = await log.locator('li.bot').count();
      await write(chat.page, hand, words.send, words.thanks);
      await expect(desk.page.getByRole('log')).toContainText(words.thanks);
      expect(await log.locator('li.bot').count()).toBe(said);
      await expectSound(chat.page);
    });

    await test.step('it is resolved and rated', async () => {
      if (hand.name === 'keyboard') await desk.page.keyboard.press('Alt+E');
      else await desk.page.getByRole('button', { name: words.resolve }).click();
      await expect(desk.page.getByText(words.resolved).first()).toBeVisible();
      const stars = log.getByRole('button', { name: words.stars });
      await hand.press(stars);
      await expect(stars).toBeDisabled();
      await expect(log).toContainText(words.bye);
      await expectSound(chat.page);
    });
    await desk.context.close();
    await chat.context.close();
  });
}

/** Writes into the chat or the reply and sends it: by the button, or by Enter. */
async function write(page: Page, hand: Hand, send: string, text: string): Promise<void> {
  const field = page.getByRole('textbox').last();
  if (hand.name === 'keyboard') {
    await tabTo(field);
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
    return;
  }
  await field.click();
  await page.keyboard.type(text);
  await page.getByRole('button', { name: send, exact: true }).last().click();
}
