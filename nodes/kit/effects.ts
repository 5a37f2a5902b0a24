// The closed list of powers a node can ask for. A node names an effect; the runtime has one handler a kind.
import type { JsonObject, Json } from './json.ts';
import type { MessageBody } from './messages.ts';
import type { ScriptRequest, ScriptResult } from './scripts.ts';

/**
 * When an effect happens.
 * - `commit`: a row written in the turn's own transaction; has no result.
 * - `local`: run inside the turn (no network, nothing changed outside); its result comes back as `effect.completed` in the same turn.
 * - `remote`: an outbox row, run after the commit with time limit and retries; its result comes back as a later event.
 */
export type EffectTiming = 'commit' | 'local' | 'remote';

/** Every effect kind and its timing. Requests and results are described in `EffectRequests` and `EffectResults`. */
export const EFFECT_TIMING = {
  'message.send': 'commit',
  'lead.save': 'commit',
  'contact.update': 'commit',
  'contact.tag': 'commit',
  'handoff.enqueue': 'commit',
  'handoff.close': 'commit',
  'rating.record': 'commit',
  'consent.record': 'commit',
  'session.close': 'commit',
  'webhook.respond': 'commit',
  'notice.send': 'commit',
  'lead.settle': 'commit',
  'event.track': 'commit',
  'event.await': 'commit',
  'job.enqueue': 'commit',
  'job.cancel': 'commit',
  'understanding.predict': 'local',
  'knowledge.search': 'local',
  'lead.find': 'local',
  'desk.availability': 'local',
  'notice.address': 'local',
  'table.query': 'local',
  'script.run': 'local',
  'callback.issue': 'local',
  'script.call': 'remote',
  'lead.offer': 'remote',
  'table.write': 'remote',
  'http.request': 'remote',
  'mail.send': 'remote',
  'tool.call': 'remote',
  'model.generate': 'remote',
  'model.chat': 'remote',
} as const satisfies Record<string, EffectTiming>;

/** The name of an effect kind. */
export type EffectKind = keyof typeof EFFECT_TIMING;

/** One found passage of the knowledge store. `score` is calibrated to 0..1. */
export interface KnowledgeHit {
  readonly passageId: string;
  readonly title: string;
  readonly text: string;
  readonly score: number;
  readonly url?: string;
  /** Set when the hit is a question-answer pair: the approved answer, to be given as written. */
  readonly answer?: string;
  /** The approved answer may be said in other words. */
  readonly mayRephrase?: boolean;
}

/** One comparison of a column; all of a list must hold. */
export interface TableFilter {
  readonly column: string;
  readonly operator: (typeof TABLE_OPERATORS)[number];
  readonly value: Json;
}

/** How a column can be compared; `filled` and `empty` need no value. */
export const TABLE_OPERATORS = [
  'is',
  'isNot',
  'contains',
  'more',
  'atLeast',
  'less',
  'atMost',
  'filled',
  'empty',
] as const;

