// What a session remembers: the context of the compiled machine, all JSON and small.
import type { Emotion, Understood } from '#nodes/kit/effects.ts';
import type { Json, JsonObject } from '#nodes/kit/json.ts';

/** The mood of one customer message, kept for the mood gates. */
export interface MoodSample {
  readonly label: Emotion;
  readonly intensity: number;
  readonly text: string;
}

/** A question that a topic cut into. */
export interface ParkedTopic {
  readonly node: string;
  /** The visit in which it was open; the flow asking it anew makes it another. */
  readonly visit: number;
  /** When it was left first, Unix ms. */
  readonly since: number;
  /** How often it was asked again already. */
  readonly times: number;
  /** The beginning of the flow, put off by a branch on the start of the session: never given up. */
  readonly first?: boolean;
}

/** A topic that the customer brought up while the flow was at work. */
export interface HeldTopic {
  /** Its entry node. */
  readonly trigger: string;
  /** When it was said, Unix ms. */
  readonly since: number;
  /** What the customer had said. */
  readonly turn: FlowContext['turn'];
}

/** The open questions of a session besides the one being asked. */
export interface Topics {
  /** Oldest first. */
  readonly parked: readonly ParkedTopic[];
  /** The question that was asked again and is open now. */
  readonly resumed?: { readonly node: string; readonly visit: number; readonly since: number; readonly times: number };
  /** The customer was asked whether to switch from the question of `node` to the branch of `trigger`. */
  readonly pending?: {
    readonly trigger: string;
    readonly node: string;
    readonly visit: number;
    readonly comesBack: boolean;
    /** What the customer had said. */
    readonly turn: FlowContext['turn'];
  };
  /** What came up while a call was under way, oldest first: it is taken up when the flow stands still again. */
  readonly held?: readonly HeldTopic[];
  /** A node has said its own words before the next question; the usual bridge is left out. */
  readonly bridged?: boolean;
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
    /** The customer across conversations, where they are known. */
    readonly contactId?: string;
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
  /** Messages of the customer that wait for more to follow: since when (Unix ms), the id of the newest, their words. Absent while none do. */
  readonly burst?: { readonly since: number; readonly messageId: string; readonly texts: readonly string[] };
  /** Absent while no topic ever cut in. */
  readonly topics?: Topics;
  /** The catch whose branch is running since the customer's last act: it does not catch what fails in itself. */
  readonly catching?: string;
  /** Jumps by target: in all, and in the turn of `at`. */
  readonly jumps?: Readonly<Record<string, { readonly total: number; readonly at: number; readonly turn: number }>>;
  /** Variables of the flows that were called, by the node that called them; gone when they return. */
  readonly frames?: Readonly<Record<string, JsonObject>>;
  /** What a called flow gives back, between its exit and its caller. */
  readonly returned?: { readonly exit: string; readonly outputs: Json } | null;
  /** Where each loop is: its items (null: it runs while something holds) and the number of the round, from 0. */
  readonly loops?: Readonly<Record<string, { readonly items: readonly Json[] | null; readonly index: number }>>;
  /** Variables of this turn alone, by call (empty: the outermost flow). */
  readonly turns?: Readonly<Record<string, JsonObject>>;
  /** What all conversations of the flow share, as it was when the last event came, with what this one wrote since. Absent where nothing is shared. */
  readonly flow?: JsonObject;
  /** What each counter counted, by key: how often, and since when (Unix ms). */
  readonly tallies?: Readonly<
    Record<string, Readonly<Record<string, { readonly count: number; readonly since: number }>>>
  >;
  /** Branches that are done, by parallel node. */
  readonly joins?: Readonly<Record<string, readonly string[]>>;
}

/** A session between two turns. JSON; `value` is XState's state value. */
export interface FlowSnapshot {
  readonly value: Json;
  readonly context: FlowContext;
  readonly status: 'active' | 'done' | 'error';
}
