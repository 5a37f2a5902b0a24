// The step search finds the shipped types the way people look for them.
import { expect, it } from 'vitest';
import { NODE_TYPES } from '#nodes/registry.gen.ts';
import { groupTypes, searchTypes } from './type-search.ts';

const first = (query: string): string | undefined => searchTypes(NODE_TYPES, query)[0]?.type;

it.each([
  ['zrg', 'handoff'],
  ['人工', 'handoff'],
  ['hand', 'handoff'],
  ['  MESSAGE ', 'message'],
])('finds by %s', (query, type) => {
  expect(first(query)).toBe(type);
});

it('matches nothing for an empty query and never offers the start', () => {
  expect(searchTypes(NODE_TYPES, '  ')).toEqual([]);
  expect(searchTypes(NODE_TYPES, 'start').map((type) => type.type)).not.toContain('start');
  expect(groupTypes(NODE_TYPES).flatMap((group) => group.types.map((type) => type.type))).not.toContain('start');
});

it('offers every other type once in the palette', () => {
  const offered = groupTypes(NODE_TYPES).flatMap((group) => group.types.map((type) => type.type));
  expect([...offered].sort()).toEqual(
    Object.keys(NODE_TYPES)
      .filter((type) => type !== 'start')
      .sort(),
  );
});
