// The vocabulary of a compiled flow: plain XState JSON with these action and guard names and nothing else.
import type { AnswerSpec } from './answers.ts';
import type { EffectKind } from './effects.ts';
import type { MessageTemplate } from './messages.ts';
import type { Json, JsonObject } from './json.ts';
import type { SlotSpec } from './slots.ts';
import type { Value } from './values.ts';
import type { MoodGate, WeeklyHours } from './gates.ts';

/** One assignment: `target` is a variable name, or `customer.<field>`. `value` sees the event as `event`. */
export interface Assignment {
  readonly target: string;
  readonly value: Value;
  /** The value is forgotten so long after this moment, ms; absent: never. */
  readonly expireMs?: number;
}

/**
 * Every action a compiled flow may name.
 * - `visit` counts the visit; `enter` / `leave` are the trace (node visited, port taken).
 * - `say`: a message; rendered with the context of that very moment.
 * - `effect`: a request to the runtime; `index` tells two effects of one visit apart.
 * - `assign`: sets variables. `keep`: stores the parsed answer of the event. `count` / `forget`: tries of a question.
 * - `fill`: reads the event (or, with `from: 'turn'`, the latest words) into slots of the object `target`; tells changes and problems as
 *   `slotChanges` and `slotProblem`. `skip` marks a slot as passed over.
 * - `person`: remembers that a person has the conversation (`on`) or gives it back.
 * - `caught`: stores what failed; `handled` tells `step` that no apology follows. `bridge`: says that the words before the next open question are said. `forgetTopics`: gives up the
 *   open questions. `jump`: counts a jump to a node and fails when there are too many.
 * - `call`: opens the variables of a called flow (`keep`: only when there are none yet). `exit`: what it gives back. `return`: copies that out and closes them.
 * - `loop`: begins the rounds (over a list, or without one). `round`: the next one. `item`: names the item and its number.
 * - `tally`: counts a visit, for a key of its own if there is one.
 * - `fork`: no branch is done yet. `join`: this one is.
 */
export interface ActionParams {
  visit: { node: string };
  enter: { node: string };
  leave: { node: string; port: string };
  say: { node: string; message: MessageTemplate };
  effect: { node: string; index: number; kind: EffectKind; request: Value };
  assign: { node: string; assignments: readonly Assignment[] };
  keep: { node: string; target: string; answer: AnswerSpec };
  count: { node: string };
  forget: { node: string };
  fill: FillParams & { from: 'event' | 'turn' | 'start'; skip?: string };
  person: { node: string; on: boolean };
  caught: { node: string; target: string };
  handled: { node: string };
  bridge: { node: string };
  forgetTopics: { node: string };
  jump: { node: string; target: string; maxPerTurn: number; maxPerSession: number };
  call: { node: string; initial: JsonObject; inputs: readonly Assignment[]; keep: boolean };
  exit: { node: string; exit: string; outputs: Value };
  return: { node: string; outputs: readonly Assignment[] };
  loop: { node: string; list: string | null };
  round: { node: string };
  item: { node: string; item: string; index: string };
  fork: { node: string };
  join: { node: string; branch: string };
  tally: { node: string; key: string | null; windowMs: number };
}

/** Slots being filled: where the values are, and which is asked for. */
export interface FillParams {
  node: string;
  target: string;
  slots: readonly SlotSpec[];
  asked: string | null;
}

/**
 * Every guard a compiled flow may name.
 * - `when`: an expression is truthy. It sees the event as `event`, and the values of `names`.
 * - `answers`: the event is a valid answer of this form. `chooses`: the event (or, with `from: 'turn'`, the latest words) selects this option. `confirms`: it says yes (`is`) or no.
 * - `isCurrent`: the effect result belongs to this visit of this node (and, if given, to this effect index).
 * - `triedEnough`: the question was asked `max` times already.
 * - `intentIs` / `outOfScope`: what the latest message means. `moodIs`: what the emotion gate says. `isOpen`: opening hours.
 * - `fills`: the event gives a slot a value (or corrects, withdraws, passes it over). `givesUp`: the customer drops the matter.
 *   `lacks`: the slot `asked` has no value yet.
 * - `catches`: the failure being handled is of one of these nodes (absent: any) and codes (none: any). `hasTopic`: a question is parked and not too old.
 * - `personActive`: a person has the conversation through this node.
 * - `exits`: the called flow ended by this exit. `hasRound`: the loop goes on. `joined`: so many branches are done.
 * - `inShare`: the customer (or conversation) stands below this part of all weights. `tallied`: the count is over the limit.
 */
