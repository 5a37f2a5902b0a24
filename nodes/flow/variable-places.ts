// Where a variable lives: in the conversation, in one turn, with the customer, or in all conversations of the flow.
import { deadlineOf, keptUntil } from '#nodes/kit/deadline.ts';
import { FlowError } from '#nodes/kit/errors.ts';
import { isJsonObject, type Json, type JsonObject } from '#nodes/kit/json.ts';
import { framesOf, framesByNode } from './composed.ts';
import type { FlowContext } from './context.ts';
import type { FlowDocument, FlowVariable } from './document.ts';

/** Longest facts about the customer, UTF-16 units of JSON. */
export const MAX_CUSTOMER_LENGTH = 32_000;
/** The same for what a flow shares. */
const MAX_SHARED_LENGTH = 8_000;

/** The variables as one node sees them. */
export interface Place {
  /** The call the node belongs to; absent in the outermost flow. */
  readonly frame?: string;
  /** Declared variables that do not live in the conversation. */
  readonly homes: ReadonlyMap<string, Exclude<FlowVariable['scope'], 'session'>>;
  /** What such a variable is while nobody gave it a value. */
  readonly initials?: JsonObject;
}

/** The outermost flow without declared variables. */
export const OUTERMOST: Place = { homes: new Map() };

/** The place of every node. */
export function placesOf(document: FlowDocument): (node: string) => Place {
  const outermost: Place = placeOf(document.variables);
  const frames = new Map<string, Place>(
    Object.entries(framesOf(document)).map(([frame, call]) => [frame, { frame, ...placeOf(call.variables) }]),
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
      return own(context.customer, name) ?? initialOf(place, name);
    case 'flow':
      return own(context.flow ?? {}, name) ?? initialOf(place, name);
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
  if (owner === 'customer') return { customer: fact(context.customer, member, value) };
  const old = readVariable(context, place, owner);
  return writeWhole(context, place, owner, put(isJsonObject(old) ? old : {}, member, value));
}

/** From that moment on (Unix ms) what was just written is forgotten; writing it anew makes it stay. Of `a.b`, all of `a`. */
export function expireVariable(context: FlowContext, place: Place, target: string, at: number): Partial<FlowContext> {
  const [owner = '', member] = target.split('.');
  if (owner === 'customer' && member !== undefined) return { customer: fact(context.customer, deadlineOf(member), at) };
  return writeWhole(context, place, deadlineOf(owner), at, place.homes.get(owner));
}

/** Forgets what is due at that moment: in the conversation, about the customer, in what the flow shares. */
export function forgetExpired(context: FlowContext, at: number): FlowContext {
  const vars = lasting(context.vars, at);
  const customer = lasting(context.customer, at);
  const flow = context.flow === undefined ? undefined : lasting(context.flow, at);
  const frames = context.frames === undefined ? undefined : lastingFrames(context.frames, at);
  if (vars === context.vars && customer === context.customer && flow === context.flow && frames === context.frames)
    return context;
  return {
    ...context,
    vars,
    customer,
    ...(flow === undefined ? {} : { flow }),
    ...(frames === undefined ? {} : { frames }),
  };
}

function lasting(values: JsonObject, at: number): JsonObject {
  let left = values;
  for (const key in values) {
    const name = keptUntil(key);
    const due = name === undefined ? undefined : own(values, key);
    if (name !== undefined && typeof due === 'number' && due <= at) left = without(without(left, key), name);
  }
  return left;
}

function lastingFrames(frames: Readonly<Record<string, JsonObject>>, at: number): Readonly<Record<string, JsonObject>> {
  const entries = Object.entries(frames).map(([frame, values]) => [frame, lasting(values, at)] as const);
  return entries.every(([frame, values]) => values === frames[frame]) ? frames : Object.fromEntries(entries);
}

function without(values: JsonObject, name: string): JsonObject {
  const { [name]: _gone, ...left } = values;
  return left;
}

function writeWhole(
  context: FlowContext,
  place: Place,
  name: string,
  value: Json,
  home = place.homes.get(name),
): Partial<FlowContext> {
  switch (home) {
    case 'customer':
      return { customer: fact(context.customer, name, value) };
    case 'flow':
      return { flow: shared(context.flow ?? {}, name, value) };
    case 'turn': {
      const key = place.frame ?? '';
      return { turns: { ...context.turns, [key]: put(own(context.turns ?? {}, key) ?? {}, name, value) } };
    }
    case undefined:
      if (place.frame === undefined) return { vars: put(context.vars, name, value) };
      return { frames: { ...context.frames, [place.frame]: put(varsAt(context, place), name, value) } };
  }
}

/** One more fact about the customer; what is kept with the customer is bounded, so that nobody is followed by a whole file. */
function fact(customer: JsonObject, name: string, value: Json): JsonObject {
  const next = put(customer, name, value);
  const length = JSON.stringify(next).length;
  if (length > MAX_CUSTOMER_LENGTH && length > JSON.stringify(customer).length)
    throw new FlowError(
      'EXPRESSION_FAILED',
      `Too much is kept about this customer (more than ${String(MAX_CUSTOMER_LENGTH / 1000)} KB). Store less in "customer.${name}", or keep it in the conversation.`,
    );
  return next;
}

/** Small, for it rides in every event of every conversation of the flow. */
function shared(values: JsonObject, name: string, value: Json): JsonObject {
  const next = put(values, name, value);
  const length = JSON.stringify(next).length;
  if (length > MAX_SHARED_LENGTH && length > JSON.stringify(values).length)
    throw new FlowError(
      'EXPRESSION_FAILED',
      `The variables of the flow hold more than ${String(MAX_SHARED_LENGTH / 1000)} KB. Store less in "${name}", or use a table.`,
    );
  return next;
}

function initialOf({ initials = {} }: Place, name: string): Json {
  return own(initials, name) ?? null;
}

/** First values of variables that live longer than a conversation. */
function initialsOf(variables: readonly FlowVariable[]): JsonObject {
  return Object.fromEntries(
    variables.flatMap(({ name, scope, initial }) =>
      initial === undefined || (scope !== 'customer' && scope !== 'flow') ? [] : [[name, initial as Json]],
    ),
  );
}

function placeOf(variables: readonly FlowVariable[]): Place {
  return { homes: homesOf(variables), initials: initialsOf(variables) };
}

function homesOf(variables: readonly FlowVariable[]): Place['homes'] {
  return new Map(variables.flatMap(({ name, scope }) => (scope === 'session' ? [] : [[name, scope] as const])));
}

function put(object: JsonObject, key: string, value: Json): JsonObject {
  if (key === '__proto__') throw new FlowError('EXPRESSION_FAILED', 'A variable may not be called "__proto__".');
  const deadline = deadlineOf(key);
  return { ...(Object.hasOwn(object, deadline) ? without(object, deadline) : object), [key]: value };
}

/** Own data only: a variable may be called "constructor". */
function own<V>(values: Readonly<Record<string, V>>, name: string): V | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
