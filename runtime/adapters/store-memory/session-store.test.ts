// The store in memory under the suite of its port.
import { expect, it } from 'vitest';
import { sessionStoreConformance } from '#runtime/ports/session-store.conformance.ts';
import { newSession, nextTurn } from '#runtime/testkit/turns.ts';
import { createMemorySessionStore } from './session-store.ts';

sessionStoreConformance('The store in memory', () => {
  const store = createMemorySessionStore();
  return Promise.resolve({ store, close: () => store.close() });
});

it('shows each stored turn to whoever projects it, and no other', async () => {
  const seen: number[] = [];
  const store = createMemorySessionStore({ onStored: (turn) => seen.push(turn.session.revision) });
  const turn = nextTurn(newSession());
  await store.advance(turn);
  await store.advance(turn);
  expect(seen).toEqual([1]);
});
