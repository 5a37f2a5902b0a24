// One handler for each effect kind that has a result; the compiler finds a missing one.
import type { Effect, EffectKind, EFFECT_TIMING } from '#nodes/kit/effects.ts';
import type { Json } from '#nodes/kit/json.ts';
import type { OutboxRow, StoredSession } from '#runtime/ports/session-store.ts';

type KindsWith<T> = { [K in EffectKind]: (typeof EFFECT_TIMING)[K] extends T ? K : never }[EffectKind];

/** Kinds that run inside the turn. */
export type LocalKind = KindsWith<'local'>;
/** Kinds that run after the commit. */
export type RemoteKind = KindsWith<'remote'>;

/** An effect of one kind. */
export type EffectOf<K extends EffectKind> = Extract<Effect, { readonly kind: K }>;

/** The handlers of local effects: no network, nothing changed outside. */
export type LocalHandlers = {
  readonly [K in LocalKind]: (effect: EffectOf<K>, session: StoredSession) => Promise<Json> | Json;
};

/** The handlers of remote effects. `row.key` is the idempotency key. */
export type RemoteHandlers = {
  readonly [K in RemoteKind]: (effect: EffectOf<K>, row: OutboxRow, signal: AbortSignal) => Promise<Json>;
};

/** Calls the handler of a local effect. */
export async function runLocal(handlers: LocalHandlers, effect: Effect, session: StoredSession): Promise<Json> {
  const table: Readonly<Record<string, ((effect: never, session: StoredSession) => Promise<Json> | Json) | undefined>> =
    handlers;
  const handler = table[effect.kind];
  if (handler === undefined) throw new Error(`No local handler for ${effect.kind}.`);
  return handler(effect as never, session);
}

/** Calls the handler of a remote effect. */
export async function runRemote(handlers: RemoteHandlers, row: OutboxRow, signal: AbortSignal): Promise<Json> {
  const table: Readonly<
    Record<string, ((effect: never, row: OutboxRow, signal: AbortSignal) => Promise<Json>) | undefined>
  > = handlers;
  const handler = table[row.effect.kind];
  if (handler === undefined) throw new Error(`No remote handler for ${row.effect.kind}.`);
  return handler(row.effect as never, row, signal);
}
