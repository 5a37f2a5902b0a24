// Which sentences land in the trainer's inbox: those the flow did not understand, not answers to its questions.
import { describe, expect, it } from 'vitest';
import type { Understood } from '#nodes/kit/effects.ts';
import { compileFlow } from '#nodes/flow/compile.ts';
import { createFlowDocument } from '#nodes/flow/document.ts';
import type { FlowEvent } from '#nodes/flow/events.ts';
import type { StoredSession } from '#runtime/ports/session-store.ts';
import { misunderstoodIn } from './misunderstood.ts';

const DOCUMENT = createFlowDocument('shop');
const FLOW = compileFlow({
  ...DOCUMENT,
  intents: [{ id: 'refund', name: '退款', examples: ['我要退款'] }],
  nodes: [
    ...DOCUMENT.nodes,
    {
      id: 'router',
      type: 'intentRouter',
      version: 1,
      name: '',
      position: { x: 0, y: 0 },
      config: {
        intents: [{ id: 'refund', label: '退款' }],
        minScore: 0.5,
        clarify: false,
        clarifyText: '',
        noReply: { enabled: false, afterMs: 60_000 },
        interrupt: 'allow',
      },
    },
  ],
});

function understood(score: number, outOfScope = false): Understood {
  return {
    language: 'zh',
    intents: [{ intent: 'refund', score }],
    outOfScope,
    emotion: { label: 'angry', intensity: 1, scores: { calm: 0, anxious: 0, angry: 1, sad: 0, happy: 0 }, reasons: [] },
    entities: [{ kind: 'phone', text: '13912345678', value: '13912345678', start: 2, end: 13 }],
  };
}

function before(over: Partial<StoredSession> = {}): Pick<StoredSession, 'snapshot' | 'status'> {
  const turn = { text: '', understood: null };
  return { status: 'bot', snapshot: { value: 'router', status: 'active', context: { turn } } as never, ...over };
}

const SAID = '打给13912345678   好吗';

function message(score: number, outOfScope = false): FlowEvent {
  return { type: 'message.received', at: 0, messageId: 'm', text: SAID, understood: understood(score, outOfScope) };
}

function wayOut(port?: string) {
  return { trace: [{ node: 'router' }, ...(port === undefined ? [] : [{ node: 'router', port }])], effects: [] };
}

describe('the inbox gets', () => {
  it('a sentence that no intent fitted, with personal values masked', () => {
    expect(misunderstoodIn(FLOW, before(), message(0.1, true), wayOut('outOfScope'))).toEqual({
      text: '打给13800138000 好吗',
      reason: 'outOfScope',
      guess: 'refund',
      mood: 'angry',
    });
  });

  it('a sentence the flow asked back about, and one it acted on with little confidence', () => {
    expect(misunderstoodIn(FLOW, before(), message(0.4), wayOut())?.reason).toBe('unclear');
    expect(misunderstoodIn(FLOW, before(), message(0.55), wayOut('refund'))?.reason).toBe('unsure');
  });

  it('a sentence that was acted on before the customer asked for a person', () => {
    const turn = { text: '退我钱', understood: { ...understood(0.9), entities: [] } };
    const session = before({ snapshot: { value: 'x', status: 'active', context: { turn } } as never });
    const event: FlowEvent = { type: 'person.requested', at: 0, messageId: 'm' };
    expect(misunderstoodIn(FLOW, session, event, { trace: [], effects: [] })).toMatchObject({
      text: '退我钱',
      reason: 'handoff',
    });
  });
});

describe('the inbox is spared', () => {
  it.each([
    ['what was understood', before(), message(0.9), wayOut('refund')],
    ['answers to a question', before(), message(0.1, true), { trace: [{ node: 'ask', port: 'next' }], effects: [] }],
    ['what is said to a person', before({ status: 'person' }), message(0.1, true), wayOut('outOfScope')],
  ])('%s', (_, session, event, played) => {
    expect(misunderstoodIn(FLOW, session, event, played)).toBeUndefined();
  });
});
