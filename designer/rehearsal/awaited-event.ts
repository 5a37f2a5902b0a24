// Which event the rehearsed conversation waits for, read off the state it rests in and what its steps asked for.
import { isJsonObject, type Json } from '#nodes/kit/json.ts';
import { parseSnapshot, type Turn } from './rehearsal-tree.ts';

/** An event by its name and match key; empty: not known yet, or none. */
export interface Awaited {
  readonly name: string;
  readonly key: string;
}

/** For an event that nobody named yet. */
export const ANY_EVENT: Awaited = { name: '', key: '' };

/** The event that the last turn of a path waits for; null when it waits for none. */
export function awaitedIn(path: readonly Turn[]): Awaited | null {
  const last = path.at(-1);
  const value = parseSnapshot(last)?.value ?? null;
  const node = typeof value === 'string' ? value : isJsonObject(value) ? Object.keys(value)[0] : undefined;
  if (last === undefined || node === undefined || last.result.outcome !== 'waiting') return null;
  const asked = path
    .flatMap(({ result }) => result.effects)
    .findLast((effect) => effect.kind === 'event.await' && effect.node === node);
  const request = parseRequest(asked?.request);
  if (!isJsonObject(request) || typeof request['name'] !== 'string') return null;
  return { name: request['name'], key: typeof request['key'] === 'string' ? request['key'] : '' };
}

/** Requests of effects are JSON. */
function parseRequest(request: unknown): Json {
  return (request ?? null) as Json;
}
