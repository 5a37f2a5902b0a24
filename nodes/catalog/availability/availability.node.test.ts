// Is a person available: what the desk says decides the way, and doubt counts as nobody.
import { expect, test } from 'vitest';
import { drawAlone, talk } from '#nodes/testkit/talk.ts';

const desk = (state: string, etaSeconds = 0) => ({
  outside: { 'desk.availability': () => ({ state, waiting: 0, agentsOnline: 1, position: 1, etaSeconds }) },
});

test.each([
  ['available', 0, '→available'],
  ['available', 301, '→busy'],
  ['busy', 0, '→busy'],
  ['full', 0, '→busy'],
  ['offline', 0, '→offline'],
])('a desk that is %s with %i seconds to wait', (state, eta, words) => {
  expect(talk(drawAlone('availability'), desk(state, eta)).texts).toEqual([words]);
});

test('asks for the department and keeps the figures', () => {
  const conversation = talk(
    drawAlone('availability', { department: '售后', variable: 'desk', maxWaitMs: 0 }),
    desk('available', 900),
  );
  expect(conversation.texts).toEqual(['→available']);
  expect(conversation.asked('desk.availability')[0]?.request).toEqual({ department: '售后' });
  expect(conversation.vars['desk']).toMatchObject({ etaSeconds: 900 });
});

test('a desk that does not answer counts as offline', () => {
  const failing = {
    outside: {
      'desk.availability': () => {
        throw new Error('down');
      },
    },
  };
  expect(talk(drawAlone('availability'), failing).texts).toEqual(['→offline']);
});
