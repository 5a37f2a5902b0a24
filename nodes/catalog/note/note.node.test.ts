// Note: on the canvas only.
import { expect, test } from 'vitest';
import { drawFlow, talk } from '#nodes/testkit/talk.ts';

test('does nothing when the flow runs, also when a line leads to it', () => {
  const flow = drawFlow({ n: ['note', { text: '{{ broken' }], hi: ['message', { text: '您好' }] }, [
    'start.next -> hi',
    'hi.next -> n',
  ]);
  const conversation = talk(flow);
  expect(conversation.texts).toEqual(['您好']);
  expect(conversation.path).not.toContain('n');
  expect(conversation.last.snapshot.value).toBe('_idle');
});
