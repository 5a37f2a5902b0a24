// Variables of the flow: one value for all its conversations, none of whose changes is lost, and nothing of it in a rehearsal.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { drawFlow } from '#nodes/testkit/talk.ts';
import { createLocalBus } from '#runtime/adapters/bus-local/bus-local.ts';
import { openDatabase, type OpenDatabase } from '#runtime/adapters/store-sql/database.ts';
import { createFakeClock, type FakeClock } from '#runtime/testkit/fake-clock.ts';
import { createPeople, type People } from '#runtime/testkit/people.ts';

const W = 'w1';
const NO_REPLY = { enabled: false, afterMs: 60_000, reminders: [] };
const counting = {
  ...drawFlow(
    {
      ask: ['askText', { prompt: 'ticket {{ tickets }}', variable: 'said', noReply: NO_REPLY }],
      set: ['set', { assignments: [{ variable: 'tickets', value: "said == 'reset' ? 0 : tickets + 1" }] }],
    },
    ['start -> ask', 'ask.answered -> set', 'set -> ask'],
  ),
  variables: [{ name: 'tickets', type: 'number' as const, scope: 'flow' as const, initial: 100 }],
};

let dir: string;
let database: OpenDatabase;
let people: People;
let clock: FakeClock;
async function start(): Promise<void> {
  database = await openDatabase({ file: join(dir, 'x.db') });
  people = await createPeople({ database, clock, bus: createLocalBus() });
}
beforeEach(async () => {
  clock = createFakeClock();
  dir = mkdtempSync(join(tmpdir(), 'tandem-shared-'));
  await start();
  await people.publish(W, 'shop', counting);
});
afterEach(async () => {
  await people.close();
  await database.close();
  rmSync(dir, { recursive: true });
});

it('begins with its first value, is seen by every conversation, and outlives a restart', async () => {
  const [one, two] = [await people.open('shop', 'v1'), await people.open('shop', 'v2')];
  expect(one.messages.at(-1)?.text).toBe('ticket 100');
  await people.says(one, 'm1', 'next');
  expect((await people.says(two, 'm1', 'next')).messages.at(-1)?.text).toBe('ticket 102');
  await people.close();
  await database.close();
  await start();
  expect((await people.open('shop', 'v3')).messages.at(-1)?.text).toBe('ticket 102');
});

it('loses no change of many conversations at once', async () => {
  const opened = await Promise.all(Array.from({ length: 40 }, (_, index) => people.open('shop', `v${String(index)}`)));
  await Promise.all(opened.flatMap((one) => [people.says(one, 'm1', 'next'), people.says(one, 'm2', 'next')]));
  const replies = await Promise.all(
    opened.map(async ({ session }) =>
      (await people.store.messages(W, session.id, 0, 20)).filter(({ from }) => from === 'bot'),
    ),
  );
  const numbers = replies.flatMap((said) => said.slice(1).map(({ text = '' }) => Number(text.replace('ticket ', ''))));
  expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 80 }, (_, index) => 101 + index));
});

it('belongs to one flow, and stands in the journal so that a replay sees what was seen', async () => {
  await people.publish(W, 'other', counting);
  const one = await people.open('shop', 'v1');
  await people.says(one, 'm1', 'next');
  await people.says(one, 'm2', 'next');
  expect((await people.open('other', 'v1')).messages.at(-1)?.text).toBe('ticket 100');
  const journal = await people.store.journal(W, one.session.id);
  expect(journal.map(({ event }) => event.shared)).toEqual([{}, {}, { tickets: 101 }]);
});

it('is forgotten when its time is over, for all conversations and for the customer who comes back', async () => {
  const offer = {
    ...drawFlow(
      {
        say: ['message', { text: '{{ stock ?? "sold out" }}, {{ customer.price ?? "no price" }}' }],
        ask: ['askText', { prompt: '?', variable: 'said', noReply: NO_REPLY }],
        set: [
          'set',
          {
            assignments: [
              { variable: 'stock', value: "'3 left'" },
              { variable: 'customer.price', value: "'9.90'" },
            ],
            expireMs: 60_000,
          },
        ],
      },
      ['start -> say', 'say -> ask', 'ask.answered -> set', 'set -> say'],
    ),
    variables: [{ name: 'stock', type: 'text' as const, scope: 'flow' as const }],
  };
  await people.publish(W, 'offers', offer);
  const heard = async (visitor: string): Promise<unknown> => (await people.open('offers', visitor)).messages[0]?.text;
  await people.says(await people.open('offers', 'v1'), 'm1', 'set');
  await clock.advance(59_000);
  expect([await heard('v1'), await heard('v2')]).toEqual(['3 left, 9.90', '3 left, no price']);
  await clock.advance(1_000);
  expect([await heard('v1'), await heard('v2')]).toEqual(['sold out, no price', 'sold out, no price']);
  expect(database.raw.prepare("select facts from contacts where visitor_id = 'v1'").pluck().get()).toBe('{}');
  expect(database.raw.prepare("select vals from flow_values where vals <> '{}'").all()).toEqual([]);
});
