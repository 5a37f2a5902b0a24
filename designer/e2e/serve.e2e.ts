// A customer is served by a person: the alert, the takeover by keys, the silent bot, the way back, two agents at once, nobody there.
import { expect, type Browser, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { expectSound, signIn, StaffApi, test, visitor } from './journey.ts';
import type { TestServer } from './server.ts';

const ANGRY = 'This is outrageous! Three times and still not fixed, I am furious, you are terrible!!!';
const PHONE = { width: 390, height: 844 };

interface Seat {
  readonly context: BrowserContext;
  readonly page: Page;
}

test('G3, W1, W2, W3: an angry customer is taken over, answered and given back, with keys alone', async ({
  browser,
  ownServer: server,
}) => {
  const api = await new StaffApi(server).signIn();
  await api.publishTemplate('complaint-to-person', 'care');
  const desk = await deskOf(browser, server, api, 'Grace Hall');
  const chat = await chatOf(browser, server, 'care');
  const log = chat.page.getByRole('log');
  const replies = log.locator('li.bot');

  await test.step('the desk hears of it', async () => {
    await say(chat.page, ANGRY);
    await expect(chat.page.getByText('Waiting for a person')).toBeVisible();
    await expect(desk.page.getByRole('link', { name: /Three times and still not fixed.*angry/iu })).toBeVisible();
    await expect(desk.page).toHaveTitle(/^\(1 waiting\)/u);
    await expectSound(desk.page);
  });

  const reply = desk.page.getByRole('textbox', { name: 'Reply to the customer' });
  await test.step('Alt+T takes over and the cursor is in the reply', async () => {
    await desk.page.keyboard.press('Alt+T');
    await expect(reply).toBeFocused();
    await expect(chat.page.getByText('You are talking to a person')).toBeVisible();
    const card = desk.page.getByRole('complementary', { name: 'About this customer' });
    await expect(card).toContainText('Complaint: This is outrageous!');
    await expect(card).toContainText('angry');
    for (const title of ['Why a person', 'Mood', 'Summary', 'Collected so far', 'Path walked'])
      await expect(card.getByRole('heading', { name: title })).toBeVisible();
    await expectSound(desk.page);
  });

  await test.step('an Enter that confirms a candidate sends nothing', async () => {
    await reply.fill('wo ma');
    await enterWhileComposing(reply);
    await expect(reply).toHaveValue('wo ma');
    await expect(log).not.toContainText('wo ma');
  });

  await test.step('the reply arrives under the name, and the bot stays silent', async () => {
    await reply.fill('I am Grace and I will put this right.');
    await desk.page.keyboard.press('Enter');
    await expect(log).toContainText('I will put this right');
    await expect(log.getByText('Grace Hall').first()).toBeVisible();
    const said = await replies.count();
    await say(chat.page, 'How long does a complaint take?');
    await expect(desk.page.getByRole('log')).toContainText('How long does a complaint take?');
    await reply.fill('One moment please.');
    await desk.page.keyboard.press('Enter');
    await expect(log).toContainText('One moment please.');
    expect(await replies.count()).toBe(said);
    await expectSound(chat.page);
  });

  await test.step('Alt+R gives the customer back with a note, and the bot goes on', async () => {
    await desk.page.keyboard.press('Alt+R');
    const dialog = desk.page.getByRole('dialog', { name: 'Return to the flow' });
    await expect(dialog.getByRole('textbox')).toBeFocused();
    await desk.page.keyboard.type('refund confirmed');
    await desk.page.keyboard.press('Enter');
    await expect(desk.page.getByText('Returned. The bot goes on')).toBeVisible();
    await expect(log).toContainText('My colleague has done their part');
    await expect(chat.page.getByText('You are talking to a person')).toBeHidden();
    await say(chat.page, 'How long does a complaint take?');
    await expect(log.locator('li.bot').filter({ hasText: /working day/iu })).not.toHaveCount(0);
  });
  await desk.context.close();
  await chat.context.close();
});

test('W3: of two agents who take over at once one wins, and the other is told the name', async ({
  browser,
  ownServer: server,
}) => {
  const api = await new StaffApi(server).signIn();
  await api.publishTemplate('complaint-to-person', 'race');
  const seats = [
    { name: 'Ada Stone', seat: await deskOf(browser, server, api, 'Ada Stone') },
    { name: 'Ben Wood', seat: await deskOf(browser, server, api, 'Ben Wood') },
  ] as const;
  const chat = await chatOf(browser, server, 'race');
  await say(chat.page, ANGRY);
  for (const { seat } of seats) {
    await seat.page.getByRole('link', { name: /still not fixed/u }).click();
    await expect(seat.page.getByRole('button', { name: /^Take over/u })).toBeEnabled();
  }
  await Promise.all(seats.map(({ seat }) => seat.page.keyboard.press('Alt+T')));
  for (const { seat } of seats) await expect(seat.page.getByRole('button', { name: /^Take over/u })).toBeHidden();
  const mine = (page: Page) => page.getByRole('textbox', { name: 'Reply to the customer' });
  await expect
    .poll(async () => (await Promise.all(seats.map(({ seat }) => mine(seat.page).count()))).join('+'))
    .toMatch(/^(?:1\+0|0\+1)$/u);
  const firstWon = (await mine(seats[0].seat.page).count()) === 1;
  const [winner, loser] = firstWon ? [seats[0], seats[1]] : [seats[1], seats[0]];
  await expect(
    loser.seat.page.getByText(new RegExp(`${winner.name} (?:already took this|is answering)`, 'u')).first(),
  ).toBeVisible();
  await expectSound(loser.seat.page);
  for (const { seat } of seats) await seat.context.close();
  await chat.context.close();
});

test('X6: with nobody at the desk the customer is told and leaves a number; composing Enter sends nothing', async ({
  browser,
  ownServer: server,
}) => {
  const api = await new StaffApi(server).signIn();
  await api.publishTemplate('complaint-to-person', 'alone');
  const chat = await chatOf(browser, server, 'alone');
  const log = chat.page.getByRole('log');
  const input = chat.page.getByRole('textbox');
  await input.fill('ni hao');
  await enterWhileComposing(input);
  await expect(input).toHaveValue('ni hao');
  await expect(log.locator('li.customer')).toHaveCount(0);
  await input.fill('');
  await chat.page.getByRole('button', { name: 'Talk to a person' }).click();
  await expect(log).toContainText('nobody is at the desk right now');
  await expect(log.getByRole('checkbox')).toBeVisible();
  await expectSound(chat.page);
  await chat.context.close();
});

/** An agent at the desk, online. */
async function deskOf(browser: Browser, server: TestServer, api: StaffApi, name: string): Promise<Seat> {
  const who = await api.addUser(name, 'agent');
  const context = await visitor(browser, server, 'en');
  const page = await context.newPage();
  await signIn(page, who);
  await expect(page.getByText(new RegExp(`Online: .*${name}`, 'u'))).toBeVisible();
  return { context, page };
}

/** A customer on a phone who has been greeted. */
async function chatOf(browser: Browser, server: TestServer, slug: string): Promise<Seat> {
  const context = await visitor(browser, server, 'en', PHONE);
  const page = await context.newPage();
  await page.goto(`/chat/${slug}`);
  await expect(page.getByRole('log')).toContainText('just tell me what happened');
  return { context, page };
}

async function say(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox').last().fill(text);
  await page.keyboard.press('Enter');
}

/** The Enter with which an input method confirms a candidate: marked as composing, or, in Safari, only by its key code. */
async function enterWhileComposing(field: Locator): Promise<void> {
  await field.dispatchEvent('keydown', { key: 'Enter', code: 'Enter', isComposing: true });
  await field.dispatchEvent('keydown', { key: 'Enter', code: 'Enter', keyCode: 229 });
}
