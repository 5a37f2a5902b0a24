// What the reference interpreter remembers of a conversation: plain values that are copied whole before anything may fail.
import type { Json, JsonObject } from '#nodes/kit/json.ts';
import { localize, type Localized } from '#nodes/kit/localized.ts';
import type { NoReply } from '#nodes/kit/policies.ts';
import type { FlowEvent } from '#nodes/flow/events.ts';
import { evaluateExpression } from '#nodes/flow/expression/evaluate-expression.ts';
import type { Scope } from '#nodes/flow/scope.ts';
import { renderTemplate } from '#nodes/flow/template.ts';
import type { DrawnFlow } from './reference-drawing.ts';

interface Parked {
  readonly node: string;
  readonly visit: number;
  readonly since: number;
  readonly times: number;
}

/** Where something stands: a node, and where in it. */
export interface Standing {
  readonly node: string;
  /** Empty for nodes that stand still in one way only. */
  readonly stage: string;
}

/** Everything that a turn may change. */
export interface Memory {
  at: string;
  stage: string;
  /** The parallel at work and where each of its branches stands; a branch that is done stands at `done`. */
  branches: { readonly node: string; readonly places: Record<string, Standing> } | undefined;
  /** Branches were begun in this turn: which of them speaks first means nothing. */
  forked: boolean;
  /** The handoff through which a person has the conversation. */
  person: string | undefined;
  time: number;
  text: string;
  customer: Record<string, Json>;
  /** Variables by call; the outermost flow has no name. */
  frames: Record<string, Record<string, Json>>;
  /** Variables of the turn alone, by call. */
  turns: Record<string, Record<string, Json>>;
  visits: Record<string, number>;
  tries: Record<string, number>;
  /** A timer with words is a reminder: they are said, and nothing else changes. */
  timers: { readonly node: string; readonly port: string; readonly due: number; readonly words?: Localized }[];
  loops: Record<string, { readonly items: readonly Json[] | null; readonly index: number }>;
  tallies: Record<string, { readonly count: number; readonly since: number }>;
  jumps: Record<string, { readonly total: number; readonly at: number; readonly turn: number }>;
  topics: { parked: Parked[]; resumed?: Parked; bridged?: boolean } | undefined;
  /** Topics that came up while the flow was at work. */
  held: { readonly trigger: string; readonly since: number; readonly text: string }[];
  catching: string | undefined;
  returned: { readonly exit: string; readonly outputs: JsonObject } | undefined;
  said: string[];
  asked: string[];
}

/** The memory of one conversation. */
export class ReferenceMemory {
  now: Memory;
  readonly locale: string;
  readonly sessionId: string;
  private readonly flow: DrawnFlow;

  constructor(flow: DrawnFlow, { at, customer, locale, sessionId }: Extract<FlowEvent, { type: 'session.started' }>) {
    this.flow = flow;
    this.locale = locale;
    this.sessionId = sessionId;
    this.now = {
      at: '_idle',
      stage: '',
      branches: undefined,
      forked: false,
      person: undefined,
      time: at,
      text: '',
      customer: { ...customer },
      frames: { '': flow.firstValues('') },
      turns: {},
      visits: {},
      tries: {},
      timers: [],
      loops: {},
      tallies: {},
      jumps: {},
      topics: undefined,
      held: [],
      catching: undefined,
      returned: undefined,
      said: [],
      asked: [],
    };
  }

  copy(): Memory {
    return copied(this.now);
  }

  restore(memory: Memory): void {
    this.now = copied(memory);
  }

  /** The time and the words of an event; what lived for one turn is over once the customer does something. */
  hear(event: FlowEvent): void {
    this.now.time = event.at;
    if (event.type === 'message.received') this.now.text = event.text;
    else if (event.type === 'choice.selected') this.now.text = event.choice;
    else if (event.type === 'form.submitted') this.now.text = '';
    else return;
    // What happens to the person or in other systems is no new turn of the customer.
    this.now.turns = {};
    this.now.catching = undefined;
  }

