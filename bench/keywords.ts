// What keyword rules cost a turn: one rule against 200, alternately, in CPU time. Run: npx tsx bench/keywords.ts [rules] [turns]
import { compileFlow } from '#nodes/flow/compile.ts';
import { startFlow, stepFlow } from '#nodes/flow/step.ts';
import { drawFlow, type NodeSketch } from '#nodes/testkit/talk.ts';
import { RANDOM_START } from '#nodes/testkit/random-start.ts';

const [rules = 200, turns = 20_000] = process.argv.slice(2).map(Number);
const BLOCKS = 20;
const WORDS = ['我想问一下昨天买的东西什么时候能到', 'hi, what are your opening hours on Sunday?', '好的谢谢'];

/** A question that any of the rules may cut into; each is a node with five words. */
function ruled(count: number) {
  const triggers = Array.from({ length: count }, (_none, index): readonly [string, NodeSketch] => [
    `k${String(index)}`,
    ['onKeyword', { words: Array.from({ length: 5 }, (_word, at) => `话题${String(index)}号${String(at)}`) }],
  ]);
  const ask: NodeSketch = ['askText', { prompt: '?' }];
  const flow = compileFlow(
    drawFlow({ ask, ...Object.fromEntries(triggers) }, [
      'start.next -> ask',
      'ask.answered -> ask',
      ...triggers.map(([id]) => `${id}.matched -> ask`),
    ]),
  );
  let last = startFlow(flow, RANDOM_START);
  let at = RANDOM_START.at;
  return (): void => {
    at += 1000;
    const text = WORDS[(at / 1000) % WORDS.length] ?? '';
    last = stepFlow(flow, last.snapshot, { type: 'message.received', at, messageId: 'm', text });
  };
}

const sides = { one: ruled(1), many: ruled(rules) };
const spent = { one: 0, many: 0 };
for (const side of ['one', 'many'] as const) for (let turn = 0; turn < 3000; turn++) sides[side]();
for (let block = 0; block < BLOCKS; block++)
  for (const side of ['one', 'many'] as const) {
    const before = process.cpuUsage();
    for (let turn = 0; turn < turns / BLOCKS; turn++) sides[side]();
    const { user, system } = process.cpuUsage(before);
    spent[side] += user + system;
  }
const msOf = (microseconds: number) => Math.round((microseconds / turns / 1000) * 10_000) / 10_000;
const moreMs = msOf(spent.many - spent.one);
console.table({
  rules,
  turns,
  'CPU ms a turn, 1 rule': msOf(spent.one),
  [`CPU ms a turn, ${String(rules)} rules`]: msOf(spent.many),
  'more ms a turn': moreMs,
});
process.exitCode = moreMs <= 0.03 ? 0 : 1;
