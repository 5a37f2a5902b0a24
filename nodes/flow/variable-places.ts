// Where a variable lives: in the conversation, in one turn, with the customer, or shared by all conversations of a flow.
import { FlowError } from '#nodes/kit/errors.ts';
import { isJsonObject, type Json, type JsonObject } from '#nodes/kit/json.ts';
import { framesOf, framesByNode } from './composed.ts';
import type { FlowContext } from './context.ts';
import type { FlowDocument, FlowVariable } from './document.ts';

/** The variables as one node sees them. */
export interface Place {
  /** The call the node belongs to; absent in the outermost flow. */
  readonly frame?: string;
  /** The flow that owns shared variables; empty: the flow of the session itself. */
  readonly owner: string;
  /** Declared variables that do not live in the conversation. */
  readonly homes: ReadonlyMap<string, Exclude<FlowVariable['scope'], 'session'>>;
}

/** The outermost flow without declared variables. */
export const OUTERMOST: Place = { owner: '', homes: new Map() };

/** A change of a shared variable, to be made where all conversations see it. `add` adds to whatever stands there. */
export interface SharedWrite {
  readonly owner: string;
  readonly name: string;
  readonly change: { readonly set: Json } | { readonly add: number };
}

/** The place of every node. */
export function placesOf(document: FlowDocument): (node: string) => Place {
  const outermost: Place = { owner: '', homes: homesOf(document.variables) };
  const frames = new Map<string, Place>(
    Object.entries(framesOf(document)).map(([frame, call]) => [
      frame,
      { frame, owner: call.flow, homes: homesOf(call.variables) },
    ]),
  );
  const byNode = framesByNode(document);
  return (node) => frames.get(byNode.get(node) ?? '') ?? outermost;
}

/** The shared variables a flow declares, with their first values, by owner. Empty: it needs none. */
export function sharedVariablesOf(document: FlowDocument): Readonly<Record<string, JsonObject>> {
  const found: Record<string, Record<string, Json>> = {};
  const declare = (owner: string, variables: readonly FlowVariable[]) => {
    for (const { name, scope, initial } of variables)
      if (scope === 'flow') (found[owner] ??= {})[name] = (initial ?? null) as Json;
  };
  declare('', document.variables);
  for (const { flow, variables } of Object.values(framesOf(document))) declare(flow, variables);
  return found;
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
    case 'flow':
      return own(own(context.shared ?? {}, place.owner) ?? {}, name) ?? null;
    case undefined:
      return own(varsAt(context, place), name) ?? null;
  }
}

/** Writes a variable (`name`), a member of one (`lead.phone`) or a fact about the customer (`customer.name`). `added`: what was added to a number, if that is how the value came about. */
export function writeVariable(
  context: FlowContext,
  place: Place,
  target: string,
  value: Json,
  added?: number,
): Partial<FlowContext> {
  const dot = target.indexOf('.');
  if (dot < 0) return writeWhole(context, place, target, value, added);
  const [owner, member] = [target.slice(0, dot), target.slice(dot + 1)];
  if (owner === 'customer') return { customer: put(context.customer, member, value) };
  const old = readVariable(context, place, owner);
  return writeWhole(context, place, owner, put(isJsonObject(old) ? old : {}, member, value));
}

function writeWhole(
  context: FlowContext,
  place: Place,
  name: string,
  value: Json,
  added?: number,
): Partial<FlowContext> {
  switch (place.homes.get(name)) {
    case 'customer':
      return { customer: put(context.customer, name, value) };
    case 'turn': {
      const key = place.frame ?? '';
      return { turns: { ...context.turns, [key]: put(own(context.turns ?? {}, key) ?? {}, name, value) } };
    }
    case 'flow': {
      const { owner } = place;
      const change = added === undefined ? { set: value } : { add: added };
      return {
        shared: { ...context.shared, [owner]: put(own(context.shared ?? {}, owner) ?? {}, name, value) },
        written: [...(context.written ?? []), { owner, name, change }],
      };
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
