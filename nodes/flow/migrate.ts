// Carries a running session from one version of its flow to another: where it stands, what it counts, its timers and its variables.
import type { AnyStateNode } from 'xstate';
import { isJsonObject, type Json, type JsonObject } from '#nodes/kit/json.ts';
import type { StateJson } from '#nodes/kit/machine.ts';
import type { CompiledFlow } from './compile.ts';
import type { FlowContext, FlowSnapshot } from './context.ts';
import { convertVariables, type VariableChange } from './migrate-variables.ts';
import type { NodeTargets } from './node-map.ts';

/** A timer as it stands: `event` is the chart's name for it, `dueAt` Unix ms. */
export interface StandingTimer {
  readonly id: string;
  readonly event: string;
  readonly dueAt: number;
}

/**
 * Why a session cannot be moved.
 * - `unmapped`: the node it stands at has no successor.
 * - `shape`: the successor has no place of the same kind (one waits for the customer, the other for a system).
 * - `working`: a call is under way whose answer would find nobody; it can be moved when the answer is there.
 * - `timer`: the successor's waiting time cannot be computed.
 */
export type StuckReason = 'unmapped' | 'shape' | 'working' | 'timer';

/** What came of it. A stuck session is left exactly as it is. `node` is where the session stands in the old version. */
export type Migrated =
  | {
      readonly ok: true;
      readonly node: string;
      readonly snapshot: FlowSnapshot;
      readonly timers: { readonly set: readonly StandingTimer[]; readonly cancel: readonly string[] };
      readonly variables: readonly VariableChange[];
      /** Values of variables whose new type cannot hold them. */
      readonly lost: JsonObject;
    }
  | { readonly ok: false; readonly node: string; readonly reason: StuckReason };

/** What is moved. `timers` are the rows of the chart; rows that the chart does not know stay as they are. */
export interface StandingSession {
  readonly snapshot: FlowSnapshot;
  readonly timers: readonly StandingTimer[];
}

/** Moves a session that waits. Pure: the dry run and the move are this same function. */
export function migrateSession(
  from: CompiledFlow,
  to: CompiledFlow,
  targets: NodeTargets,
  { snapshot, timers }: StandingSession,
  now: number,
): Migrated {
  const [node, inner] = placeOf(snapshot.value);
  const stuck = (reason: StuckReason): Migrated => ({ ok: false, node, reason });
  const target = targetOf(node, targets);
  const person = snapshot.context.person;
  const personNode = person === null ? null : targetOf(person.node, targets);
  if (target === null || (person !== null && personNode === null)) return stuck('unmapped');
  const [oldState, newState] = [from.config.states[node], to.config.states[target]];
  if (newState === undefined) return stuck('unmapped');
  const fitted = oldState === undefined ? undefined : fit(newState, inner);
  if (oldState === undefined || fitted === undefined) return stuck('shape');
  const oldTags = tagsAt(oldState, inner);
  if (oldTags !== tagsAt(newState, fitted.inner)) return stuck('shape');
  // The answer of a call names the node that asked.
  if (oldTags.includes('working') && target !== node) return stuck('working');

  const value: Json = fitted.inner === undefined ? target : { [target]: fitted.inner };
  const variables = convertVariables(from.document, to.document, snapshot.context.vars);
  const context: FlowContext = {
    ...snapshot.context,
    vars: variables.vars,
    visits: mapCounts(snapshot.context.visits, targets),
    tries: mapCounts(snapshot.context.tries, targets),
    person: person === null || personNode === null ? null : { ...person, node: personNode },
  };
  const moved = moveTimers(
    delaysAt(from.machine.states[node], inner),
    delaysAt(to.machine.states[target], fitted.inner),
    timers,
    (name) => delayMs(to, name, context, now),
    now,
  );
  if (moved === undefined) return stuck('timer');
  return {
    ok: true,
    node,
    snapshot: { ...snapshot, value, context },
    timers: moved,
    variables: variables.changes,
    lost: variables.lost,
  };
}

/** The node or built-in state a session stands at, and where inside. */
export function placeOf(value: Json): readonly [node: string, inner: Json | undefined] {
  if (isJsonObject(value)) {
    const [entry] = Object.entries(value);
    if (entry !== undefined) return entry;
  }
  return [typeof value === 'string' ? value : '', undefined];
}

/** Built-in states are in every flow. */
function targetOf(node: string, targets: NodeTargets): string | null {
  return node.startsWith('_') ? node : (targets.get(node) ?? null);
}

