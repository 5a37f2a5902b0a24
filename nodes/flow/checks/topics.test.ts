// What the checks say of topics that cut in and of catches.
import { expect, test } from 'vitest';
import { drawFlow, type NodeSketch } from '#nodes/testkit/talk.ts';
import { validateFlow } from '../validate.ts';

const codes = (nodes: Record<string, NodeSketch>, lines: string[]) =>
  validateFlow(drawFlow(nodes, lines)).map(({ code, node }) => `${node ?? ''} ${code}`);
const end: NodeSketch = ['end', {}];

test('a question that asks before it is left wants a name', () => {
  const lines = ['start -> q', 'q.answered -> end'];
  expect(codes({ q: ['askText', { prompt: '?', interrupt: 'ask' }], end }, lines)).toContain('q TOPIC_UNNAMED');
  expect(codes({ q: ['askText', { prompt: '?', interrupt: 'ask', topic: '预约' }], end }, lines)).toEqual([]);
});

test('a way back that no cutting topic leads to has nothing to go back to', () => {
  const nodes: Record<string, NodeSketch> = { q: ['askText', { prompt: '?' }], back: ['resumeTopic', {}] };
  expect(codes(nodes, ['start -> q', 'q.answered -> back'])).toEqual(['back RESUME_IDLE']);
  const k: NodeSketch = ['onKeyword', { words: ['运费'] }];
  expect(codes({ ...nodes, k, end }, ['start -> q', 'q.answered -> end', 'k.matched -> back'])).toEqual([]);
  expect(codes({ ...nodes, end }, ['start -> q', 'q.answered -> end'])).toContain('back NODE_UNREACHABLE');
});

test('a catch names nodes that exist, and an event has a name', () => {
  const lines = ['start -> q', 'q.answered -> end', 'c.caught -> end', 'e.fired -> end'];
  const found = codes(
    {
      q: ['askText', { prompt: '?' }],
      end,
      c: ['catch', { scope: 'chosen', nodes: ['gone'] }],
      e: ['onEvent', { event: 'custom' }],
    },
    lines,
  );
  expect(found).toEqual(['c TARGET_MISSING', 'e CONFIG_PROBLEM']);
});
