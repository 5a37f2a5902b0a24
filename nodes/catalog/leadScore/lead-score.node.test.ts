// Lead score: signals add up, old points fade, reasons are told and kept.
import { expect, test } from 'vitest';
import { drawAlone, talk } from '#nodes/testkit/talk.ts';

const DAY = 86_400_000;
const NOW = 1_795_399_200_000;
const signals = [
  { label: { 'zh-CN': '预算高', en: "Big {budget}'s" }, when: 'customer.budget > 10000', points: 40 },
  { label: '急用', when: 'customer.urgent == true', points: 30 },
  { label: '竞品', when: "customer.role == 'rival'", points: -50 },
];
const score = (customer: object, config = {}) =>
  talk(drawAlone('leadScore', { signals, ...config }), { customer: customer as never });

test.each([
  [{ budget: 20_000, urgent: true }, 70, 'hot', '预算高 +40；急用 +30；'],
  [{ urgent: true }, 30, 'warm', '急用 +30；'],
  [{ budget: 20_000, role: 'rival' }, -10, 'cold', '预算高 +40；竞品 -50；'],
  [{}, 0, 'cold', ''],
])('%j scores %i: %s', (customer, points, level, reasons) => {
  const conversation = score(customer);
  expect(conversation.texts).toEqual([`→${level}`]);
  expect(conversation.vars['leadScore']).toEqual({ score: points, level, reasons });
  expect(conversation.asked('contact.update')[0]?.request.values).toMatchObject({
    leadScore: points,
    leadReasons: reasons,
  });
});

test.each([
  [0, 70],
  [15, 50],
  [30, 30],
  [400, 30],
])('points of %i days ago fade', (days, expected) => {
  const conversation = score({ urgent: true, leadScore: 40, leadScoredAt: NOW - days * DAY });
  expect(conversation.vars['leadScore']).toMatchObject({ score: expected });
});

test('without fading every score starts anew', () => {
  expect(score({ urgent: true, leadScore: 40, leadScoredAt: NOW }, { fadeDays: 0 }).vars['leadScore']).toMatchObject({
    score: 30,
  });
});

test('is written to the lead of a customer who can be reached, and claims no consent', () => {
  expect(score({ urgent: true }).asked('lead.save')).toEqual([]);
  expect(score({ urgent: true, phone: '13812345678' }).asked('lead.save')[0]?.request).toMatchObject({
    values: { phone: '13812345678', score: 30, level: 'warm', reasons: '急用 +30；' },
    consent: { given: false },
    partial: true,
  });
});
