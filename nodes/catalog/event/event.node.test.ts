// Event: what is counted, with the types of its values, each time the conversation comes by.
import { expect, test } from 'vitest';
import { drawAlone, drawFlow, talk } from '#nodes/testkit/talk.ts';

test('is noted with properties and value, and the conversation goes on at once', () => {
  const flow = drawFlow(
    {
      total: ['set', { assignments: [{ variable: 'total', value: '99.5' }] }],
      n: [
        'event',
        {
          name: 'order.placed',
          properties: [
            { label: 'total', expr: '{{ total }}' },
            { label: 'plan', expr: '套餐 {{ total }}' },
          ],
          value: 'total',
        },
      ],
      done: ['message', { text: '好的' }],
    },
    ['start -> total', 'total -> n', 'n -> done'],
  );
  const c = talk(flow);
  expect(c.asked('event.track').map(({ request }) => request)).toEqual([
    { name: 'order.placed', properties: { total: 99.5, plan: '套餐 99.5' }, value: 99.5 },
  ]);
  expect(c.texts).toEqual(['好的']);
});

test('may be worth nothing', () => {
  expect(talk(drawAlone('event', { name: 'seen' })).asked('event.track')[0]?.request.value).toBeNull();
});
