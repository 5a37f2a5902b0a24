// Where a variable lives: in the conversation, in one turn, or with the customer.
import { FlowError } from '#nodes/kit/errors.ts';
import { isJsonObject, type Json, type JsonObject } from '#nodes/kit/json.ts';
import { framesOf, framesByNode } from './composed.ts';
import type { FlowContext } from './context.ts';
import type { FlowDocument, FlowVariable } from './document.ts';

/** The variables as one node sees them. */
export interface Place {
  /** The call the node belongs to; absent in the outermost flow. */
  readonly frame?: string;
  /** Declared variables that do not live in the conversation. */
  readonly homes: ReadonlyMap<string, Exclude<FlowVariable['scope'], 'session'>>;
}

/** The outermost flow without declared variables. */
export const OUTERMOST: Place = { homes: new Map() };

/** The place of every node. */
export function placesOf(document: FlowDocument): (node: string) => Place {
  const outermost: Place = { homes: homesOf(document.variables) };
  const frames = new Map<string, Place>(
    Object.entries(framesOf(document)).map(([frame, call]) => [frame, { frame, homes: homesOf(call.variables) }]),
  );
  const byNode = framesByNode(document);
  return (node) => frames.get(byNode.get(node) ?? '') ?? outermost;
}

/** The variables of the conversation at a place. */
export function varsAt(context: FlowContext, { frame }: Place): JsonObject {
  if (frame === undefined) return context.vars;
  return own(context.frames ?? {}, frame) ?? {};
}

/** A variable; null when it has no value. */
export function readVariable(context: FlowContext, place: Place, name: string): Json {
  switch (place.homes.get(name)) {
    case 'customer':
      return own(context.customer, name) ?? null;
    case 'turn':
      return own(own(context.turns ?? {}, place.frame ?? '') ?? {}, name) ?? null;
    case undefined:
      return own(varsAt(context, place), name) ?? null;
  }
}

/** Writes a variable (`name`), a member of one (`lead.phone`) or a fact about the customer (`customer.name`). */
export function writeVariable(context: FlowContext, place: Place, target: string, value: Json): Partial<FlowContext> {
  const dot = target.indexOf('.');
  if (dot < 0) return writeWhole(context, place, target, value);
  const [owner, member] = [target.slice(0, dot), target.slice(dot + 1)];
  if (owner === 'customer') return { customer: put(context.customer, member, value) };
  const old = readVariable(context, place, owner);
  return writeWhole(context, place, owner, put(isJsonObject(old) ? old : {}, member, value));
}

function writeWhole(context: FlowContext, place: Place, name: string, value: Json): Partial<FlowContext> {
  switch (place.homes.get(name)) {
    case 'customer':
      return { customer: put(context.customer, name, value) };
    case 'turn': {
      const key = place.frame ?? '';
      return { turns: { ...context.turns, [key]: put(own(context.turns ?? {}, key) ?? {}, name, value) } };
    }
    case undefined:
      if (place.frame === undefined) return { vars: put(context.vars, name, value) };
      return { frames: { ...context.frames, [place.frame]: put(varsAt(context, place), name, value) } };
  }
}

function homesOf(variables: readonly FlowVariable[]): Place['homes'] {
  return new Map(variables.flatMap(({ name, scope }) => (scope === 'session' ? [] : [[name, scope] as const])));
}

function put(object: JsonObject, key: string, value: Json): JsonObject {
  if (key === '__proto__') throw new FlowError('EXPRESSION_FAILED', 'A variable may not be called "__proto__".');
  return { ...object, [key]: value };
}

/** Own data only: a variable may be called "constructor". */
function own<V>(values: Readonly<Record<string, V>>, name: string): V | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
