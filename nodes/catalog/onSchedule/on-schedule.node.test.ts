// On schedule: what it hears, and which schedules cannot be published.
import { expect, test } from 'vitest';
import { drawFlow, talk } from '#nodes/testkit/talk.ts';
import { onScheduleNode } from './on-schedule.node.ts';

const fires = (mayInterrupt: boolean) =>
  drawFlow(
    {
      ask: ['askText', { prompt: '姓名？' }],
      monday: ['onSchedule', { key: 'monday', tag: 'VIP', mayInterrupt }],
      tip: ['message', { text: '{{ schedule.item }}' }],
    },
    ['start -> ask', 'monday.fired -> tip'],
  );
const fired = {
  type: 'signal.raised',
  name: 'schedule:monday',
  data: { at: '2026-11-30T01:00:00.000Z', item: '北区' },
} as const;

test('begins its branch with the item, and cuts into a question only when it may', () => {
  expect(talk(fires(true)).happens(fired).texts[0]).toBe('北区');
  expect(talk(fires(false)).happens(fired).texts).toEqual([]);
});

test.each([
  [{ key: '' }, '/key'],
  [{ cron: '0 0 30 2 *' }, '/cron'],
  [{ cron: 'soon' }, '/cron'],
  [{ timeZone: 'Mars/Olympus' }, '/timeZone'],
  [{ mode: 'once', date: '2027-02-29T10:00' }, '/date'],
  [{ tag: ' ' }, '/tag'],
  [{ audience: 'items', items: '[]' }, '/items'],
  [{ quietFrom: '22:00' }, '/quietTo'],
] as const)('%j cannot be published', (more, where) => {
  const problems = onScheduleNode.check?.({ ...onScheduleNode.defaults, key: 'a', tag: 'VIP', ...more }) ?? [];
  expect(problems.map(({ field, mustMend }) => [field, mustMend])).toEqual([[where, true]]);
});

test('a sound one has no problems', () => {
  const sound = {
    ...onScheduleNode.defaults,
    key: 'a',
    mode: 'once' as const,
    date: '2028-02-29T10:00',
    audience: 'items' as const,
    items: '["a"]',
  };
  expect(onScheduleNode.check?.(sound)).toEqual([]);
});
