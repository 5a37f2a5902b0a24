// A record just added is one that its schema accepts, beside those that are there.
import { expect, test } from 'vitest';
import { SlotConfigSchema } from '#nodes/kit/slots.ts';
import { fits } from '#nodes/kit/check.ts';
import { newRecord } from './new-record.ts';

test('a new slot satisfies its schema and takes a free name', () => {
  const first = newRecord(SlotConfigSchema, [], (prefix) => `${prefix}1`);
  expect(fits(SlotConfigSchema, first)).toBe(true);
  expect(first).toMatchObject({ name: 'item1', kind: 'text', need: 'required' });
  expect(newRecord(SlotConfigSchema, [{ name: 'item2' }], (prefix) => `${prefix}1`)['name']).toBe('item3');
});
