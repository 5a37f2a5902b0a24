// 人工 and "agent" bring a person in every state: each waiting node of the catalog, work under way, a pause, a pending switch, rest.
import { describe, expect, it } from 'vitest';
import { NODE_TYPES } from '#nodes/registry.gen.ts';
import { drawAlone, drawFlow, talk, type NodeSketch } from '#nodes/testkit/talk.ts';

const option = { id: 'a', label: '甲', action: 'reply' };
/** What makes a node wait that would go on with its defaults. */
const WAITS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  askChoice: { prompt: '?', options: [option] },
  card: { title: 'x', buttons: [option] },
  form: { fields: [{ name: 'a', label: 'A', kind: 'text', required: true }] },
  intentRouter: { intents: [{ id: 'a', label: '甲' }] },
};
const close = { intents: [{ intent: 'a', score: 0.3 }], outOfScope: false };
const nobody = {
  'desk.availability': () => ({ state: 'offline', waiting: 0, agentsOnline: 0, position: 0, etaSeconds: 0 }),
};

const waiting = Object.values(NODE_TYPES).filter((type) => type.waits && type.type !== 'handoff');

describe.each(['allow', 'ask', 'deny'])('where topics may cut in: %s', (interrupt) => {
  it.each(waiting.map(({ type }) => type))('while %s waits', (type) => {
    const has = NODE_TYPES[type]?.config.properties['interrupt'] !== undefined;
    const config = { ...WAITS[type], ...(has ? { interrupt } : {}) };
    for (const word of ['人工', 'agent']) {
      const c = talk(drawAlone(type, config, { hearing: true }), { outside: nobody });
      c.says('你好', close);
      expect(c.last.outcome).toBe('waiting');
      c.says(word);
      expect(c.path, `${type} ${word}`).toContain('_person');
    }
  });
});

describe('in other states', () => {
  const ask = (more: Record<string, unknown> = {}): NodeSketch => ['askText', { prompt: '?', ...more }];

  it('while another system is asked', () => {
    const flow = drawFlow({ q: ask(), call: ['http', { url: 'https://e.com' }] }, ['start -> q', 'q.answered -> call']);
    const c = talk(flow, { outside: nobody }).says('x');
    expect(c.last.snapshot.value).toBe('call');
    expect(c.says('人工').path).toContain('_person');
  });

  it('while the flow pauses and words do not disturb it', () => {
    const flow = drawFlow({ w: ['wait', { durationMs: 60_000, cancelOnMessage: false }] }, ['start -> w']);
    expect(talk(flow, { outside: nobody }).says('agent').path).toContain('_person');
  });

  it('while the customer is asked whether to switch, and the question is not lost from sight', () => {
    const flow = drawFlow({ q: ask({ interrupt: 'ask' }), k: ['onKeyword', { words: ['退款'] }] }, ['start -> q']);
    const c = talk(flow, { outside: nobody }).says('退款');
    expect(c.last.snapshot.context.topics?.pending).toBeDefined();
    expect(c.says('人工').path).toContain('_person');
  });

  it('in a question that was asked again, and at rest', () => {
    const flow = drawFlow({ q: ask(), k: ['onKeyword', { words: ['退款'] }] }, ['start -> q']);
    expect(talk(flow, { outside: nobody }).says('退款').says('人工').path).toContain('_person');
    expect(talk(flow, { outside: nobody }).says('x').says('agent').path).toContain('_person');
  });
});
