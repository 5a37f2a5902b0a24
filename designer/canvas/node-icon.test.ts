// Every step type has a picture of its own in the palette.
import { expect, it } from 'vitest';
import { NODE_TYPES } from '#nodes/registry.gen.ts';
import { ICONS } from './node-icon.tsx';

it.each(Object.values(NODE_TYPES).map(({ type, icon }) => [type, icon]))('draws %s with %s', (_type, icon) => {
  expect(Object.keys(ICONS)).toContain(icon);
});
