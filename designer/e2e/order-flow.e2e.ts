// An operator builds the six-turn order flow from blank with one digression, one correction, one invalid answer and one silence, sees 100% port
// coverage from saved and generated dialogues, publishes, changes it, sees the diff, releases to 10%, rolls back, and opens yesterday's odd
// conversation in the debugger: in English by clicks alone, in Chinese by keys alone.
import { expect, type Page } from '@playwright/test';
import { backToCanvas, byKeyboard, byMouse, type Hand } from './hand.ts';
import { converse, expectSound, signIn, StaffApi, test, visitor } from './journey.ts';
import { ORDER_WORDS, type OrderWords } from './order-words.ts';

/** Who acts, on which page, in which words. */
interface Story {
  readonly page: Page;
  readonly hand: Hand;
  readonly words: OrderWords;
  /** Keeps a picture of this moment, to be looked at. */
  picture(moment: string): Promise<void>;
}

for (const [language, hand] of [
  ['en', byMouse],
  ['zh-CN', byKeyboard],
] as const) {
  test(`an operator builds the order flow from blank, trusts its release, and finds out about an odd conversation, by ${hand.name} alone, in ${language}`, async ({
    browser,
    ownServer,
  }) => {
    test.setTimeout(420_000);
    const context = await visitor(browser, ownServer, language, { width: 1680, height: 950 });
    const page = await context.newPage();
    const words = ORDER_WORDS[language];
    const picture = async (moment: string): Promise<void> => {
      await page.screenshot({ path: `test-results/order-${language}-${moment}.png` });
    };
    const story: Story = { page, hand, words, picture };
    await signIn(page);
    await test.step('builds the order flow from blank', () => build(story));
    await test.step('with one silence', () => remind(story));
    await test.step('asks whether the order is right, and thanks', () => confirm(story));
    await test.step('with one digression, which comes back', () => digress(story));
    await test.step('every way out leads somewhere', () => mend(story));
    await test.step('plays it: six turns, a digression, a correction, an invalid answer, a silence', () => play(story));
    await test.step('sees 100% port coverage from saved and generated dialogues', () => cover(story));
    await test.step('publishes', () => publish(story));
    const api = await new StaffApi(ownServer).signIn();
    const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    const { flows } = await api.call<{ flows: { id: string; slug: string }[] }>('GET', '/flows');
    const odd = await converse(ownServer, flows.find((flow) => flow.id === id)?.slug ?? '', language, words.odd);
    await test.step('changes it and sees the diff', () => change(story));
    await test.step('releases to 10%', () => release(story));
    await test.step('rolls back', () => rollBack(story));
    await test.step('opens the odd conversation in the debugger', () => debug(story, odd));
    await context.close();
  });
}

async function build({ page, hand, words, picture }: Story): Promise<void> {
  const { at, card, find } = words;
  const dialog = page.getByRole('dialog');
  await hand.press(page.getByRole('button', { name: at.newFlow }).first());
  await hand.show(dialog.getByRole('tab', { name: at.blank }));
  await hand.write(dialog.getByRole('textbox', { name: at.name }), at.testName);
  await hand.press(dialog.getByRole('button', { name: at.create }));
  await page.waitForURL('**/flows/*');
  await hand.press(page.getByRole('button', { name: at.addFirst }));
  await hand.choose(dialog, find.details, card.details);
  await hand.openStep(page, card.details, find.details);
  const panel = page.locator('aside.fc-panel');
  for (const [index, [label, name, kind, question]] of words.slots.entries()) {
    const n = String(index + 1);
    await hand.press(panel.getByRole('button', { name: at.addSlot }));
    await hand.write(panel.getByRole('textbox', { name: `${at.slotName} ${n}` }), label);
    await hand.write(panel.getByRole('textbox', { name: `${at.slotVariable} ${n}` }), name);
    await hand.pick(panel.getByLabel(`${at.slotKind} ${n}`, { exact: true }).first(), kind);
    await hand.write(panel.getByRole('textbox', { name: `${at.slotQuestion} ${n}` }), question);
  }
  await hand.write(panel.getByRole('combobox', { name: at.storeIn }), 'order');
  await page.keyboard.press('Escape');
  await picture('slots');
}