  /** The customer may say nothing at all. */
  awaitSilence(node: string, setting: unknown): void {
    const { enabled, afterMs, reminders } = setting as NoReply;
    if (!enabled) return;
    let due = this.now.time;
    for (const reminder of reminders) {
      due += reminder.afterMs;
      this.now.timers.push({ node, port: '', due, words: reminder.text });
    }
    if (this.flow.target(node, 'noReply') !== undefined)
      this.now.timers.push({ node, port: 'noReply', due: due + afterMs });
  }

  stopTimers(): void {
    this.now.timers = [];
  }

  /** The timer that is due first; it runs no longer. */
  takeTimer(): Memory['timers'][number] | undefined {
    const [first] = [...this.now.timers].sort((a, b) => a.due - b.due);
    this.now.timers = this.now.timers.filter((timer) => timer !== first);
    return first;
  }

  /** Leaves whatever is open or at work. */
  abandon(): void {
    this.stopTimers();
    this.now.branches = undefined;
  }

  /** Stands still at a node, in its branch if there is one. */
  stand(node: string, stage: string): void {
    const branch = this.branchOf(node);
    if (branch !== undefined && this.now.branches !== undefined) {
      this.now.branches.places[branch] = { node, stage };
      return;
    }
    this.now.branches = undefined;
    this.now.at = node;
    this.now.stage = stage;
  }

  /** Is this the parallel at work? */
  isForked(parallel: string): boolean {
    return this.now.branches?.node === parallel;
  }

  endBranch(branch: string): void {
    if (this.now.branches !== undefined) this.now.branches.places[branch] = { node: 'done', stage: '' };
  }

  /** The branch of the parallel at work that a node belongs to. */
  branchOf(node: string): string | undefined {
    const { branches } = this.now;
    return branches === undefined ? undefined : this.flow.branchOf(node, branches.node);
  }

  /** Where a node stands still now. */
  standing(node: string): Standing | undefined {
    const { at, stage, branches } = this.now;
    if (at === node) return { node, stage };
    return Object.values(branches?.places ?? {}).find((place) => place.node === node);
  }

  /** Where everything stands, in words that can be compared. */
  get place(): string {
    const { at, stage, branches } = this.now;
    const words = (place: Standing) => (place.stage === '' ? place.node : `${place.node}.${place.stage}`);
    if (branches === undefined) return words({ node: at, stage });
    return Object.entries(branches.places)
      .map(([branch, place]) => `${at}.${branch}.${words(place)}`)
      .sort()
      .join();
  }

  read(node: string, name: string): Json {
    return this.valueOf(this.flow.callOf(node), name);
  }

  evaluate(node: string, source: string, event: FlowEvent): Json {
    return evaluateExpression(source, this.scope(node, event));
  }

  fill(node: string, words: Localized, event: FlowEvent): string {
    return renderTemplate(localize(words, this.locale), this.scope(node, event));
  }

  write(node: string, target: string, value: Json): void {
    if (target.startsWith('customer.')) {
      this.now.customer[target.slice(9)] = value;
      return;
    }
    const call = this.flow.callOf(node);
    const home = this.flow.homeOf(call, target);
    if (home === 'customer') this.now.customer[target] = value;
    else (home === 'turn' ? (this.now.turns[call] ??= {}) : (this.now.frames[call] ??= {}))[target] = value;
  }

  /** Counts once more; after its window a count starts over. */
  tally(name: string, windowMs: number): number {
    const { time, tallies } = this.now;
    const known = tallies[name];
    const runs = known !== undefined && (windowMs === 0 || time - known.since <= windowMs);
    const next = runs ? { count: known.count + 1, since: known.since } : { count: 1, since: time };
    tallies[name] = next;
    return next.count;
  }

  /** Counts a jump; false when there were too many, which is not counted. */
  jump(target: string, perTurn: number, perSession: number): boolean {
    const { jumps, time } = this.now;
    const known = jumps[target];
    const next = { total: (known?.total ?? 0) + 1, at: time, turn: (known?.at === time ? known.turn : 0) + 1 };
    if (next.turn > perTurn || (perSession > 0 && next.total > perSession)) return false;
    jumps[target] = next;
    return true;
  }

