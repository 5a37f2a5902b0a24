// What a flow writes about a customer: kept with the contact in the turn that wrote it, and there in the next conversation.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { drawFlow } from '#nodes/testkit/talk.ts';
import { createLocalBus } from '#runtime/adapters/bus-local/bus-local.ts';
import { openDatabase, type OpenDatabase } from '#runtime/adapters/store-sql/database.ts';
import { createFakeClock } from '#runtime/testkit/fake-clock.ts';
import { createPeople, type People } from '#runtime/testkit/people.ts';

const W = 'w1';
const NO_REPLY = { enabled: false, afterMs: 60_000, reminders: [] };
const flow = {
  ...drawFlow(
    {
      hello: ['message', { text: 'level {{ customer.level ?? "none" }}, visits {{ visits_made }}' }],
      ask: ['askText', { prompt: '?', variable: 'said', noReply: NO_REPLY }],
      set: [
        'set',
        {
          assignments: [
            { variable: 'customer.level', value: "said == 'forget' ? null : { 'name': said }" },
            { variable: 'visits_made', value: 'visits_made + 1' },
            { variable: 'only_here', value: 'said' },
          ],
        },
      ],
    },
    ['start -> hello', 'hello -> ask', 'ask.answered -> set', 'set -> ask'],
  ),
  variables: [{ name: 'visits_made', type: 'number' as const, scope: 'customer' as const, initial: 0 }],
};

let dir: string;
let database: OpenDatabase;
let people: People;
async function start(): Promise<void> {
  database = await openDatabase({ file: join(dir, 'x.db') });
  people = await createPeople({ database, clock: createFakeClock(), bus: createLocalBus() });
}
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'tandem-facts-'));
  await start();
  await people.publish(W, 'shop', flow);
});
afterEach(async () => {
  await people.close();
  await database.close();
  rmSync(dir, { recursive: true });
});

async function visit(visitorId: string, ...words: readonly string[]): Promise<string | undefined> {
  const opened = await people.open('shop', visitorId);
  for (const [index, text] of words.entries()) await people.says(opened, `m${String(index)}`, text);
  return opened.messages[0]?.text;
}

it('is there in the next conversation of the same visitor, also after a restart, and nowhere else', async () => {
  expect(await visit('v1', 'gold')).toBe('level none, visits 0');
  await people.close();
  await database.close();
  await start();
  expect(await visit('v1', 'silver')).toBe('level {"name":"gold"}, visits 1');
  expect(await visit('v1')).toBe('level {"name":"silver"}, visits 2');
  expect(await visit('v2')).toBe('level none, visits 0');
  const [contact] = await database.kysely
    .selectFrom('contacts')
    .select('facts')
    .where('visitor_id', '=', 'v1')
    .execute();
  expect(JSON.parse(contact?.facts ?? '')).toEqual({ level: { name: 'silver' }, visits_made: 2 });
});

it('is forgotten when the flow clears it', async () => {
  await visit('v1', 'gold', 'forget');
  expect(await visit('v1')).toBe('level none, visits 2');
});

it('is bounded: what is too much fails in the step, and the facts before it stay', async () => {
  await visit('v1', 'gold');
  await visit('v1', 'x'.repeat(19_900), 'y');
  const opened = await people.open('shop', 'v1');
  await people.says(opened, 'big', '"'.repeat(19_000));
  const journal = await people.store.journal(W, opened.session.id);
  expect(journal.at(-1)?.fault).toMatchObject({ code: 'EXPRESSION_FAILED', node: 'set' });
  expect(await visit('v1')).toBe('level {"name":"y"}, visits 3');
});
