// What expressions see of a session.
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#nodes/kit/json.ts';
import type { FlowContext } from './context.ts';
import { evaluateExpression } from './expression/evaluate-expression.ts';
import { scopeFrom, scopeOf } from './scope.ts';

const context: FlowContext = {
  vars: JSON.parse('{"city": "上海", "turn": "hidden", "__proto__": {"x": 1}}') as JsonObject,
  customer: { name: '王芳' },
  session: { id: 's', locale: 'zh-CN', channel: 'web', source: { page: '/a' }, startedAt: 1, seed: 2 },
  turn: {
    text: '我要退款，13812345678',
    understood: {
      language: 'zh',
      intents: [{ intent: 'refund', score: 0.9 }],
      outOfScope: false,
      emotion: {
        label: 'angry',
        intensity: 0.8,
        scores: { calm: 0, anxious: 0, angry: 0.8, sad: 0, happy: 0 },
        reasons: [],
      },
      entities: [
        { kind: 'phone', text: '13812345678', value: '13812345678', start: 5, end: 16 },
        { kind: 'phone', text: '2', value: '2', start: 0, end: 1 },
      ],
    },
  },
  now: 1_772_700_000_000,
  moods: [],
  visits: { ask: 3 },
  tries: {},
  person: null,
};

function see(source: string, from: FlowContext = context) {
  return evaluateExpression(
    source,
    scopeFrom(from, { type: 'effect.completed', output: { status: 200 } }, 'Asia/Tokyo'),
  );
}

describe('the scope of a session', () => {
  it.each([
    ['city', '上海'],
    ['customer.name', '王芳'],
    ['session.channel', 'web'],
    ['session.source.page', '/a'],
    ['turn.text', '我要退款，13812345678'],
    ['last.intent', 'refund'],
    ['turn.score > 0.5', true],
    ['turn.emotion', 'angry'],
    ['turn.intensity', 0.8],
    ['turn.language', 'zh'],
    ['turn.entities.phone', '13812345678'],
    ['turn.entities.email', null],
    ['event.output.status', 200],
    ['visits.ask', 3],
    ['visits.other', null],
    ['now', 1_772_700_000_000],
    ['vars.turn', 'hidden'],
    ['today()', '2026-03-05'],
    ['hour(now)', 17],
    ['unknown', null],
    ['toString', null],
    ['constructor', null],
    ['context', null],
  ])('%s', (source, value) => {
    expect(see(source)).toBe(value);
  });

  it('tells a turn that was not understood as calm and without intent', () => {
    const quiet = { ...context, turn: { text: 'hm', understood: null } };
    expect(see('turn', quiet)).toEqual({
      text: 'hm',
      intent: null,
      intents: [],
      score: 0,
      outOfScope: true,
      emotion: 'calm',
      intensity: 0,
      language: null,
      entities: {},
    });
  });

  it('knows the time also over plain values', () => {
    expect(evaluateExpression('now', scopeOf({}, { now: 5 }))).toBe(5);
    expect(evaluateExpression('now', scopeOf({ now: 6 }, { now: 5 }))).toBe(6);
  });
});
