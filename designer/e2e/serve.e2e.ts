// A customer is served by a person: the alert, the takeover by keys, the silent bot, the way back, two agents at once, nobody there.
import { expect, type Locator, type Page } from '@playwright/test';
import { ANGRY_WORDS, chatOf, deskOf, expectSound, say, StaffApi, test } from './journey.ts';

const ANGRY = ANGRY_WORDS.en;

test('W2, W3: a customer who is with a person is given back to the bot with keys alone; composing Enter sends nothing', async ({
  browser,
  ownServer: server,
}) => {
  const api = await new StaffApi(server).signIn();
  await api.publishTemplate('complaint-to-person', 'care');
  const desk = await deskOf(browser, server, api, 'Grace Hall');
  const chat = await chatOf(browser, server, 'care');
  const log = chat.page.getByRole('log');

  await say(chat.page, ANGRY);
  await expect(desk.page.getByRole('link', { name: /still not fixed/u })).toBeVisible();
  const reply = desk.page.getByRole('textbox', { name: 'Reply to the customer' });
  await test.step('Alt+T takes over and the cursor is in the reply', async () => {
    await desk.page.keyboard.press('Alt+T');
    await expect(reply).toBeFocused();
    await expect(chat.page.getByText('You are talking to a person')).toBeVisible();
  });

  await test.step('an Enter that confirms a candidate sends nothing', async () => {
    await reply.fill('wo ma');
    await enterWhileComposing(reply);
    await expect(reply).toHaveValue('wo ma');
    await expect(log).not.toContainText('wo ma');
  });

  // Two calm messages settle a mood: one now, one to the bot.
  await say(chat.page, 'Okay, thank you for looking into it');
  await expect(desk.page.getByRole('log').getByText('thank you for looking into it')).toBeVisible();

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

/** The Enter with which an input method confirms a candidate: marked as composing, or, in Safari, only by its key code. */
async function enterWhileComposing(field: Locator): Promise<void> {
  await field.dispatchEvent('keydown', { key: 'Enter', code: 'Enter', isComposing: true });
  await field.dispatchEvent('keydown', { key: 'Enter', code: 'Enter', keyCode: 229 });
}
