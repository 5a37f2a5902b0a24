// What is typed over a value keeps the kind of the value.
import { expect, it } from 'vitest';
import { parseValue, textFromValue } from './parse-value.ts';

it.each([
  ['12', 'AB1', undefined, '12'],
  ['12', 7, undefined, 12],
  ['twelve', 7, undefined, undefined],
  ['true', 7, undefined, undefined],
  ['[1, "a"]', undefined, 'list', [1, 'a']],
  ['{"a":1}', undefined, 'list', undefined],
  ['', 7, 'number', null],
  ['', 'x', 'text', ''],
  ['0012', undefined, 'text', '0012'],
  ['{"a":1}', undefined, undefined, { a: 1 }],
  ['plain words', undefined, undefined, 'plain words'],
] as const)('reads %j over %j (%s) as %j', (text, before, type, value) => {
  expect(parseValue(text, before, type)).toEqual(value);
});

it('shows words without quotes and everything else as JSON', () => {
  expect([textFromValue('a"b'), textFromValue(3), textFromValue({ a: [1] }), textFromValue(null)]).toEqual([
    'a"b',
    '3',
    '{"a":[1]}',
    '',
  ]);
});
