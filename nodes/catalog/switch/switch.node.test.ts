// Switch: one way for each case, compared as text.
import { expect, test } from 'vitest';
import { drawAlone, talk } from '#nodes/testkit/talk.ts';

const flow = drawAlone('switch', {
  expression: 'customer.level',
  cases: [
    { id: 'gold', label: '金卡', value: '金' },
    { id: 'three', label: '3', value: '3' },
    { id: 'quoted', label: 'q', value: 'it\'s \\ "so"' },
    { id: 'blank', label: '空', value: '' },
  ],
});

test.each([
  ['金', 'gold'],
  [3, 'three'],
  ['it\'s \\ "so"', 'quoted'],
  ['', 'blank'],
  [null, 'blank'],
  ['银', 'default'],
  [true, 'default'],
  [{ a: 1 }, 'default'],
])('%j leads to %s', (level, port) => {
  expect(talk(flow, { customer: { level } }).texts).toEqual([`→${port}`]);
});

test('the first of two equal cases wins', () => {
  const cases = [
    { id: 'a', label: 'a', value: '1' },
    { id: 'b', label: 'b', value: '1' },
  ];
  expect(talk(drawAlone('switch', { expression: '1', cases })).texts).toEqual(['→a']);
});

test('a value that cannot be computed is a fault of this node', () => {
  const broken = drawAlone('switch', { expression: '1 / 0', cases: [] });
  // Nothing is looked at without a case.
  expect(talk(broken).texts).toEqual(['→default']);
  const asked = drawAlone('switch', { expression: '1 / 0', cases: [{ id: 'a', label: 'a', value: '1' }] });
  expect(talk(asked).last).toMatchObject({ outcome: 'faulted', fault: { node: 'n' } });
});
