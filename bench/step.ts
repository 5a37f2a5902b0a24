// CPU of the pure core: one scripted conversation again and again, at 20, 200 and 2,000 nodes. Run: npx tsx bench/step.ts
import { compileFlow } from '#nodes/flow/compile.ts';
import type { FlowEvent } from '#nodes/flow/events.ts';
import { startFlow, stepFlow } from '#nodes/flow/step.ts';
import { scenarioFlow } from '#runtime/cli/scenario-flow.ts';

const ROUNDS = 2000;
const rows = [20, 200, 2000].map((size) => {
  const before = performance.now();
  const flow = compileFlow(scenarioFlow(size));
  const compileMs = performance.now() - before;
  const acts: FlowEvent[] = [
    { type: 'choice.selected', at: 2, messageId: 'a', choice: 'order' },
    { type: 'message.received', at: 3, messageId: 'b', text: '12' },
    { type: 'message.received', at: 4, messageId: 'c', text: 'AB-123456' },
    { type: 'message.received', at: 5, messageId: 'd', text: 'hi, what are your opening hours?' },
    { type: 'form.submitted', at: 6, messageId: 'e', values: { name: 'Ada Lovelace', phone: '+15551234567' } },
  ];
  const play = () => {
    let step = startFlow(flow, {
      type: 'session.started',
      at: 1,
      sessionId: 's',
      seed: 1,
      locale: 'en',
      channel: 'web',
      source: {},
      customer: {},
    });
    for (const act of acts)
      step = stepFlow(flow, JSON.parse(JSON.stringify(step.snapshot)) as typeof step.snapshot, act);
    if (step.outcome !== 'done') throw new Error('The scripted conversation did not reach its end.');
  };
  for (let round = 0; round < 300; round++) play();
  const started = process.cpuUsage();
  for (let round = 0; round < ROUNDS; round++) play();
  const { user, system } = process.cpuUsage(started);
  return {
    nodes: size,
    'compile ms': Math.round(compileMs),
    'CPU µs per turn': Math.round((user + system) / ROUNDS / 6),
  };
});
console.table(rows);
