// Arguments of tools as fields: what a field can show, and that nothing is lost on the way to JSON and back.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { argumentFields, keptArguments, readArguments, textOf, withArgument } from './tool-arguments.ts';

const schema = {
  type: 'object',
  properties: {
    city: { type: 'string', description: 'Where' },
    days: { type: 'integer' },
    detailed: { type: 'boolean' },
    unit: { enum: ['C', 'F'] },
    note: { anyOf: [{ type: 'string' }, { type: 'null' }], title: 'Note' },
    limit: { type: ['number', 'null'] },
  },
  required: ['city'],
};

test('simple arguments become fields', () => {
  expect(argumentFields(schema)).toEqual([
    { name: 'city', kind: 'text', required: true, hint: 'Where', choices: [] },
    { name: 'days', kind: 'number', required: false, hint: '', choices: [] },
    { name: 'detailed', kind: 'boolean', required: false, hint: '', choices: [] },
    { name: 'unit', kind: 'choice', required: false, hint: '', choices: ['C', 'F'] },
    { name: 'note', kind: 'text', required: false, hint: 'Note', choices: [] },
    { name: 'limit', kind: 'number', required: false, hint: '', choices: [] },
  ]);
  expect(argumentFields({ type: 'object' })).toEqual([]);
});

test.each([
  [{ properties: { a: { type: 'array' } } }],
  [{ properties: { a: { type: 'object' } } }],
  [{ properties: { a: { $ref: '#/x' } } }],
  [{ properties: { a: { enum: [1, 2] } } }],
  [{ properties: { a: { anyOf: [{ type: 'string' }, { type: 'number' }] } } }],
  [{ properties: { a: true } }],
  [{ properties: [] }],
  [null],
])('a richer schema has no fields: %j', (rich) => {
  expect(argumentFields(rich)).toBeUndefined();
});

test('numbers and switches keep their type, variables stay what they are', () => {
  const fields = new Map(argumentFields(schema)?.map((field) => [field.name, field]));
  let written = '';
  for (const [name, text] of [
    ['city', '{{ city }}'],
    ['days', '3'],
    ['detailed', 'true'],
    ['unit', 'C'],
    ['limit', '{{ n }}'],
  ] as const) {
    written = withArgument(written, fields.get(name)!, text);
  }
  expect(readArguments(written)).toEqual({ city: '{{ city }}', days: 3, detailed: true, unit: 'C', limit: '{{ n }}' });
  expect(readArguments(withArgument(written, fields.get('days')!, ''))).not.toHaveProperty('days');
});

test('what was written in a field is what it shows', () => {
  const [field] = argumentFields({ properties: { a: { type: 'string' } } })!;
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(textOf(readArguments(withArgument('{"b": 1}', field!, text))?.['a'])).toBe(text);
      expect(readArguments(withArgument('{"b": 1}', field!, text))?.['b']).toBe(1);
    }),
  );
  expect(textOf({})).toBeUndefined();
});

test('another tool keeps what it takes too', () => {
  expect(readArguments(keptArguments('{"city": "a", "x": [1]}', argumentFields(schema)))).toEqual({ city: 'a' });
  expect(keptArguments('{"x": [1]}', undefined)).toBe('{"x": [1]}');
  expect(keptArguments('{broken', argumentFields(schema))).toBe('{broken');
});