  closeFrame(site: string): void {
    Reflect.deleteProperty(this.now.frames, site);
    this.now.returned = undefined;
  }

  park(open: string | undefined, comesBack: boolean): void {
    if (!comesBack) this.forgetAll();
    if (!comesBack || open === undefined) return;
    const visit = this.now.visits[open] ?? 0;
    const { parked = [], resumed } = this.now.topics ?? {};
    const again = resumed?.node === open && resumed.visit === visit ? resumed : undefined;
    const topic = { node: open, visit, since: again?.since ?? this.now.time, times: again?.times ?? 0 };
    this.now.topics = { parked: [...parked.filter(({ node }) => node !== open), topic].slice(-10) };
  }

  /** Keeps a topic for when the work is done; once, with what was said last. */
  hold(trigger: string): void {
    const { held, time, text } = this.now;
    this.now.held = [...held.filter((topic) => topic.trigger !== trigger), { trigger, since: time, text }].slice(-10);
  }

  /** Takes the oldest topic that is held and not too old. */
  nextHeld(giveUpMs: number): { readonly trigger: string; readonly text: string } | undefined {
    this.now.held = this.now.held.filter(({ since }) => this.now.time - since <= giveUpMs);
    return this.now.held.shift();
  }

  /** Takes the newest question that is still worth asking from the stack. */
  nextTopic(giveUpMs: number, mayBeAsked: (node: string) => boolean): string | undefined {
    const parked = [...(this.now.topics?.parked ?? [])];
    for (let topic = parked.pop(); topic !== undefined; topic = parked.pop()) {
      const { node, visit, since, times } = topic;
      if (this.now.time - since > giveUpMs || times >= 3 || this.now.visits[node] !== visit || !mayBeAsked(node))
        continue;
      this.now.topics = { parked, resumed: { node, visit: visit + 1, since, times: times + 1 } };
      return node;
    }
    this.now.topics = undefined;
    return undefined;
  }

  forgetTopics(): void {
    if (this.now.topics !== undefined) this.now.topics = { parked: [] };
    this.now.held = [];
  }

  private forgetAll(): void {
    this.now.topics = undefined;
    this.now.held = [];
  }

  private scope(node: string, event: FlowEvent): Scope {
    const { customer, time, text, visits } = this.now;
    const call = this.flow.callOf(node);
    const language: Readonly<Record<string, Json>> = {
      customer,
      now: time,
      turn: { text },
      visits,
      event: event as unknown as Json,
    };
    return {
      now: time,
      locale: this.locale,
      timeZone: this.flow.timeZone,
      lookup: (name) => {
        if (Object.hasOwn(language, name)) return own(language, name);
        return this.valueOf(call, name);
      },
    };
  }

  private valueOf(call: string, name: string): Json {
    const { customer, frames, turns } = this.now;
    const home = this.flow.homeOf(call, name);
    return own(home === 'customer' ? customer : home === 'turn' ? turns[call] : frames[call], name);
  }
}

function own(values: Readonly<Record<string, Json>> | undefined, name: string): Json {
  return values !== undefined && Object.hasOwn(values, name) ? (values[name] ?? null) : null;
}

/** A copy that later changes do not reach. Values themselves are never changed, only replaced. */
function copied(memory: Memory): Memory {
  const { customer, frames, turns, visits, tries, loops, tallies, jumps, topics, held, said, asked, branches } = memory;
  const each = <V>(values: Record<string, Record<string, V>>) =>
    Object.fromEntries(Object.entries(values).map(([name, inner]) => [name, { ...inner }]));
  return {
    ...memory,
    customer: { ...customer },
    frames: each(frames),
    turns: each(turns),
    visits: { ...visits },
    tries: { ...tries },
    loops: { ...loops },
    tallies: { ...tallies },
    jumps: { ...jumps },
    topics: topics === undefined ? undefined : { ...topics },
    held: [...held],
    said: [...said],
    asked: [...asked],
    branches: branches === undefined ? undefined : { ...branches, places: { ...branches.places } },
  };
}
