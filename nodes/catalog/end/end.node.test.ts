// End: the last words, the closing, and nothing after it.
import { expect, test } from 'vitest';
import { drawAlone, drawFlow, talk } from '#nodes/testkit/talk.ts';

test.each([
  ['zh-CN', '再见'],
  ['en', 'Goodbye'],
])('says its last words and closes the conversation: %s', (locale, words) => {
  const flow = drawAlone('end', { text: { 'zh-CN': '再见', en: 'Goodbye' }, reason: 'done', resolved: false });
  const conversation = talk(flow, { locale });
  expect(conversation.texts).toEqual([words]);
  expect(conversation.asked('session.close').map(({ request }) => request)).toEqual([
    { reason: 'done', resolved: false },
  ]);
  expect(conversation.last).toMatchObject({ outcome: 'done', attention: 'bot', snapshot: { status: 'done' } });
});

test('closes without a word when there is none', () => {
  expect(talk(drawAlone('end')).said).toEqual([]);
});

test('hears nothing any more', () => {
  const conversation = talk(drawAlone('end'));
  const { snapshot } = conversation.last;
  conversation.says('喂').chooses('tandem:person').happens({ type: 'person.requested', messageId: 'm' });
  expect(conversation.said).toEqual([]);
  expect(conversation.last).toMatchObject({ outcome: 'done', effects: [] });
  expect(conversation.last.snapshot).toEqual(snapshot);
});

test('leaves no timer behind', () => {
  const noReply = { enabled: true, afterMs: 60_000, reminders: [{ afterMs: 30_000, text: '？' }] };
  const flow = drawFlow({ ask: ['askText', { prompt: '?', noReply }], bye: ['end'] }, [
    'start.next -> ask',
    'ask.answered -> bye',
    'ask.noReply -> bye',
  ]);
  const conversation = talk(flow);
  expect(conversation.openTimers).toHaveLength(2);
  expect(conversation.says('好').openTimers).toEqual([]);
});
