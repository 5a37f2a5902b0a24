// What a session remembers: the context of the compiled machine, all JSON and small.
import type { Emotion, Understood } from '#nodes/kit/effects.ts';
import type { Json, JsonObject } from '#nodes/kit/json.ts';

/** The mood of one customer message, kept for the mood gates. */
export interface MoodSample {
  readonly label: Emotion;
  readonly intensity: number;
  readonly text: string;
}

/** The context of a running session. */
export interface FlowContext {
  /** Session variables by name. */
  readonly vars: JsonObject;
  /** Known facts of the customer. */
  readonly customer: JsonObject;
  readonly session: {
    readonly id: string;
    readonly locale: string;
    readonly channel: string;
    readonly source: JsonObject;
    readonly startedAt: number;
    readonly seed: number;
  };
  /** The latest thing the customer did. */
  readonly turn: { readonly text: string; readonly understood: Understood | null };
  /** Time of the event being handled, Unix ms. */
  readonly now: number;
  /** The last moods, oldest first, at most ten. */
  readonly moods: readonly MoodSample[];
  /** How often each node was entered. */
  readonly visits: Readonly<Record<string, number>>;
  /** Failed tries of the questions being asked. */
  readonly tries: Readonly<Record<string, number>>;
  /** The handoff node through which a person has the conversation, and that person. */
  readonly person: {
    readonly node: string;
    readonly agent: { readonly id: string; readonly name: string } | null;
  } | null;
}

/** A session between two turns. JSON; `value` is XState's state value. */
export interface FlowSnapshot {
  readonly value: Json;
  readonly context: FlowContext;
  readonly status: 'active' | 'done' | 'error';
}
