// Slot fill and other topics: what was collected stays when the customer asks something else in between.
import { expect, test } from 'vitest';
import { drawFlow, talk } from '#nodes/testkit/talk.ts';

const SLOTS = [
  { name: 'date', kind: 'date', label: 'date', prompt: 'date?', need: 'required' },
  { name: 'time', kind: 'time', label: 'time', prompt: 'time?', need: 'required' },
  { name: 'people', kind: 'number', label: 'party size', prompt: 'how many?', need: 'required' },
];

test('after another topic only what is missing is asked', () => {
  const flow = drawFlow(
    {
      n: ['slotFill', { slots: SLOTS, variable: 'booking' }],
      park: ['onKeyword', { words: ['parking'] }],
      free: ['message', { text: 'Parking is free.' }],
      done: ['message', { text: '→complete' }],
    },
    ['start.next -> n', 'n.complete -> done', 'park.matched -> free'],
  );
  const conversation = talk(flow, { locale: 'en' }).says('tomorrow');
  expect(conversation.says('is there parking?').texts.at(-1)).toBe('time?');
  conversation.says('19:30');
  expect(conversation.vars['booking']).toMatchObject({ date: '2026-11-24', time: '19:30' });
});