async function remind({ page, hand, words: { at, say } }: Story): Promise<void> {
  const panel = page.locator('aside.fc-panel');
  await hand.press(panel.getByText(at.more));
  await hand.turn(panel.getByRole('switch', { name: at.silent }));
  await hand.press(panel.getByRole('button', { name: at.addReminder }));
  await hand.write(panel.getByRole('textbox', { name: at.reminder }), say.reminder);
}

async function confirm({ page, hand, words: { at, card, find, dot, say } }: Story): Promise<void> {
  const panel = page.locator('aside.fc-panel');
  await hand.addAfter(page, card.details, dot.complete);
  await hand.choose(page.getByRole('dialog'), find.confirm, card.confirm);
  await hand.enterForm(page);
  await hand.write(panel.getByRole('textbox', { name: at.whatToConfirm }), say.confirm);
  await hand.addAfter(page, card.confirm, dot.yes);
  await hand.choose(page.getByRole('dialog'), find.message, card.message);
  await hand.enterForm(page);
  await hand.write(panel.getByRole('textbox', { name: at.text }), say.thanks);
}

async function digress({ page, hand, words: { at, card, find, dot, say }, picture }: Story): Promise<void> {
  const panel = page.locator('aside.fc-panel');
  const dialog = page.getByRole('dialog');
  await backToCanvas(page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('a');
  await hand.choose(dialog, find.keyword, card.keyword);
  await hand.enterForm(page);
  await hand.write(panel.getByRole('combobox', { name: at.keywords, exact: true }).first(), say.keyword);
  await page.keyboard.press('Enter');
  await picture('keyword');
  await hand.addAfter(page, card.keyword, dot.matched);
  await hand.choose(dialog, find.message, card.message);
  await hand.enterForm(page);
  await hand.write(panel.getByRole('textbox', { name: at.text }), say.free);
  await hand.addAfter(page, card.free, dot.next);
  await hand.choose(dialog, find.resume, card.resume);
}

async function mend({ page, hand, words: { at }, picture }: Story): Promise<void> {
  await picture('drawn');
  await hand.press(page.getByRole('button', { name: new RegExp(`^${at.problems}(?:：|: )`, 'u') }));
  const problems = page.getByRole('region', { name: at.problems });
  await picture('problems');
  const mends = problems.getByRole('button', { name: new RegExp(`^${at.endHere}`, 'u') });
  for (let left = await mends.count(); left > 0; left = await mends.count()) {
    await hand.press(mends.first());
    await expect.poll(() => mends.count()).toBeLessThan(left);
  }
  await hand.press(page.getByRole('button', { name: at.tidy }));
  await picture('mended');
  await hand.press(page.getByRole('button', { name: at.closeProblems }));
}

async function play(story: Story): Promise<void> {
  const { page, hand, words, picture } = story;
  const { at, say } = words;
  await hand.press(page.getByRole('button', { name: at.test, exact: true }));
  const log = page.getByRole('log', { name: at.log });
  await expect(log).toContainText(words.slots[0]?.[3] ?? '');
  await talk(story, words.turns);
  await picture('played');
  await hand.take(page.getByRole('button', { name: at.simulate }), page.getByRole('menuitem', { name: at.skip }));
  await expect(log).toContainText(say.reminder);
  await talk(story, words.rest);
  await expectSound(page);
  await picture('done');
  await hand.press(page.getByRole('button', { name: at.saveAsTest }));
  const save = page.getByRole('dialog', { name: at.saveAsTest });
  await hand.write(save.getByRole('textbox', { name: at.name }), at.testName);
  await hand.press(save.getByRole('button', { name: at.saveTest }));
  await expect(page.getByText(at.savedTest)).toBeVisible();
  await hand.press(page.getByRole('button', { name: at.closeTest }));
}

async function talk({ page, hand, words: { at } }: Story, turns: OrderWords['turns']): Promise<void> {
  for (const [said, answer] of turns) {
    await hand.write(page.getByRole('textbox', { name: at.customer }), said);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('log', { name: at.log })).toContainText(answer);
  }
}