/** The same place inside another state; a state without inner places and one that waits inside meet at its `waiting`. */
function fit(state: StateJson, inner: Json | undefined): { readonly inner: Json | undefined } | undefined {
  if (state.states === undefined) return inner === undefined || inner === 'waiting' ? { inner: undefined } : undefined;
  const wanted = inner === undefined ? 'waiting' : inner;
  if (typeof wanted === 'string') {
    const found = Object.hasOwn(state.states, wanted) ? state.states[wanted] : undefined;
    return found === undefined || found.states !== undefined ? undefined : { inner: wanted };
  }
  if (!isJsonObject(wanted)) return undefined;
  const places: Record<string, Json> = {};
  for (const [name, below] of Object.entries(wanted)) {
    const found = Object.hasOwn(state.states, name) ? state.states[name] : undefined;
    const fitted = found === undefined ? undefined : fit(found, isEmpty(below) ? undefined : below);
    if (fitted === undefined) return undefined;
    places[name] = fitted.inner ?? {};
  }
  return { inner: places };
}

function isEmpty(value: Json): boolean {
  return isJsonObject(value) && Object.keys(value).length === 0;
}

/** The tags that hold at a place, as one comparable text. */
function tagsAt(state: StateJson, inner: Json | undefined): string {
  const tags = new Set<string>(state.tags ?? []);
  const below = typeof inner === 'string' ? { [inner]: {} } : isJsonObject(inner ?? null) ? (inner as JsonObject) : {};
  for (const [name, deeper] of Object.entries(below)) {
    const found = state.states?.[name];
    if (found !== undefined) for (const tag of tagsAt(found, deeper).split(' ')) if (tag !== '') tags.add(tag);
  }
  return [...tags].sort().join(' ');
}

function mapCounts(counts: Readonly<Record<string, number>>, targets: NodeTargets): Readonly<Record<string, number>> {
  const mapped = new Map<string, number>();
  for (const [node, count] of Object.entries(counts)) {
    const target = targetOf(node, targets);
    if (target !== null) mapped.set(target, Math.max(mapped.get(target) ?? 0, count));
  }
  return Object.fromEntries(mapped);
}

interface Delay {
  /** Name within the node, such as `noReply`: the same in both versions. */
  readonly key: string;
  readonly name: string;
  readonly event: string;
}

/** The delays that run at a place of the chart. */
function delaysAt(state: AnyStateNode | undefined, inner: Json | undefined): readonly Delay[] {
  if (state === undefined) return [];
  const own = state.after.map(({ delay, eventType }) => {
    const name = String(delay);
    return { key: name.slice(name.indexOf(':') + 1), name, event: String(eventType) };
  });
  const below = typeof inner === 'string' ? { [inner]: {} } : isJsonObject(inner ?? null) ? (inner as JsonObject) : {};
  return [...own, ...Object.entries(below).flatMap(([name, deeper]) => delaysAt(state.states[name], deeper))];
}

/**
 * A timer that both versions have keeps its deadline; one the new version does not have is taken away, one that only it has starts now.
 * Undefined: a new one has no length.
 */
function moveTimers(
  before: readonly Delay[],
  after: readonly Delay[],
  timers: readonly StandingTimer[],
  lengthOf: (name: string) => number | undefined,
  now: number,
): { readonly set: readonly StandingTimer[]; readonly cancel: readonly string[] } | undefined {
  const standing = new Map(timers.map((timer) => [timer.event, timer]));
  const hadKey = new Map(before.map((delay) => [delay.key, delay]));
  const set: StandingTimer[] = [];
  for (const delay of after) {
    const former = hadKey.get(delay.key);
    const timer = former === undefined ? undefined : standing.get(former.event);
    if (timer !== undefined) set.push({ id: delay.event, event: delay.event, dueAt: timer.dueAt });
    // A reminder that was given already is not given again.
    else if (former === undefined) {
      const ms = lengthOf(delay.name);
      if (ms === undefined) return undefined;
      set.push({ id: delay.event, event: delay.event, dueAt: now + ms });
    }
  }
  const cancel = before.flatMap(({ event }) => {
    const timer = standing.get(event);
    return timer === undefined ? [] : [timer.id];
  });
  return { set, cancel };
}

/** How long a delay of the new version is, as the chart itself would compute it. */
function delayMs(flow: CompiledFlow, name: string, context: FlowContext, now: number): number | undefined {
  const table = flow.machine.implementations.delays as Readonly<Record<string, unknown>>;
  const length = table[name];
  if (typeof length !== 'function') return undefined;
  flow.faults.fault = null;
  const ms: unknown = (length as (moment: object) => unknown)({
    context: { ...context, now },
    event: { type: 'session.migrated', at: now },
  });
  const failed = hasFault(flow);
  flow.faults.fault = null;
  return !failed && typeof ms === 'number' ? ms : undefined;
}

function hasFault({ faults }: CompiledFlow): boolean {
  return faults.fault !== null;
}
