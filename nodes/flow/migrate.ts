// Carries a running session from one version of its flow to another: where it stands, what it counts, its timers and its variables.
import type { AnyStateNode } from 'xstate';
import { isJsonObject, type Json, type JsonObject } from '#nodes/kit/json.ts';
import type { DelaySpec, StateJson } from '#nodes/kit/machine.ts';
import type { CompiledFlow } from './compile.ts';
import type { FlowContext, FlowSnapshot } from './context.ts';
import { memoryOf, targetOf, withoutMemory } from './migrate-context.ts';
import { convertVariables, type VariableChange } from './migrate-variables.ts';
import type { NodeTargets } from './node-map.ts';

/** A timer as it stands: `event` is the chart's name for it, `dueAt` Unix ms. */
export interface StandingTimer {
  readonly id: string;
  readonly event: string;
  readonly dueAt: number;
  /** When it began (time that does not count left out), and its length. Unknown for timers of old. */
  readonly setAt?: number;
  readonly durationMs?: number;
}

/**
 * Why a session cannot be moved.
 * - `unmapped`: a node it stands at has no successor.
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
  if (oldState === undefined) return stuck('shape');
  const standing = nodesAt(node, oldState, inner);
  if (standing.some(({ id }) => targetOf(id, targets) === null)) return stuck('unmapped');
  const fitted = fit(oldState, newState, inner, targets);
  if (fitted === undefined) return stuck('shape');
  if (tagsAt(oldState, inner) !== tagsAt(newState, fitted.inner)) return stuck('shape');
  // The answer of a call names the node that asked.
  if (standing.some(({ id, works }) => works && targetOf(id, targets) !== id)) return stuck('working');

  const value: Json = fitted.inner === undefined ? target : { [target]: fitted.inner };
  const variables = convertVariables(from.document, to.document, snapshot.context.vars);
  const context: FlowContext = {
    ...withoutMemory(snapshot.context),
    ...memoryOf(snapshot.context, targets),
    vars: variables.vars,
    person: person === null || personNode === null ? null : { ...person, node: personNode },
  };
  const moved = moveTimers(
    delaysAt(from.machine.states[node], inner, (id) => targetOf(id, targets) ?? id),
    delaysAt(to.machine.states[target], fitted.inner, (id) => id),
    timers,
    (name) => delayMs(to, name, context, now),
    (name) => to.config.meta.delays[name],
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

/** The nodes a session stands at: one, and in a parallel also those of its branches. Is a call of theirs under way? */
function nodesAt(
  id: string,
  state: StateJson,
  inner: Json | undefined,
): readonly { readonly id: string; readonly works: boolean }[] {
  const below = Object.entries(placesOf(inner)).flatMap(([name, deeper]) => {
    const found = state.states?.[name];
    return found === undefined ? [] : nodesAt(isNode(found, name) ? name : id, found, deeper);
  });
  return [{ id, works: state.tags?.includes('working') === true }, ...below];
}

/** Only the state of a node goes by its own name; the places inside one have another id or none. */
function isNode(state: StateJson, name: string): boolean {
  return state.id === name;
}

/** The same place inside another state; a state without inner places and one that waits inside meet at its `waiting`. */
function fit(
  old: StateJson | undefined,
  state: StateJson,
  inner: Json | undefined,
  targets: NodeTargets,
): { readonly inner: Json | undefined } | undefined {
  if (state.states === undefined) return inner === undefined || inner === 'waiting' ? { inner: undefined } : undefined;
  const wanted = placesOf(inner ?? 'waiting');
  const places = new Map<string, Json | undefined>();
  for (const [name, below] of Object.entries(wanted)) {
    const before = own(old?.states, name);
    const place = before !== undefined && isNode(before, name) ? (targetOf(name, targets) ?? name) : name;
    const found = own(state.states, place);
    const fitted = found === undefined ? undefined : fit(before, found, isEmpty(below) ? undefined : below, targets);
    if (fitted === undefined) return undefined;
    places.set(place, fitted.inner);
  }
  // Each branch of a parallel must be somewhere: one that only the new version has was never begun.
  if (state.type === 'parallel' && places.size !== Object.keys(state.states).length) return undefined;
  const [only] = [...places];
  if (state.type !== 'parallel' && places.size === 1 && only?.[1] === undefined) return { inner: only?.[0] };
  return { inner: Object.fromEntries([...places].map(([name, below]) => [name, below ?? {}])) };
}