/** What each effect asks for. */
export interface EffectRequests {
  'message.send': MessageBody;
  /** Saves or merges a lead. `values` holds the named fields (`name`, `phone`, `email`, `wechat`, others kept as they are). */
  'lead.save': {
    values: JsonObject;
    consent: { given: boolean; text: string; version: string };
    partial: boolean;
    node: string;
    owner?: string;
  };
  /** Writes facts about the customer. */
  'contact.update': { values: JsonObject };
  'contact.tag': { add: readonly string[]; remove: readonly string[] };
  /** Puts the session into the people queue. */
  'handoff.enqueue': { department: string; reason: string; priority: number; summary: JsonObject; waitLimitMs: number };
  /** Takes the session out of the queue or off the desk (timeout, abandoned ...). */
  'handoff.close': { outcome: string };
  'rating.record': { target: 'bot' | 'agent'; score: number; max: number; comment?: string };
  /** Keeps a receipt of what the customer was asked and answered. It holds for `keepDays`. */
  'consent.record': { purpose: string; text: string; version: string; given: boolean; keepDays: number };
  'session.close': { reason: string; resolved: boolean };
  /** What the system whose call began this branch gets for an answer, if it still waits. */
  'webhook.respond': { status: number; headers: Readonly<Record<string, string>>; body: Json };
  /** Tells these colleagues something. `linked`: the notice leads to the conversation. */
  'notice.send': { people: readonly string[]; department: string; text: string; urgent: boolean; linked: boolean };
  /** Closes what this visit offered to sales: taken by somebody, or nobody took it in time. */
  'lead.settle': { state: 'accepted' | 'lapsed'; by: { id: string; name: string } | null };
  /** Something worth counting happened. `value` counts when it is a number. */
  'event.track': { name: string; properties: JsonObject; value: Json };
  /** The node waits for an event of this name and key (empty: one without a key) until it is left. */
  'event.await': { name: string; key: string };
  /**
   * Queues work for a program outside. `waits`: its result comes back as the result of this effect, `{ result }`, or as the failure JOB_FAILED.
   * `dueMs`: after that it is handed to nobody; 0: no limit.
   */
  'job.enqueue': { queue: string; payload: Json; tries: number; waits: boolean; dueMs: number };
  /** The visit no longer waits for the job it queued. */
  'job.cancel': Readonly<Record<string, never>>;
  'understanding.predict': { text: string };
  /** `tags`: only what carries one of these labels; left out: labels do not matter. */
  'knowledge.search': {
    question: string;
    baseIds: readonly string[];
    topK: number;
    minScore: number;
    tags?: readonly string[];
  };
  /** Is there already a lead with one of these? */
  'lead.find': { phone?: string; email?: string; wechat?: string };
  'desk.availability': { department: string };
  /** Whom a notice reaches: everybody of the desk (in the name of a department), one person, or who is at the desk now. */
  'notice.address': { target: 'department' | 'person' | 'online'; person: string };
  /** Rows of a table of the workspace, at most 100. A value that cannot be in its column means no row. RESOURCE_NOT_FOUND without such a table. */
  'table.query': {
    table: string;
    filters: readonly TableFilter[];
    order: { column: string; descending: boolean } | null;
    limit: number;
  };
  /** Adds a row, or changes or removes those that fit. Done once. REQUEST_INVALID for a value that does not fit its column; STATE_CONFLICT when the table is full. */
  'table.write': {
    table: string;
    action: 'insert' | 'update' | 'delete';
    filters: readonly TableFilter[];
    values: JsonObject;
  };
  /** A one-time address at which another system reports this event to this conversation. The same visit gets the same address. */
  'callback.issue': { name: string };
  /** A script without a way out. */
  'script.run': ScriptRequest;
  /** A script that may call these hosts. */
  'script.call': ScriptRequest & { hosts: readonly string[]; retry: { max: number; backoffMs: number } };
  /**
   * Offers the lead of this conversation to somebody of sales, who becomes its owner. `waits`: when they take it, a second result of the
   * visit comes with index 1 and `{ accepted: true, by }`. `dueMs`: how long they have; 0: no limit. Fails with RESOURCE_NOT_FOUND when the
   * conversation has no lead, STATE_CONFLICT when there is nobody to offer it to, or only a webhook that is switched off.
   */
  'lead.offer': {
    rule: 'inTurn' | 'person' | 'owner';
    person: string;
    channel: 'notice' | 'webhook' | 'both';
    text: string;
    waits: boolean;
    dueMs: number;
  };
  'http.request': {
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
    url: string;
    headers: Readonly<Record<string, string>>;
    /** Added to the address, encoded. */
    query?: Readonly<Record<string, string>>;
    /** The name of a credential of the workspace; its value never enters the flow. Empty: none. */
    credential?: string;
    body: Json | null;
    timeoutMs: number;
    retry: { max: number; backoffMs: number };
  };
  /**
   * Sends a mail through the workspace's mail server. Each of `to` (at most 10) and `replyTo` (empty: none) is one plain address. `files`: a
   * file of this conversation, its id, or a list of these. Sent once for an effect; a try of which the outcome is unknown is repeated under the
   * same Message-ID. Fails with MAIL_SERVER_MISSING, MAIL_REFUSED, RATE_LIMITED (the sixth mail within an hour to one address),
   * REQUEST_INVALID (line breaks in a header, no address), RESOURCE_NOT_FOUND (no such file) or as every way out (EGRESS_...).
   */
  'mail.send': {
    to: readonly string[];
    subject: string;
    text: string;
    replyTo: string;
    files: Json;
    timeoutMs: number;
    retry: { max: number; backoffMs: number };
  };
  /**
   * Calls a tool of a named tool server of the workspace, with a JSON object. Fails with TOOL_SERVER_MISSING, TOOL_FAILED, CREDENTIAL_MISSING,
   * CREDENTIAL_HOST_MISMATCH or as every way out (EGRESS_...); a tool that says itself that it failed is a result with `isError`.
   */
  'tool.call': {
    server: string;
    tool: string;
    arguments: Json;
    timeoutMs: number;
    retry: { max: number; backoffMs: number };
  };
  /**
   * Asks the model. `system` is the operator's, `user` may hold the customer's words; `historyTurns` recent messages are added. With `schema`
   * (JSON Schema) the answer must be JSON that fits it. Fails with MODEL_UNAVAILABLE when there is none, or its answer cannot be used.
   */
  'model.chat': {
    system: string;
    user: string;
    historyTurns: number;
    schema: JsonObject | null;
    maxTokens: number;
    timeoutMs: number;
    retry: { max: number; backoffMs: number };
  };
  /** Writes an answer from passages. */
  'model.generate': {
    question: string;
    passages: readonly KnowledgeHit[];
    instructions: string;
    locale: string;
    timeoutMs: number;
    retry: { max: number; backoffMs: number };
  };
}

