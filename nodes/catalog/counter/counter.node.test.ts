// Counter: within and over the limit, by key, and anew after its window.
import { expect, test } from 'vitest';
import { drawFlow, talk } from '#nodes/testkit/talk.ts';

const flow = (config: Readonly<Record<string, unknown>>) =>
  drawFlow(
    {
      ask: ['askText', { prompt: '单号', variable: 'no', interrupt: 'deny' }],
      c: ['counter', { limit: 2, ...config }],
      over: ['message', { text: '太多次' }],
    },
    ['start.next -> ask', 'ask.answered -> c', 'c.within -> ask', 'c.over -> over', 'over.next -> ask'],
  );

test('the first times are within, the next are over', () => {
  const conversation = talk(flow({})).says('1').says('2').says('3').says('4');
  expect(conversation.ports('c')).toEqual(['within', 'within', 'over', 'over']);
});

test('each key has its own count, and only so many are remembered', () => {
  const conversation = talk(flow({ key: 'no', limit: 1 }))
    .says('a')
    .says('b')
    .says('a');
  expect(conversation.ports('c')).toEqual(['within', 'within', 'over']);
  for (let index = 0; index < 150; index++) conversation.says(`k${String(index)}`);
  expect(Object.keys(conversation.last.snapshot.context.tallies?.['c'] ?? {})).toHaveLength(100);
});

test('after the window it starts over', () => {
  const conversation = talk(flow({ windowMs: 60_000 }))
    .says('1')
    .says('2')
    .says('3');
  conversation.passes(60_001);
  conversation.says('4');
  expect(conversation.ports('c')).toEqual(['within', 'within', 'over', 'within']);
});
