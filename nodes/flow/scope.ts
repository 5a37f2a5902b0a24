// What expressions and templates can see: names looked up in a session's context.
import type { Entity } from '#nodes/kit/effects.ts';
import type { Json, JsonObject } from '#nodes/kit/json.ts';
import type { FlowContext } from './context.ts';
import { OUTERMOST, readVariable, varsAt, type Place } from './variable-places.ts';

/** A place to look names up. Only own data is ever found; an unknown name is null. */
export interface Scope {
  lookup(name: string): Json;
  /** Unix ms. */
  readonly now: number;
  readonly locale: string;
  /** IANA name; local dates and times are meant in it. */
  readonly timeZone: string;
}

/** Names that the language itself gives; a variable of the same name is hidden. */
export const RESERVED_NAMES: ReadonlySet<string> = new Set([
  'customer',
  'session',
  'turn',
  'last',
  'now',
  'event',
  'visits',
  'vars',
]);

/**
 * The scope of a running session. `event` is the event being handled.
 * Cheap: nothing is copied, the view of the turn is made when first asked for.
 */
export function scopeFrom(
  context: FlowContext,
  event: Json = null,
  timeZone = 'Asia/Shanghai',
  place: Place = OUTERMOST,
): Scope {
  return new SessionScope(context, event, timeZone, place);
}

/** A scope over plain values, for previews and tests. */
export function scopeOf(
  values: JsonObject,
  { now = 0, locale = 'zh-CN', timeZone = 'Asia/Shanghai' }: { now?: number; locale?: string; timeZone?: string } = {},
): Scope {
  return {
    now,
    locale,
    timeZone,
    lookup: (name) => (name === 'now' && !Object.hasOwn(values, name) ? now : own(values, name)),
  };
}

class SessionScope implements Scope {
  readonly timeZone: string;
  private readonly context: FlowContext;
  private readonly event: Json;
  private readonly place: Place;
  private turn: JsonObject | undefined;

  constructor(context: FlowContext, event: Json, timeZone: string, place: Place) {
    this.context = context;
    this.event = event;
    this.timeZone = timeZone;
    this.place = place;
  }

  get now(): number {
    return this.context.now;
  }

  get locale(): string {
    return this.context.session.locale;
  }

  lookup(name: string): Json {
    switch (name) {
      case 'customer':
        return this.context.customer;
      case 'session':
        return this.context.session;
      case 'turn':
      case 'last':
        return (this.turn ??= turnView(this.context));
      case 'now':
        return this.context.now;
      case 'event':
        return this.event;
      case 'visits':
        return this.context.visits;
      case 'vars':
        return varsAt(this.context, this.place);
      default:
        return readVariable(this.context, this.place, name);
    }
  }
}

/** The latest sentence and what was understood of it. `entities` holds the first value of each kind: `turn.entities.phone`; `intents` all candidates, best first. */
function turnView({ turn }: FlowContext): JsonObject {
  const { text, understood } = turn;
  const best = understood === null || understood.outOfScope ? undefined : understood.intents[0];
  return {
    text,
    intent: best?.intent ?? null,
    intents: understood?.intents ?? [],
    score: best?.score ?? 0,
    outOfScope: understood?.outOfScope ?? true,
    emotion: understood?.emotion.label ?? 'calm',
    intensity: understood?.emotion.intensity ?? 0,
    language: understood?.language ?? null,
    entities: firstOfEachKind(understood?.entities ?? []),
  };
}

function firstOfEachKind(entities: readonly Entity[]): JsonObject {
  const found: Record<string, string> = {};
  for (const { kind, value } of entities) found[kind] ??= value;
  return found;
}

function own(values: JsonObject, name: string): Json {
  return Object.hasOwn(values, name) ? (values[name] ?? null) : null;
}
