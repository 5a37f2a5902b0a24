// What a node of the reference interpreter may do while it is played.
import type { Json } from '#nodes/kit/json.ts';
import type { Localized } from '#nodes/kit/localized.ts';
import type { FlowNode } from '#nodes/flow/document.ts';
import type { FlowEvent } from '#nodes/flow/events.ts';
import type { DrawnFlow } from './reference-drawing.ts';
import type { ReferenceMemory } from './reference-memory.ts';

/** The conversation, as the nodes see it. */
export interface Player {
  readonly flow: DrawnFlow;
  readonly memory: ReferenceMemory;
  /** The event being played. */
  readonly event: FlowEvent;
  /** Along the line of a way out, or where an open end leads. */
  leave(id: string, port: string): void;
  enter(id: string): void;
  /** Nothing is open any more; a person who has the conversation keeps it. */
  rest(): void;
  say(id: string, words: Localized, choices?: string): void;
  /** Asks the runtime for something. */
  ask(kind: string, id: string, details?: string): void;
  /** The value of an expression; a failure is one of this node. */
  value(id: string, source: string): Json;
  fill(id: string, words: Localized): string;
  guard<R>(id: string, run: () => R): R;
  write(id: string, variable: string, value: Json): void;
  /** A call of this node failed: by its error port, that of a caller, a catch, or the apology. */
  fail(id: string, failure: { readonly code: string; readonly message: string }): void;
}

/** One way of playing a node. */
export type Play = (player: Player, id: string, config: FlowNode['config'], node: FlowNode) => void;

export interface Assigned {
  readonly variable: string;
  readonly value: string;
}
