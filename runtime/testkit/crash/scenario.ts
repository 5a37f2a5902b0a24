// What a crash scenario is made of: flows, a script of steps, and how the outside behaves.
import type { EffectResults } from '#nodes/kit/effects.ts';
import type { JsonObject } from '#nodes/kit/json.ts';
import type { FlowDocument } from '#nodes/flow/document.ts';
import type { Act } from '#runtime/sessions/sessions.ts';

/** What a customer sends. */
export type Sent = { readonly text: string } | { readonly choice: string } | { readonly form: JsonObject };

/** One step of the script. After each, all work that is due is done. A step that a crash cut short is done again. */
export type Step =
  /** `visitor`: who comes, when one person opens several conversations. */
  | { readonly open: string; readonly flow: string; readonly visitor?: string }
  | { readonly who: string; readonly id: string; readonly sends: Sent }
  /** At once, in this order; each as its own request. */
  | { readonly all: readonly { readonly who: string; readonly id: string; readonly sends: Sent }[] }
  /** Staff, or the customer's button. */
  | { readonly who: string; readonly id: string; readonly act: Act }
  | { readonly passes: number }
  /** Another system calls the address that it was last sent from this conversation. */
  | { readonly callsBack: string; readonly data: JsonObject }
  /** The conversation has ended: sending is refused. */
  | { readonly who: string; readonly id: string; readonly refused: Sent };

/** A scenario. */
export interface Scenario {
  readonly name: string;
  readonly flows: Readonly<Record<string, FlowDocument>>;
  readonly steps: readonly Step[];
  /** Status of the n-th call (from 1) under one key. 200 unless told. */
  readonly status?: (call: number) => number;
  readonly knowledge?: EffectResults['knowledge.search'];
  /** Whether the schedules of `flow` run: they are looked at whenever time has passed. */
  readonly scheduled?: boolean;
}