/** What `effect.completed` carries for each kind that has a result. */
export interface EffectResults {
  'understanding.predict': Understood;
  'knowledge.search': {
    hits: readonly KnowledgeHit[];
    confidence: number;
    answer: string;
    sources: readonly { title: string; quote: string; url?: string }[];
    /** Questions of the knowledge that are close to this one, three at most. */
    followUps?: readonly string[];
    modelAvailable: boolean;
  };
  'lead.find': { found: boolean; leadId?: string };
  'desk.availability': {
    state: 'available' | 'busy' | 'offline' | 'full';
    waiting: number;
    agentsOnline: number;
    position: number;
    etaSeconds: number;
  };
  /** The ids of the colleagues; empty: nobody. */
  'notice.address': { people: readonly string[] };
  /** Each row holds `id` and its columns; `first` is null when there is none. */
  'table.query': { rows: readonly JsonObject[]; first: JsonObject | null; count: number };
  /** How many rows it concerned. */
  'table.write': { count: number };
  /** `key` is the match key of the event that a call of `url` becomes. */
  'callback.issue': { url: string; key: string };
  'script.run': ScriptResult;
  'script.call': ScriptResult;
  /** `accepted`: taken already, when it is asked a second time. */
  'lead.offer': { leadId: string; owner: { readonly id: string; readonly name: string }; accepted: boolean };
  'http.request': { status: number; headers: Readonly<Record<string, string>>; body: Json };
  /** `refused`: those of several recipients that the mail server did not take; the mail went to the others. */
  'mail.send': { messageId: string; accepted: readonly string[]; refused: readonly string[] };
  /** `text`: its text parts. `structured`: null when it gave none. */
  'tool.call': { text: string; structured: Json; isError: boolean };
  /** `json` is null without a schema. `refused`: the model would not answer. */
  'model.chat': { text: string; json: Json | null; refused: boolean };
  'model.generate': { text: string; sources: readonly { title: string; quote: string; url?: string }[] };
}

/** The five moods of the product. */
export const EMOTIONS = ['calm', 'anxious', 'angry', 'sad', 'happy'] as const;
export type Emotion = (typeof EMOTIONS)[number];

/** A fact found in a sentence. `value` is normalised (phone digits, ISO date, HH:MM, number as text, a dictionary's own word); `start`/`end` are UTF-16 offsets. */
export interface Entity {
  readonly kind: 'phone' | 'email' | 'order' | 'amount' | 'date' | 'time' | 'wechat' | 'person' | 'address' | 'term';
  /** Of a `term`: the id of the flow's dictionary it stands in. */
  readonly dictionary?: string;
  readonly text: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** What understanding says of one customer sentence. `intents` is sorted, best first, scores calibrated to 0..1. */
export interface Understood {
  readonly language: string;
  readonly intents: readonly {
    readonly intent: string;
    readonly score: number;
    /** Of the first three: the customer's words that speak most for it. */
    readonly reasons?: readonly string[];
  }[];
  /** True when no intent of the flow is meant. */
  readonly outOfScope: boolean;
  /** The intents it lies between, best first, when asking "did you mean A or B?" is wiser than taking the best one. */
  readonly doubt?: readonly string[];
  readonly emotion: {
    readonly label: Emotion;
    readonly intensity: number;
    readonly scores: Readonly<Record<Emotion, number>>;
    readonly reasons: readonly string[];
    /** Present when a correction by staff of a sentence like this one made it so. */
    readonly corrected?: true;
  };
  readonly entities: readonly Entity[];
}

/** An effect as `step` returns it. `id` is `node:visit:index`, unique within the session; the runtime prefixes the session for providers. */
export type Effect = {
  [K in EffectKind]: {
    readonly id: string;
    readonly kind: K;
    readonly node: string;
    readonly visit: number;
    readonly index: number;
    readonly request: EffectRequests[K];
  };
}[EffectKind];

/** The timing of a kind. */
export function timingOf(kind: EffectKind): EffectTiming {
  return EFFECT_TIMING[kind];
}
