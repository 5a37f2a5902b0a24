// Generated dialogues: they come where no test comes, pass when played, are the same every time, and stay within their bound.
import { beforeAll, describe, expect, it } from 'vitest';
import type { FlowDocument } from '#nodes/flow/document.ts';
import { drawFlow, type NodeSketch } from '#nodes/testkit/talk.ts';
import { createLocalUnderstanding } from '#runtime/adapters/understanding-local/understanding-local.ts';
import { createRehearsal, type Rehearsal } from '#runtime/rehearsal/rehearsal.ts';
import { supportFlow } from '#runtime/testkit/support-flow.ts';
import { coverageOf } from './coverage.ts';
import { generateDialogues, MOST_TRIED, type GenerateOptions } from './generate-dialogues.ts';

const NOTHING: ReadonlySet<string> = new Set();

describe('generateDialogues', () => {
  let rehearsal: Rehearsal;
  beforeAll(() => {
    rehearsal = createRehearsal({
      understanding: createLocalUnderstanding({ worker: undefined }),
      search: () => Promise.resolve({ hits: [], confidence: 0, answer: '', sources: [], modelAvailable: false }),
      script: () => Promise.resolve({ exit: 'ok', values: {} }),
    });
  });
  const generate = async (flow: FlowDocument, options: Partial<GenerateOptions> = {}) => {
    const found = await generateDialogues(await rehearsal.open('w', flow), { covered: NOTHING, ...options });
    return { ...found, coverage: coverageOf(flow, found.traces) };
  };

  it('comes through every wired way out of a support flow, the desk, silence and the lead card included', async () => {
    const { coverage, dialogues } = await generate(supportFlow());
    expect(coverage.ports.missing).toEqual([]);
    expect(coverage.nodes.missing).toEqual([]);
    expect(dialogues.length).toBeLessThan(12);
    expect(dialogues.every(({ opens, turns }) => opens !== undefined && turns.every((turn) => turn.expect))).toBe(true);
  });

  it('gives the same dialogues for the same flow, letter by letter', async () => {
    const [once, again] = [await generate(supportFlow()), await generate(supportFlow())];
    expect(JSON.stringify(again.dialogues)).toBe(JSON.stringify(once.dialogues));
  });

  it('lets the awaited event arrive, with what conditions look at in it, or not, and raises events of own systems', async () => {
    const flow = drawFlow(
      {
        ask: ['message', { text: 'paying' }],
        pay: ['waitEvent', { name: 'payment.done', key: "'42'", timeoutMs: 3_600_000, variable: 'paid' }],
        whole: ['condition', { expression: 'paid.amount >= 500' }],
        thanks: ['message', { text: 'thanks' }],
        rest: ['message', { text: 'the rest?' }],
        late: ['message', { text: 'late' }],
        parcel: ['onEvent', { event: 'custom', name: 'parcel.left' }],
        bye: ['end', {}],
      },
      [
        'start.next -> ask',
        'ask.next -> pay',
        'pay.received -> whole',
        'pay.timeout -> late',
        'whole.then -> thanks',
        'whole.else -> rest',
        'thanks.next -> bye',
        'rest.next -> bye',
        'late.next -> bye',
        'parcel.fired -> late',
      ],
    );
    const { coverage, dialogues } = await generate(flow);
    expect(coverage.ports.missing).toEqual([]);
    expect(JSON.stringify(dialogues)).toContain('"event":{"name":"payment.done","data":{"amount":');
  });

  it('finds answers that conditions wait for, and answers of other systems that they look at', async () => {
    const flow = drawFlow(
      {
        ask: ['askText', { prompt: 'Which plan?', variable: 'plan' }],
        pro: ['condition', { expression: "plan == 'Pro 9'" }],
        shop: ['http', { url: 'https://shop.test/o', variable: 'order' }],
        state: [
          'switch',
          { expression: 'order.body.state', cases: [{ id: 'sent', label: 'Sent', value: 'on-its-way' }] },
        ],
        sent: ['message', { text: 'sent' }],
        open: ['message', { text: 'open' }],
        down: ['message', { text: 'down' }],
        bye: ['end', {}],
      },
      [
        'start.next -> ask',
        'ask.answered -> pro',
        'pro.then -> shop',
        'pro.else -> open',
        'shop.ok -> state',
        'shop.error -> down',
        'state.sent -> sent',
        'state.default -> open',
        'sent.next -> bye',
        'open.next -> bye',
        'down.next -> bye',
      ],
    );
    const { coverage, dialogues } = await generate(flow);
    expect(coverage.ports.missing).toEqual([]);
    expect(dialogues.some(({ mocks }) => mocks?.['shop'] === 'fail')).toBe(true);
  });

  it('leaves out what tests cover, and goes for one place when told', async () => {
    const all = await generate(supportFlow());
    const covered = new Set(
      all.traces.flat().flatMap(({ node, port }) => (port === undefined ? [node] : [`${node}.${port}`])),
    );
    expect((await generate(supportFlow(), { covered })).dialogues).toEqual([]);
    const { dialogues, traces } = await generate(supportFlow(), { covered, target: 'desk.timeout' });
    expect(dialogues).toHaveLength(1);
    expect(traces.flat()).toContainEqual(expect.objectContaining({ node: 'desk', port: 'timeout' }));
    expect((await generate(supportFlow(), { covered, target: 'nowhere' })).dialogues).toEqual([]);
  });

  it('stays within its bound on a flow of 500 steps, and others get on between its turns', async () => {
    const nodes: Record<string, NodeSketch> = {};
    const lines = ['start.next -> q0'];
    for (let index = 0; index < 250; index++) {
      const options = [0, 1].map((id) => ({ id: `o${id}`, label: `Choice ${id}` }));
      nodes[`q${index}`] = ['askChoice', { prompt: `Question ${index}`, options }];
      nodes[`m${index}`] = ['message', { text: `Branch ${index}` }];
      lines.push(`q${index}.o0 -> m${index}`, `q${index}.o1 -> q${(index * 3 + 1) % 250}`);
      lines.push(`q${index}.other -> q${index}`, `m${index}.next -> q${(index * 2 + 1) % 250}`);
    }
    let turns = 0;
    const between = () => {
      turns += 1;
      return Promise.resolve();
    };
    const { tried, coverage } = await generate(drawFlow(nodes, lines), { between, mostTried: 2500 });
    expect(tried).toBeLessThanOrEqual(2500);
    expect(tried).toBeLessThanOrEqual(MOST_TRIED);
    expect(turns).toBeGreaterThanOrEqual(tried);
    expect(coverage.ports.covered).toBeGreaterThan(0.4 * coverage.ports.total);
  });
});
