// Frame: on the canvas only.
import { expect, test } from 'vitest';
import { validateFlow } from '#nodes/flow/validate.ts';
import { drawFlow, talk } from '#nodes/testkit/talk.ts';

test('does nothing when the flow runs and is no problem in it', () => {
  const flow = drawFlow({ n: ['frame', { title: '售后' }], bye: ['end'] }, ['start.next -> bye']);
  const grouped = { ...flow, nodes: flow.nodes.map((node) => (node.id === 'bye' ? { ...node, parent: 'n' } : node)) };
  expect(validateFlow(grouped)).toEqual([]);
  expect(talk(grouped).path).toEqual(['start', 'start.next', 'bye']);
});
