// Wait: a length of time, a point in time, and a customer who does not wait.
import { expect, test } from 'vitest';
import { drawAlone, talk } from '#nodes/testkit/talk.ts';
import { waitNode } from './wait.node.ts';

const HOUR = 3_600_000;

test('goes on when the time has passed, not before', () => {
  const conversation = talk(drawAlone('wait', { durationMs: HOUR }));
  expect(conversation.dueIn).toEqual([HOUR]);
  expect(conversation.passes(HOUR - 1).said).toEqual([]);
  expect(conversation.passes(1).texts).toEqual(['→due']);
});

test.each([
  ['now + 90000', 90_000],
  // 10:00 in Shanghai when the conversation begins.
  ["'2026-11-23T12:30:00'", 2.5 * HOUR],
  ["'2026-11-24'", 14 * HOUR],
  ['now - 5000', 100],
])('waits until %s', (until, ms) => {
  const conversation = talk(drawAlone('wait', { mode: 'until', until }));
  expect(conversation.dueIn).toEqual([ms]);
  expect(conversation.passes(ms).texts).toEqual(['→due']);
});

const SHOP = {
  timeZone: 'Asia/Shanghai',
  week: [[{ from: '09:00', to: '18:00' }], [{ from: '09:00', to: '18:00' }], [], [], [], [], []],
  holidays: [],
};

test.each([
  // The conversation begins on a Monday at 10:00 in Shanghai.
  ['two business hours', { mode: 'business', openMs: 2 * HOUR }, 2 * HOUR],
  ['ten business hours, over the night', { mode: 'business', openMs: 10 * HOUR }, 25 * HOUR],
  ['the next opening, while it is open', { mode: 'opening' }, 100],
])('waits for %s', (_name, config, ms) => {
  const conversation = talk(drawAlone('wait', { ...config, hours: SHOP }));
  expect(conversation.dueIn).toEqual([ms]);
  expect(conversation.passes(ms).texts).toEqual(['→due']);
});

test('hours that never open end in an apology, and are named before', () => {
  const never = { ...SHOP, week: [[], [], [], [], [], [], []] };
  const conversation = talk(drawAlone('wait', { mode: 'opening', hours: never }));
  expect(conversation.last).toMatchObject({ outcome: 'faulted', fault: { node: 'n', code: 'EXPRESSION_FAILED' } });
  expect(conversation.openTimers).toEqual([]);
  const checked = waitNode.check?.({ ...waitNode.defaults, mode: 'opening', hours: never });
  expect(checked).toMatchObject([{ severity: 'error', field: '/hours' }]);
});

test.each([
  ['a day that is none', "'2027-02-29'"],
  ['no number', '0 / 0'],
  ['after the end of time', '1e300'],
])('%s faults clearly instead of waiting', (_name, until) => {
  const conversation = talk(drawAlone('wait', { mode: 'until', until }));
  expect(conversation.last).toMatchObject({ outcome: 'faulted', fault: { node: 'n' } });
});

test('29 February and a local time that the clocks skip are moments like others', () => {
  const leap = talk(drawAlone('wait', { mode: 'until', until: "'2028-02-29'" }), { now: Date.UTC(2028, 1, 27, 16) });
  expect(leap.dueIn).toEqual([24 * HOUR]);
  const { settings } = drawAlone('wait');
  const berlin = { settings: { ...settings, timeZone: 'Europe/Berlin' } };
  const gap = talk(drawAlone('wait', { mode: 'until', until: "'2026-03-29T02:30:00'" }, berlin), {
    now: Date.UTC(2026, 2, 29, 0),
  });
  expect(gap.dueIn).toEqual([1.5 * HOUR]);
});

test.each([["'soon'"], ['now + 10 ** 12'], ['customer.none'], ['now + 1000 * 86400000'], ['1 / 0']])(
  'a time that is none ends in an apology: %s',
  (until) => {
    const conversation = talk(drawAlone('wait', { mode: 'until', until }));
    expect(conversation.last).toMatchObject({ outcome: 'faulted', fault: { node: 'n' } });
    expect(conversation.openTimers).toEqual([]);
  },
);

test.each([
  ['a message', (c: ReturnType<typeof talk>) => c.says('喂')],
  ['a button', (c: ReturnType<typeof talk>) => c.chooses('x')],
  ['a form', (c: ReturnType<typeof talk>) => c.submits({})],
])('%s cancels the waiting', (_name, act) => {
  const conversation = act(talk(drawAlone('wait', { durationMs: HOUR })));
  expect(conversation.texts).toEqual(['→cancelled']);
  expect(conversation.openTimers).toEqual([]);
  expect(conversation.passes(HOUR).said).toEqual([]);
});

test('a wait that must not be cancelled goes on waiting', () => {
  const conversation = talk(drawAlone('wait', { durationMs: HOUR, cancelOnMessage: false }));
  conversation.passes(HOUR / 2);
  expect(conversation.says('喂').said).toEqual([]);
  expect(conversation.dueIn).toEqual([HOUR / 2]);
});
