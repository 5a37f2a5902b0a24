// An operator builds the six-turn order flow from blank with one digression, one correction, one invalid answer and one silence, sees 100% port
// coverage from saved and generated dialogues, publishes, changes it, sees the diff, releases to 10%, rolls back, and opens yesterday's odd
// conversation in the debugger.
import { expect, type Locator, type Page } from '@playwright/test';
import { byMouse as hand } from './hand.ts';
import { converse, expectSound, signIn, StaffApi, test, visitor } from './journey.ts';

const CONFIRM = /^Ask to confirm/u;
const DETAILS = /^Collect details/u;
const RESUME = /^Back to the open question/u;
const THANKS = /^Message.*Thank you/u;

test('an operator builds the order flow from blank, trusts its release, and finds out about an odd conversation', async ({
  browser,
  ownServer,
}) => {
  test.setTimeout(240_000);
  const context = await visitor(browser, ownServer, 'en', { width: 1680, height: 950 });
  const page = await context.newPage();
  const panel = page.locator('aside.fc-panel');
  const api = await new StaffApi(ownServer).signIn();
  await signIn(page);

  await test.step('builds the order flow from blank', async () => {
    await hand.press(page.getByRole('button', { name: 'New flow' }).first());
    await page.getByRole('dialog').getByRole('tab', { name: 'Blank flow' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Order');
    await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click();
    await page.waitForURL('**/flows/*');
    await page.getByRole('button', { name: 'Add first step' }).click();
    await hand.choose(page.getByRole('dialog'), 'collect', DETAILS);
    await hand.openStep(page, DETAILS, 'Collect details');
    await slot(panel, 1, 'Product', 'product', 'Text', 'What would you like to order?');
    await slot(panel, 2, 'Quantity', 'quantity', 'Number', 'How many?');
    await slot(panel, 3, 'Phone', 'phone', 'Phone', 'Which phone number may the courier call?');
    await hand.write(panel.getByRole('combobox', { name: 'Store in' }), 'order');
    await page.keyboard.press('Escape');
    await page.screenshot({ path: 'test-results/order-slots.png' });
  });

  await test.step('with one silence', async () => {
    await panel.getByText('More settings').click();
    await panel.getByRole('switch', { name: 'Remind and move on when the customer is silent' }).click();
    await panel.getByRole('button', { name: 'Add a reminder' }).click();
    await panel.getByRole('textbox', { name: /^Reminder 1: Words/u }).fill('Are you still there?');
  });

  await test.step('asks whether the order is right, and thanks', async () => {
    await hand.addAfter(page, DETAILS, /Add a step after “Complete”/u);
    await hand.choose(page.getByRole('dialog'), 'yes or no', CONFIRM);
    await hand.openStep(page, CONFIRM, 'yes or no');
    await panel
      .getByRole('textbox', { name: 'What to confirm (en)' })
      .fill('{{ order.quantity }} × {{ order.product }}, shall I order?');
    await hand.addAfter(page, CONFIRM, /Add a step after “Yes”/u);
    await hand.choose(page.getByRole('dialog'), 'message', /^Message/u);
    await hand.write(panel.getByRole('textbox', { name: 'Text (en)' }), 'Thank you, it is on its way.');
  });

  await test.step('with one digression, which comes back', async () => {
    await page.keyboard.press('Escape');
    await page.locator('#flow-canvas').focus();
    await page.keyboard.press('Escape');
    await page.keyboard.press('a');
    await hand.choose(page.getByRole('dialog'), 'keyword', /^On keyword/u);
    await page.screenshot({ path: 'test-results/order-keyword.png' });
    await panel.getByLabel('Keywords', { exact: true }).first().fill('delivery');
    await page.keyboard.press('Enter');
    await hand.addAfter(page, /^On keyword/u, /Add a step after “Matched”/u);
    await hand.choose(page.getByRole('dialog'), 'message', /^Message/u);
    await hand.write(panel.getByRole('textbox', { name: 'Text (en)' }), 'Delivery is free.');
    await hand.addAfter(page, /^Message.*Delivery is free/u, /Add a step after “Next”/u);
    await hand.choose(page.getByRole('dialog'), 'resume', RESUME);
  });

  await test.step('every way out leads somewhere', async () => {
    await page.screenshot({ path: 'test-results/order-drawn.png' });
    await page.getByRole('button', { name: /^Problems: /u }).click();
    const problems = page.getByRole('region', { name: 'Problems' });
    await page.screenshot({ path: 'test-results/order-problems.png' });
    const mends = problems.getByRole('button', { name: /^End here/u });
    for (let left = await mends.count(); left > 0; left = await mends.count()) {
      await mends.first().click();
      await expect.poll(() => mends.count()).toBeLessThan(left);
    }
    await page.getByRole('button', { name: 'Tidy up' }).click();
    await page.screenshot({ path: 'test-results/order-mended.png' });
    await page.getByRole('button', { name: 'Close the problems panel' }).click();
  });

  await test.step('plays it: six turns, a digression, a correction, an invalid answer, a silence', async () => {
    await page.getByRole('button', { name: 'Test chat' }).click();
    const log = page.getByRole('log', { name: 'Chat' });
    await expect(log).toContainText('What would you like to order?');
    for (const [said, answer] of [
      ['a red teapot', 'How many?'],
      ['plenty', 'Please enter a number'],
      ['is delivery expensive?', /Delivery is free\..*How many\?$/u],
      ['2', 'Which phone number'],
      ['no, quantity 3', 'Quantity is now 3'],
    ] as const) {
      await tell(page, said);
      await expect(log).toContainText(answer);
    }
    await page.screenshot({ path: 'test-results/order-played.png' });
    await page.getByRole('button', { name: 'Simulate' }).click();
    await page.getByRole('menuitem', { name: 'Skip to the next timer' }).click();
    await expect(log).toContainText('Are you still there?');
    await tell(page, '13812345678');
    await expect(log).toContainText('3 × a red teapot, shall I order?');
    await tell(page, 'yes');
    await expect(log).toContainText('Thank you, it is on its way.');
    await expectSound(page);
    await page.screenshot({ path: 'test-results/order-done.png' });
    await page.getByRole('button', { name: 'Save as test' }).click();
    const save = page.getByRole('dialog', { name: 'Save as test' });
    await save.getByRole('textbox', { name: 'Name' }).fill('Orders a teapot');
    await save.getByRole('button', { name: 'Save test' }).click();
    await expect(page.getByText('Saved “Orders a teapot”')).toBeVisible();
    await page.getByRole('button', { name: 'Close the test chat' }).click();
  });

  const tests = page.getByRole('complementary', { name: 'Tests' });
  await test.step('sees 100% port coverage from saved and generated dialogues', async () => {
    await page.getByRole('button', { name: 'Tests', exact: true }).click();
    await tests.getByRole('button', { name: 'Run all' }).click();
    await expect(tests).toContainText('1 dialogue passes');
    await tests.getByRole('button', { name: 'Find dialogues for what is missing' }).click();
    await page.screenshot({ path: 'test-results/order-generated.png' });
    await tests.getByRole('button', { name: /^Keep (?:all )?\d+ dialogue/u }).click();
    await expect(tests).toContainText(/All \d+ dialogues pass/u);
    await page.screenshot({ path: 'test-results/order-coverage.png' });
    await expect(tests).toContainText('Ways out 100%');
    await expectSound(page);
  });

  const dialog = page.getByRole('dialog', { name: 'Publish the flow' });
  const publish = page.locator('.fc-bar').getByRole('button', { name: 'Publish', exact: true });
  await test.step('publishes', async () => {
    await publish.click();
    await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
    await expect(page.getByText('Version 1 is live')).toBeVisible();
  });

  const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  const { flows } = await api.call<{ flows: { id: string; slug: string }[] }>('GET', '/flows');
  const slug = flows.find((flow) => flow.id === id)?.slug ?? '';
  const odd = await converse(ownServer, slug, 'en', [
    'a blue lamp',
    'is delivery expensive?',
    '1',
    '13812345678',
    'yes',
  ]);

  const versions = page.getByRole('complementary', { name: 'Versions' });
  await test.step('changes it and sees the diff', async () => {
    await page.getByRole('button', { name: 'Fit all' }).click();
    await hand.openStep(page, THANKS, 'Thank you');
    await hand.write(panel.getByRole('textbox', { name: 'Text (en)' }), 'Thank you, we pack it today.');
    await page.getByRole('button', { name: 'Versions', exact: true }).click();
    await versions.getByRole('button', { name: 'Compare' }).first().click();
    const compare = page.getByRole('region', { name: 'Compare two versions' });
    await expect(compare).toContainText('Thank you, it is on its way.');
    await expect(compare).toContainText('Thank you, we pack it today.');
    await page.screenshot({ path: 'test-results/order-diff.png' });
    await expectSound(page);
    await compare.getByRole('button', { name: 'Back to the draft' }).click();
  });

  await test.step('releases to 10%', async () => {
    await publish.click();
    await expect(dialog).toContainText('Thank you, we pack it today.');
    // The saved conversation expects the old words: the change is meant, so the test is told.
    await page.screenshot({ path: 'test-results/order-red.png' });
    await dialog.getByRole('checkbox', { name: 'Publish in spite of this' }).check();
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('The new words are meant');
    await dialog.getByLabel('Who gets it', { exact: true }).click();
    await page.getByRole('option', { name: '10% of new conversations', exact: true }).click();
    await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
    await expect(versions).toContainText('Version 2: 10% of new conversations; the others get version 1');
    await page.screenshot({ path: 'test-results/order-rollout.png' });
  });

  await test.step('rolls back', async () => {
    // To everybody first: rolling back from a share is only to stop it.
    await versions.getByRole('button', { name: 'Release to all' }).click();
    await expect(versions).toContainText('Version 2 went to all new conversations');
    await versions.getByRole('button', { name: 'Roll back to this' }).click();
    await page.getByRole('button', { name: 'Roll back now' }).click();
    await expect(page.getByText('New conversations now get version 1')).toBeVisible();
    await expectSound(page);
  });

  await test.step('opens the odd conversation in the debugger', async () => {
    await page.goto(`/conversations/${odd}`);
    await page.getByRole('link', { name: 'Open in debugger' }).click();
    const log = page.getByRole('log');
    await expect(log).toContainText('Thank you, it is on its way.');
    await page.screenshot({ path: 'test-results/order-debugger.png' });
    await page.getByRole('tab', { name: 'On the draft' }).click();
    await page.getByRole('button', { name: 'Replay on the draft' }).click();
    const found = page.getByRole('region', { name: 'Turn 5 is the first that differs' });
    await expect(found).toContainText('Thank you, it is on its way.');
    await expect(found).toContainText('Thank you, we pack it today.');
    await page.screenshot({ path: 'test-results/order-divergence.png' });
    await expectSound(page);
    await found.getByRole('link', { name: /^Open “.*” in the draft/u }).click();
    await expect(panel.getByRole('textbox', { name: 'Text (en)' })).toHaveValue('Thank you, we pack it today.');
  });
  await context.close();
});

async function slot(
  panel: Locator,
  place: number,
  label: string,
  name: string,
  kind: string,
  question: string,
): Promise<void> {
  const n = String(place);
  await panel.getByRole('button', { name: 'Add: What to collect' }).click();
  await panel.getByRole('textbox', { name: `Name ${n}` }).fill(label);
  await panel.getByRole('textbox', { name: `Variable ${n}` }).fill(name);
  await panel.getByLabel(`Kind ${n}`, { exact: true }).first().click();
  await panel.page().getByRole('option', { name: kind, exact: true }).click();
  await panel.getByRole('textbox', { name: `Question ${n}` }).fill(question);
}

async function tell(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'What the customer says' }).fill(text);
  await page.keyboard.press('Enter');
}
