// What the actions and guards of calls, loops and parallels mean.
import { isJsonObject, type Json, type JsonObject } from '#nodes/kit/json.ts';
import type { ActionParams, GuardParams } from '#nodes/kit/machine.ts';
import type { FlowContext } from './context.ts';
import { writeVariable, type Place } from './variable-places.ts';

/** Items of a list that one loop goes through. */
const MAX_ITEMS = 1000;
/** Keys that one counter remembers. */
const MAX_KEYS = 100;

/** Opens the variables of a called flow. `values` are its inputs, computed where it is called. */
export function openFrame(
  context: FlowContext,
  { node, initial, keep }: ActionParams['call'],
  values: JsonObject,
): Partial<FlowContext> {
  if (keep && Object.hasOwn(context.frames ?? {}, node)) return {};
  return {
    frames: { ...context.frames, [node]: { ...initial, ...values } },
    ...(context.turns === undefined ? {} : { turns: without(context.turns, node) }),
    returned: null,
  };
}

/** Closes the variables of a called flow and of everything it called in turn. */
export function closeFrame(context: FlowContext, node: string): Partial<FlowContext> {
  return { frames: without(context.frames ?? {}, node), returned: null };
}

/** Begins the rounds of a loop. A value that is no list is a list of one; nothing is none. */
export function beginLoop(context: FlowContext, node: string, list: Json | undefined): Partial<FlowContext> {
  const items =
    list === undefined ? null : Array.isArray(list) ? (list as readonly Json[]).slice(0, MAX_ITEMS) : listOf(list);
  return { loops: { ...context.loops, [node]: { items, index: 0 } } };
}

/** The next round. */
export function nextRound(context: FlowContext, node: string): Partial<FlowContext> {
  const { items, index } = loopAt(context, node);
  return { loops: { ...context.loops, [node]: { items, index: index + 1 } } };
}

/** Names the item and its number, counted from 1, in the flow's variables. */
export function nameItem(
  context: FlowContext,
  { node, item, index }: ActionParams['item'],
  place: Place,
): Partial<FlowContext> {
  const loop = loopAt(context, node);
  let next = context;
  if (item !== '' && loop.items !== null)
    next = { ...next, ...writeVariable(next, place, item, loop.items[loop.index] ?? null) };
  if (index !== '') next = { ...next, ...writeVariable(next, place, index, loop.index + 1) };
  return next;
}

/** Is there another round? `holds` says whether the condition of a loop without a list is true. */
export function hasRound(context: FlowContext, { node, max }: GuardParams['hasRound'], holds: () => boolean): boolean {
  const { items, index } = loopAt(context, node);
  if (index >= max) return false;
  return items === null ? holds() : index < items.length;
}

/** No branch is done yet. */
export function fork(context: FlowContext, node: string): Partial<FlowContext> {
  return { joins: { ...context.joins, [node]: [] } };
}

/** One more branch is done. */
export function join(context: FlowContext, { node, branch }: ActionParams['join']): Partial<FlowContext> {
  const done = doneOf(context, node);
  return done.includes(branch) ? {} : { joins: { ...context.joins, [node]: [...done, branch] } };
}

/** Are enough branches done? */
export function isJoined(context: FlowContext, { node, need }: GuardParams['joined']): boolean {
  return doneOf(context, node).length >= need;
}

/** Counts a visit. After its window a count starts over; the oldest key goes when there are too many. */
export function tally(context: FlowContext, node: string, windowMs: number, key: string): Partial<FlowContext> {
  const counts = countsOf(context, node);
  const known = Object.hasOwn(counts, key) ? counts[key] : undefined;
  const runs = known !== undefined && (windowMs === 0 || context.now - known.since <= windowMs);
  const next = runs ? { count: known.count + 1, since: known.since } : { count: 1, since: context.now };
  const entries = [...Object.entries(counts).filter(([name]) => name !== key), [key, next] as const];
  return { tallies: { ...context.tallies, [node]: Object.fromEntries(entries.slice(-MAX_KEYS)) } };
}

/** How often a key was counted. */
export function tallyOf(context: FlowContext, node: string, key: string): number {
  const counts = countsOf(context, node);
  return Object.hasOwn(counts, key) ? (counts[key]?.count ?? 0) : 0;
}

function countsOf(context: FlowContext, node: string) {
  const tallies = context.tallies ?? {};
  return (Object.hasOwn(tallies, node) ? tallies[node] : undefined) ?? {};
}

/** What a called flow gave back, as its caller's `event.output`. */
export function outputsOf(context: FlowContext): JsonObject {
  const outputs = context.returned?.outputs;
  return isJsonObject(outputs) ? outputs : {};
}

function listOf(value: Json): readonly Json[] {
  return value === null ? [] : [value];
}

function loopAt(
  context: FlowContext,
  node: string,
): { readonly items: readonly Json[] | null; readonly index: number } {
  const loops = context.loops ?? {};
  return (Object.hasOwn(loops, node) ? loops[node] : undefined) ?? { items: [], index: 0 };
}

function doneOf(context: FlowContext, node: string): readonly string[] {
  const joins = context.joins ?? {};
  return (Object.hasOwn(joins, node) ? joins[node] : undefined) ?? [];
}

function without<V>(values: Readonly<Record<string, V>>, key: string): Readonly<Record<string, V>> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => name !== key));
}
