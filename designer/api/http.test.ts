// Paths leave out what was not asked for.
import { describe, expect, it } from 'vitest';
import { withQuery } from './http.ts';
import { randomId } from './random-id.ts';

describe('a path with a query', () => {
  it('leaves out empty values and encodes the others', () => {
    expect(withQuery('/leads', { q: '王 a&b', stage: '', owner: undefined, limit: 50 })).toBe(
      '/leads?q=%E7%8E%8B+a%26b&limit=50',
    );
  });

  it('stays bare when nothing is asked for', () => {
    expect(withQuery('/leads', { q: '' })).toBe('/leads');
  });
});

describe('an id of an act', () => {
  it('has 128 random bits', () => {
    expect(randomId()).toMatch(/^[0-9a-f]{32}$/);
    expect(randomId()).not.toBe(randomId());
  });
});
