// Profile: facts written by their rule, in the session and in the contact.
import { expect, test } from 'vitest';
import { drawAlone, talk } from '#nodes/testkit/talk.ts';

const fact = (overwrite: string) => ({ facts: [{ name: 'city', value: 'turn.text', overwrite }], source: '客户自述' });

test.each([
  ['always', '上海', '上海'],
  ['whenEmpty', '上海', '上海'],
  ['never', '上海', '北京'],
])('with the rule %s, %s over 北京 becomes %s', (overwrite, said, kept) => {
  const conversation = talk(drawAlone('profile', fact(overwrite), { hearing: true }), {
    customer: { city: '北京' },
  }).says(said);
  expect(conversation.texts).toEqual(['→next']);
  expect(conversation.asked('contact.update')[0]?.request.values).toEqual({ city: kept, factsSource: '客户自述' });
  expect(conversation.last.snapshot.context.customer['city']).toBe(kept);
});

test('nothing new leaves what is known, unless it is to be overwritten', () => {
  const with_ = (overwrite: string) =>
    talk(drawAlone('profile', { facts: [{ name: 'city', value: 'nowhere', overwrite }] }), {
      customer: { city: '北京' },
    }).last.snapshot.context.customer['city'];
  expect(with_('whenEmpty')).toBe('北京');
  expect(with_('never')).toBe('北京');
  expect(with_('always')).toBe(null);
});
