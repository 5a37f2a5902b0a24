// Trust in a release: a rehearsal becomes a test, a broken flow is stopped by name, overridden with a reason that is audited, mended, green, covered.
import { expect, type Page } from '@playwright/test';
import { expectSound, signIn, StaffApi, test, visitor } from './journey.ts';

const NODES = [
  ['start', 'start', {}],
  ['hello', 'message', { text: 'Welcome to the shop.' }],
  [
    'topic',
    'askChoice',
    {
      prompt: 'What is it about?',
      options: [
        { id: 'order', label: 'My order' },
        { id: 'else', label: 'Something else' },
      ],
    },
  ],
  ['order', 'message', { text: 'Orders leave within a day.' }],
  ['rest', 'message', { text: 'Tell us by e-mail.' }],
  ['bye', 'end', {}],
] as const;
const EDGES = [
  ['start', 'next', 'hello'],
  ['hello', 'next', 'topic'],
  ['topic', 'order', 'order'],
  ['topic', 'else', 'rest'],
  ['topic', 'other', 'rest'],
  ['order', 'next', 'bye'],
  ['rest', 'next', 'bye'],
] as const;

/** The flow as an operator would have drawn it; drawing itself is walked in `draw.e2e.ts`. */
async function drawnFlow(api: StaffApi): Promise<string> {
  const { flow, revision, document } = await api.call<{
    flow: { id: string };
    revision: number;
    document: { nodes: object[]; edges: object[] };
  }>('POST', '/flows', { name: 'Release', locale: 'en' });
  const nodes = NODES.map(([id, type, config], index) => ({
    id,
    type,
    version: 1,
    name: '',
    // Three to a row: all of them stand beside the panel.
    position: { x: 80 + 340 * (index % 3), y: 80 + 260 * Math.floor(index / 3) },
    config: { ...DEFAULTS[type], ...config },
  }));
  const edges = EDGES.map(([node, port, to], index) => ({
    id: `e${String(index)}`,
    from: { node, port },
    to: { node: to },
  }));
  await api.call('PUT', `/flows/${flow.id}/draft`, { revision, document: { ...document, nodes, edges } });
  return flow.id;
}

const WAIT = { noReply: { enabled: false, afterMs: 600_000, reminders: [] }, interrupt: 'allow' };
const DEFAULTS: Readonly<Record<string, object>> = {
  askChoice: { variable: '', fuzzy: true, maxTries: 2, retry: 'Please pick one of these:', ...WAIT },
  end: { text: '', reason: 'finished', resolved: true },
  message: { text: '', variants: [] },
};

const summary = (page: Page) => page.getByRole('complementary', { name: 'Tests' });