export interface GuardParams {
  when: { node: string; expr: string; names?: { readonly [name: string]: Value } };
  answers: { node: string; answer: AnswerSpec };
  confirms: { node: string; is: boolean };
  chooses: { node: string; answer: AnswerSpec; choice: string; from?: 'turn' };
  isCurrent: { node: string; index?: number };
  triedEnough: { node: string; max: number };
  intentIs: { node: string; intent: string; minScore: number; minMargin?: number };
  outOfScope: { node: string; minScore: number };
  moodIs: { node: string; mood: string; gate: MoodGate };
  isOpen: { node: string; hours: WeeklyHours; is: 'open' | 'closed' | 'holiday' };
  fills: FillParams;
  givesUp: FillParams;
  lacks: FillParams;
  personActive: { node: string };
  catches: { node: string; nodes?: readonly string[]; codes: readonly string[] };
  hasTopic: { node: string; giveUpMs: number };
  exits: { node: string; exit: string };
  hasRound: { node: string; max: number; while: string | null };
  joined: { node: string; need: number };
  inShare: { node: string; by: 'customer' | 'session'; below: number; total: number };
  tallied: { node: string; key: string | null; limit: number };
}

export type ActionName = keyof ActionParams;
export type GuardName = keyof GuardParams;

export type ActionJson = { [K in ActionName]: { readonly type: K; readonly params: ActionParams[K] } }[ActionName];

/** A guard, or a combination of guards (`all`, `not`), whose parts stand in its params. */
export type GuardJson =
  | { [K in GuardName]: { readonly type: K; readonly params: GuardParams[K] } }[GuardName]
  | { readonly type: 'all'; readonly params: { readonly guards: readonly GuardJson[] } }
  | { readonly type: 'not'; readonly params: { readonly guard: GuardJson } };

/** One transition. Without a `target` the state stays and its timers go on. */
export interface TransitionJson {
  readonly target?: string;
  readonly guard?: GuardJson;
  readonly actions?: readonly ActionJson[];
  readonly reenter?: boolean;
  readonly description?: string;
}

/**
 * What becomes of a running delay when the server was down, or when its session moves to another version.
 * - `deadline`: it is due at the moment that was set; what was missed is due at once.
 * - `remaining`: after a restart, the time the server was down does not count; after a move, the new length holds and the time already waited counts.
 * - `restart`: it begins anew.
 */
export type KeepTime = 'deadline' | 'remaining' | 'restart';

/** What becomes of a delay: after a restart of the server, and in another version of the flow. */
export interface DelayKeep {
  readonly restart: KeepTime;
  readonly migrate: KeepTime;
}

/**
 * How long a delay is. `ms` is fixed; `expr` gives a number of milliseconds, or a date/time to wait for when `until` is set; `openMs` is counted
 * while it is open by `hours` (0: the next opening). `keep` is `deadline` twice unless told otherwise.
 */
export type DelaySpec = (
  | { readonly ms: number }
  | { readonly expr: string; readonly until: boolean; readonly node: string }
  | { readonly openMs: number; readonly hours: WeeklyHours; readonly node: string }
) & { readonly keep?: DelayKeep };

/** `waiting`: for the customer; `working`: for an effect or a timer; `queue`: for a person to come; `person`: a person talks, the bot is silent. */
export type StateTag = 'waiting' | 'working' | 'queue' | 'person';

/** One state of the compiled flow. State names hold no `.`. */
export interface StateJson {
  readonly id?: string;
  readonly initial?: string;
  readonly type?: 'final' | 'parallel';
  readonly tags?: readonly StateTag[];
  readonly meta?: { readonly [key: string]: Json };
  readonly entry?: readonly ActionJson[];
  readonly exit?: readonly ActionJson[];
  readonly on?: Readonly<Record<string, readonly TransitionJson[]>>;
  readonly always?: readonly TransitionJson[];
  readonly after?: Readonly<Record<string, readonly TransitionJson[]>>;
  readonly states?: Readonly<Record<string, StateJson>>;
}
