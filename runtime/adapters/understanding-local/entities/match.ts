// A small step from a pattern's matches to entities.
import type { Entity } from '#nodes/kit/effects.ts';
import { matchesOf } from '../text/matches-of.ts';

/** One entity per match for which `valueOf` finds a value; a named group `fact` narrows the span. The pattern must have flags `d` and `g`. */
export function entitiesOf(
  text: string,
  kind: Entity['kind'],
  pattern: RegExp,
  valueOf: (groups: readonly (string | undefined)[], fact: string) => string | undefined,
): Entity[] {
  const found: Entity[] = [];
  for (const match of matchesOf(text, pattern)) {
    const span = match.indices?.groups?.['fact'] ?? match.indices?.[0];
    if (span === undefined) continue;
    const [start, end] = span;
    const fact = text.slice(start, end);
    const value = valueOf(match, fact);
    if (value !== undefined) found.push({ kind, text: fact, value, start, end });
  }
  return found;
}
