// Start: what a new conversation meets.
import { expect, test } from 'vitest';
import { drawFlow, talk } from '#nodes/testkit/talk.ts';

test('a new conversation goes on at once', () => {
  const begun = talk(drawFlow({ hi: ['message', { text: '您好' }] }, ['start.next -> hi']));
  expect(begun.texts).toEqual(['您好']);
  expect(begun.path).toEqual(['start', 'start.next', 'hi', 'hi.next']);
});

test('a flow with nothing behind the start rests and still offers a person', () => {
  const silent = talk(drawFlow({}, []), { locale: 'en' });
  expect(silent.said).toEqual([]);
  expect(silent.says('anybody?').said).toMatchObject([{ kind: 'choices', choices: [{ label: 'Talk to a person' }] }]);
});
