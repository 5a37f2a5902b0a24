// The exported machine opens in XState as it is.
import { createMachine, initialTransition, transition } from 'xstate';
import { describe, expect, it } from 'vitest';
import { drawFlow } from '#nodes/testkit/talk.ts';
import { compileFlow } from './compile.ts';
import { exportXState } from './export-xstate.ts';

const flow = drawFlow(
  {
    ask: [
      'askText',
      { prompt: '?', noReply: { enabled: true, afterMs: 60_000, reminders: [{ afterMs: 1000, text: '?' }] } },
    ],
    later: ['wait', { mode: 'until', until: 'now + 5000' }],
    desk: ['handoff'],
    bye: ['end'],
  },
  ['start.next -> ask', 'ask.answered -> later', 'ask.noReply -> bye', 'later.due -> desk', 'desk.offline -> bye'],
);
const named = { ...flow, nodes: flow.nodes.map((node) => (node.id === 'ask' ? { ...node, name: '问名字' } : node)) };
const config = exportXState(named) as unknown as {
  readonly meta: { readonly delays: Record<string, unknown> };
  readonly states: Record<string, { readonly description: string }>;
};

describe('the export', () => {
  it('is plain JSON and says the same each time', () => {
    expect(JSON.parse(JSON.stringify(config))).toEqual(config);
    expect(JSON.stringify(exportXState(named))).toBe(JSON.stringify(config));
  });

  it('loads in XState and shows the states of the flow', () => {
    const machine = createMachine(config as never);
    const own = compileFlow(named).machine;
    expect(Object.keys(machine.states).sort()).toEqual(Object.keys(own.states).sort());
    expect(Object.keys(machine.states)).toEqual(expect.arrayContaining(['start', 'ask', 'later', 'desk', 'bye']));
    expect([...machine.events].sort()).toEqual([...own.events].sort());
    expect(Object.keys(machine.states['desk']?.states ?? {})).toEqual(['checking', 'queued', 'joining', 'talking']);
  });

  it('walks in XState as it is drawn', () => {
    const machine = createMachine(config as never).provide({
      delays: { 'ask:reminder1': 1000, 'ask:noReply': 61_000 },
    });
    const [begun] = initialTransition(machine);
    const [asked] = transition(machine, begun, { type: 'session.started' });
    expect(asked.value).toEqual({ ask: 'waiting' });
  });

  it('carries the names of the nodes and the lengths of the delays', () => {
    expect(config.states['ask']?.description).toBe('问名字');
    expect(config.meta.delays).toMatchObject({
      'ask:reminder1': { ms: 1000 },
      'ask:noReply': { ms: 61_000 },
      'later:due': { expr: 'now + 5000', until: true, node: 'later' },
      'desk:wait': { ms: 300_000 },
    });
  });

  it('names a length for every delay that a state waits for', () => {
    const waited = [...JSON.stringify(config).matchAll(/"after":\{"([^"]+)"/gu)].map(([, name]) => name);
    expect(waited.length).toBeGreaterThan(2);
    for (const name of waited) expect(config.meta.delays).toHaveProperty([name ?? '']);
  });
});