test('C8, C11, T6, T8: a rehearsal becomes a test that stops a broken flow, until it is mended and covered', async ({
  browser,
  ownServer,
}) => {
  const api = await new StaffApi(ownServer).signIn();
  const id = await drawnFlow(api);
  const context = await visitor(browser, ownServer, 'en');
  const page = await context.newPage();
  await signIn(page);
  await page.goto(`/flows/${id}`);
  const dialog = page.getByRole('dialog', { name: 'Publish the flow' });
  const publish = page.getByRole('button', { name: 'Publish', exact: true });

  await test.step('a rehearsal is saved as a test', async () => {
    await page.getByRole('button', { name: 'Test chat' }).click();
    const log = page.getByRole('log', { name: 'Chat' });
    await log.getByRole('button', { name: 'My order' }).click();
    await expect(log).toContainText('Orders leave within a day.');
    await page.getByRole('button', { name: 'Save as test' }).click();
    const save = page.getByRole('dialog', { name: 'Save as test' });
    await save.getByRole('textbox', { name: 'Name' }).fill('Asks for the order');
    await expectSound(page);
    await save.getByRole('button', { name: 'Save test' }).click();
    await expect(page.getByText('Saved “Asks for the order”')).toBeVisible();
    await page.getByRole('button', { name: 'Close the test chat' }).click();
  });

  await test.step('all dialogues are run, and coverage stands on the canvas', async () => {
    await page.getByRole('button', { name: 'Tests', exact: true }).click();
    await summary(page).getByRole('button', { name: 'Run all' }).click();
    await expect(summary(page)).toContainText('1 dialogue passes');
    await summary(page).getByRole('switch', { name: 'Show on the canvas' }).click();
    await expect(page.getByRole('img', { name: 'no test comes here' }).first()).toBeVisible();
    await expectSound(page);
  });

  await test.step('the flow is broken, and publishing is blocked by the turn', async () => {
    await page.getByRole('button', { name: 'Fit all' }).click();
    await page.getByRole('group', { name: /Orders leave within a day/u }).click();
    const text = page.locator('aside.fc-panel').getByRole('textbox', { name: /^Text/u }).first();
    await text.fill('We do not know.');
    await publish.click();
    await expect(dialog).toContainText('1 of 1 dialogues are red');
    await expect(dialog).toContainText('Red at turn 1');
    await expect(dialog).toContainText('Expected: Orders leave within a day.');
    await expect(dialog).toContainText('Seen: We do not know.');
    await expect(dialog.getByRole('button', { name: 'Publish', exact: true })).toBeDisabled();
    await expectSound(page);
  });

  await test.step('the red turn opens in the test chat', async () => {
    await dialog.getByRole('button', { name: 'Open at this turn' }).click();
    await expect(page.getByRole('log', { name: 'Chat' })).toContainText('We do not know.');
    await page.getByRole('button', { name: 'Close the test chat' }).click();
  });

  await test.step('an override with a reason publishes, and the audit log has it', async () => {
    await publish.click();
    await expect(dialog).toContainText('1 of 1 dialogues are red');
    await dialog.getByRole('checkbox', { name: 'Publish in spite of this' }).check();
    await expect(dialog.getByRole('button', { name: 'Publish', exact: true })).toBeDisabled();
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Legal asked for it today');
    await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
    await expect(page.getByText('Version 1 is live')).toBeVisible();
    const { entries } = await api.call<{ entries: { action: string; facts: Record<string, unknown> }[] }>(
      'GET',
      '/audit?action=flow.publish',
    );
    expect(entries[0]?.facts['override']).toMatchObject({
      reason: 'Legal asked for it today',
      red: [{ name: 'Asks for the order', turn: 1 }],
    });
  });

  await test.step('a cut line is a problem whose mend is one press and one undo', async () => {
    await page.getByRole('group', { name: /What is it about/u }).click();
    await page.locator('aside.fc-panel').getByRole('button', { name: 'Disconnect Something else' }).click();
    await page.getByRole('button', { name: /^Problems: [1-9]/u }).click();
    const problems = page.getByRole('region', { name: 'Problems' });
    await expect(problems).toContainText('Something else');
    await expectSound(page);
    await problems
      .getByRole('button', { name: /^End here/u })
      .first()
      .click();
    await expect(problems).toContainText('No problems');
    await page.getByRole('button', { name: /^Undo: mend a problem/u }).click();
    await expect(problems).toContainText('Something else');
    await page.getByRole('button', { name: /^Undo: /u }).click();
    await expect(problems).toContainText('No problems');
    await page.getByRole('button', { name: 'Close the problems panel' }).click();
  });

  await test.step('the words are mended, found dialogues are kept, and every way out is covered', async () => {
    await page.getByRole('button', { name: 'Fit all' }).click();
    await page.getByRole('group', { name: /We do not know/u }).click();
    const text = page.locator('aside.fc-panel').getByRole('textbox', { name: /^Text/u }).first();
    await text.fill('Orders leave within a day.');
    await page.getByRole('button', { name: 'Tests', exact: true }).click();
    await summary(page).getByRole('button', { name: 'Find dialogues for what is missing' }).click();
    await summary(page)
      .getByRole('button', { name: /^Keep (?:all )?\d+ dialogue/u })
      .click();
    await expect(summary(page)).toContainText(/All \d dialogues pass/u);
    await expect(summary(page)).toContainText('Ways out 100%');
    await expectSound(page);
  });

  await test.step('and the green flow goes live', async () => {
    await publish.click();
    await expect(dialog).toContainText(/All \d dialogues pass/u);
    await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
    await expect(page.getByText('Version 2 is live')).toBeVisible();
  });
  await context.close();
});