async function cover({ page, hand, words: { at }, picture }: Story): Promise<void> {
  const tests = page.getByRole('complementary', { name: at.tests });
  await hand.press(page.getByRole('button', { name: at.tests, exact: true }));
  await hand.press(tests.getByRole('button', { name: at.runAll }));
  await expect(tests).toContainText(at.onePasses);
  await hand.press(tests.getByRole('button', { name: at.generate }));
  const keep = tests.getByRole('button', { name: new RegExp(`^${at.keep}\\d`, 'u') });
  await expect(keep).toBeVisible();
  await picture('generated');
  await hand.press(keep);
  await expect(tests).toContainText(new RegExp(`[2-9] ?${at.allPass}`, 'u'));
  await picture('coverage');
  await expect(tests).toContainText(at.covered);
  await expectSound(page);
}

async function publish(story: Story): Promise<void> {
  const { page, hand, words } = story;
  await hand.press(publishButton(story));
  const dialog = page.getByRole('dialog', { name: words.at.publishTitle });
  await hand.press(dialog.getByRole('button', { name: words.at.publish, exact: true }));
  await expect(page.getByText(words.at.live)).toBeVisible();
  await expect(dialog).toBeHidden();
}

async function change({ page, hand, words: { at, card, find, say }, picture }: Story): Promise<void> {
  if (hand.name === 'mouse') await page.getByRole('button', { name: 'Fit all' }).click();
  await hand.openStep(page, card.thanks, find.thanks);
  await hand.write(page.locator('aside.fc-panel').getByRole('textbox', { name: at.text }), say.changed);
  await hand.press(page.getByRole('button', { name: at.versions, exact: true }));
  const versions = page.getByRole('complementary', { name: at.versions });
  await hand.press(versions.getByRole('button', { name: at.compare }).first());
  const compare = page.getByRole('region', { name: at.compareTitle });
  await expect(compare).toContainText(say.thanks);
  await expect(compare).toContainText(say.changed);
  await expect(compare.getByRole('group', { name: new RegExp(say.changed, 'u') })).toBeInViewport();
  await picture('diff');
  await expectSound(page);
  await hand.press(compare.getByRole('button', { name: at.back }));
}

async function release(story: Story): Promise<void> {
  const { page, hand, words, picture } = story;
  const { at, say } = words;
  await hand.press(publishButton(story));
  const dialog = page.getByRole('dialog', { name: at.publishTitle });
  await expect(dialog).toContainText(say.changed);
  // The saved conversation expects the old words: the change is meant, so the test is told.
  await hand.turn(dialog.getByRole('checkbox', { name: at.override }));
  await picture('red');
  await hand.write(dialog.getByRole('textbox', { name: at.reason }), at.because);
  await hand.pick(dialog.getByLabel(at.share, { exact: true }).first(), at.tenth);
  await hand.press(dialog.getByRole('button', { name: at.publish, exact: true }));
  await expect(page.getByRole('complementary', { name: at.versions })).toContainText(at.released);
  await picture('rollout');
}

async function rollBack({ page, hand, words: { at } }: Story): Promise<void> {
  const versions = page.getByRole('complementary', { name: at.versions });
  // To everybody first: rolling back from a share is only to stop it.
  await hand.press(versions.getByRole('button', { name: at.releaseAll }));
  await expect(versions).toContainText(at.completed);
  await hand.press(versions.getByRole('button', { name: at.rollBack }));
  await hand.press(page.getByRole('button', { name: at.rollBackNow }));
  await expect(page.getByText(at.rolledBack)).toBeVisible();
  await expectSound(page);
}

async function debug({ page, hand, words: { at, say }, picture }: Story, odd: string): Promise<void> {
  await page.goto(`/conversations/${odd}`);
  await hand.press(page.getByRole('link', { name: at.debug }));
  await expect(page.getByRole('log')).toContainText(say.thanks);
  await picture('debugger');
  await hand.show(page.getByRole('tab', { name: at.onDraft }));
  await hand.press(page.getByRole('button', { name: at.replay }));
  const found = page.getByRole('region', { name: at.differs });
  await expect(found).toContainText(say.thanks);
  await expect(found).toContainText(say.changed);
  await picture('divergence');
  await expectSound(page);
  await hand.press(found.getByRole('link', { name: new RegExp(`^${at.toDraft}`, 'u') }));
  await expect(page.locator('aside.fc-panel').getByRole('textbox', { name: at.text })).toHaveValue(say.changed);
}

function publishButton({ page, words }: Story) {
  return page.locator('.fc-bar').getByRole('button', { name: words.at.publish, exact: true });
}