/** A place by its parts: `'waiting'` is one part without further ones. */
function placesOf(inner: Json | undefined): JsonObject {
  if (typeof inner === 'string') return { [inner]: {} };
  return isJsonObject(inner ?? null) ? (inner as JsonObject) : {};
}

function own<V>(values: Readonly<Record<string, V>> | undefined, name: string): V | undefined {
  return values !== undefined && Object.hasOwn(values, name) ? values[name] : undefined;
}

function isEmpty(value: Json): boolean {
  return isJsonObject(value) && Object.keys(value).length === 0;
}

/** The tags that hold at a place, as one comparable text. */
function tagsAt(state: StateJson, inner: Json | undefined): string {
  const tags = new Set<string>(state.tags ?? []);
  for (const [name, deeper] of Object.entries(placesOf(inner))) {
    const found = state.states?.[name];
    if (found !== undefined) for (const tag of tagsAt(found, deeper).split(' ')) if (tag !== '') tags.add(tag);
  }
  return [...tags].sort().join(' ');
}

interface Delay {
  /** The node as the new version calls it and the name within it, such as `ask:noReply`: the same in both versions. */
  readonly key: string;
  readonly name: string;
  readonly event: string;
}

/** The delays that run at a place of the chart. Two branches of a parallel may each have one of the same name. */
function delaysAt(
  state: AnyStateNode | undefined,
  inner: Json | undefined,
  successorOf: (node: string) => string,
): readonly Delay[] {
  if (state === undefined) return [];
  const own = state.after.map(({ delay, eventType }) => {
    const name = String(delay);
    const colon = name.indexOf(':');
    return {
      key: `${successorOf(name.slice(0, colon))}${name.slice(colon)}`,
      name,
      event: String(eventType),
    };
  });
  const below = Object.entries(placesOf(inner));
  return [...own, ...below.flatMap(([name, deeper]) => delaysAt(state.states[name], deeper, successorOf))];
}

/**
 * A timer that both versions have keeps its deadline unless its node says otherwise; one the new version does not have is taken away, one that only it has starts now.
 * Undefined: a new one has no length.
 */
function moveTimers(
  before: readonly Delay[],
  after: readonly Delay[],
  timers: readonly StandingTimer[],
  lengthOf: (name: string) => number | undefined,
  specOf: (name: string) => DelaySpec | undefined,
  now: number,
): { readonly set: readonly StandingTimer[]; readonly cancel: readonly string[] } | undefined {
  const standing = new Map(timers.map((timer) => [timer.event, timer]));
  const hadKey = new Map(before.map((delay) => [delay.key, delay]));
  const set: StandingTimer[] = [];
  for (const delay of after) {
    const former = hadKey.get(delay.key);
    const timer = former === undefined ? undefined : standing.get(former.event);
    const spec = specOf(delay.name);
    const waitedFrom = waitedSince(timer, spec);
    if (timer !== undefined && waitedFrom !== undefined && spec !== undefined && 'ms' in spec) {
      set.push(timerOf(delay, waitedFrom, spec.ms, now));
    } else if (timer !== undefined && spec?.keep?.migrate !== 'restart') {
      set.push({ ...timer, id: delay.event, event: delay.event });
    } else if (timer !== undefined || former === undefined) {
      // A reminder that was given already is not given again.
      const ms = lengthOf(delay.name);
      if (ms === undefined) return undefined;
      set.push(timerOf(delay, now, ms, now));
    }
  }
  const cancel = before.flatMap(({ event }) => {
    const timer = standing.get(event);
    return timer === undefined ? [] : [timer.id];
  });
  return { set, cancel };
}

/** Since when the time counts that was waited already; undefined: it does not count. */
function waitedSince(timer: StandingTimer | undefined, spec: DelaySpec | undefined): number | undefined {
  if (spec?.keep?.migrate !== 'remaining' || timer?.setAt === undefined || timer.setAt === 0) return undefined;
  return timer.setAt;
}

function timerOf({ event }: Delay, setAt: number, durationMs: number, now: number): StandingTimer {
  return { id: event, event, dueAt: Math.max(now, setAt + durationMs), setAt, durationMs };
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
