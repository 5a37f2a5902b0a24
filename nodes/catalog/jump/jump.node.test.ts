// Jump: on to another node without a line.
import { expect, test } from 'vitest';
import { drawFlow, talk } from '#nodes/testkit/talk.ts';

const nodes = {
  ask: ['askText', { prompt: '还有什么？', interrupt: 'deny' }],
  back: ['jump', { target: 'ask' }],
} as const;
const lines = ['start.next -> ask', 'ask.answered -> back'];

test('goes on at the target, which counts as a new visit', () => {
  const conversation = talk(drawFlow(nodes, lines)).says('一').says('二');
  expect(conversation.texts).toEqual(['还有什么？']);
  expect(conversation.last.snapshot.context.visits).toMatchObject({ ask: 3, back: 2 });
});

test('a target that does not exist leaves the flow at rest', () => {
  const conversation = talk(drawFlow({ ...nodes, back: ['jump', { target: 'gone' }] }, lines)).says('一');
  expect(conversation.last).toMatchObject({ outcome: 'waiting', snapshot: { value: '_idle' } });
});

test('goes on behind a target that is switched off', () => {
  const flow = drawFlow({ ...nodes, back: ['jump', { target: 'off' }], off: ['message', { text: '关' }] }, [
    ...lines,
    'off.next -> ask',
  ]);
  const disabled = {
    ...flow,
    nodes: flow.nodes.map((node) => (node.id === 'off' ? { ...node, disabled: true } : node)),
  };
  expect(talk(disabled).says('一').texts).toEqual(['还有什么？']);
});
