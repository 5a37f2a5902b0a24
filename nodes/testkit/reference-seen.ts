// What both players of a conversation show after an event, and how a node fails in the simple one.
import { FlowError } from '#nodes/kit/errors.ts';
import type { Json } from '#nodes/kit/json.ts';

/** What can be seen of a conversation after an event. */
export interface Seen {
  /** Everything said in this turn: words and the ids of the choices. */
  readonly said: readonly string[];
  /** Other things asked of the runtime, as `kind node details`. */
  readonly asked: readonly string[];
  /** Where it stands: `node`, `node.stage`, one for each branch, `_idle`, or `done`. */
  readonly at: string;
  readonly vars: Json;
  readonly customer: Json;
  readonly faults: readonly string[];
  /** When the running timers are due, soonest first. */
  readonly due: readonly number[];
  /** Several branches began in this turn: the order of what they say and ask means nothing. Only the simple player knows. */
  readonly forked?: boolean;
}

/** A failure of one node, in one of its visits. */
export class Failure extends Error {
  readonly node: string;
  readonly visit: number;
  readonly code: string;
  constructor(node: string, visit: number, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause));
    this.node = node;
    this.visit = visit;
    this.code = cause instanceof FlowError ? cause.code : 'INTERNAL';
  }
}
