// Time travel: how long the whole of a 50-turn conversation takes to be replayed for the debugger. Run: npx tsx bench/debug.ts [turns] [times]
import { createLocalBus } from '#runtime/adapters/bus-local/bus-local.ts';
import { openDatabase } from '#runtime/adapters/store-sql/database.ts';
import { createFakeClock } from '#runtime/testkit/fake-clock.ts';
import { createPeople } from '#runtime/testkit/people.ts';
import { supportFlow } from '#runtime/testkit/support-flow.ts';

const [turns = 50, times = 40] = process.argv.slice(2).map(Number);
const database = await openDatabase({ file: ':memory:' });
const people = await createPeople({ database, clock: createFakeClock(), bus: createLocalBus() });
await people.publish('w1', 'shop', supportFlow());
const opened = await people.open('shop');
for (let turn = 1; turn < turns; turn++) await people.says(opened, `m${String(turn)}`, `随便聊聊 ${String(turn)}`);
const spans: number[] = [];
for (let time = 0; time < times; time++) {
  const began = performance.now();
  await people.conversations.debug('w1', opened.session.id);
  spans.push(performance.now() - began);
}
spans.sort((a, b) => a - b);
const at = (share: number): number => Math.round((spans[Math.floor((spans.length - 1) * share)] ?? 0) * 10) / 10;
console.table({ turns, p50Ms: at(0.5), p95Ms: at(0.95), slowestMs: at(1) });
await people.close();
await database.close();
