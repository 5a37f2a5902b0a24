// A second, deliberately simple player of flow documents: no chart, no compiler. What it says of a conversation, the runtime must say too.
import { FlowError } from '#nodes/kit/errors.ts';
import type { Json } from '#nodes/kit/json.ts';
import type { Localized } from '#nodes/kit/localized.ts';
import type { FlowEvent } from '#nodes/flow/events.ts';
import { CALLS, takeResult } from './reference-calls.ts';
import type { DrawnFlow } from './reference-drawing.ts';
import { ReferenceMemory, type Memory } from './reference-memory.ts';
import { joinBranches, playParallel } from './reference-parallel.ts';
import { bringPerson, leaveQueue, playHandoff, takeAvailability, takePerson } from './reference-people.ts';
import type { Play, Player } from './reference-player.ts';
import { answerQuestion, isSure, playQuestion, playWait, playWaitEvent, takeSignal } from './reference-questions.ts';
import { Failure, type Seen } from './reference-seen.ts';
import { askNext, playSlots } from './reference-slots.ts';
import { comeBack, playRound, STEPS } from './reference-steps.ts';

const IDLE = '_idle';
const ACTS = ['message.received', 'choice.selected', 'form.submitted'];
const BRIDGE = '好的，我们接着刚才的问题。';
const PERSON = 'tandem:person';
const GIVE_UP_MS = 1_800_000;
/** Nodes entered and rounds of loops in one turn, at most: more is a circle that never waits. */
const MAX_STEPS = 700;

const PLAYS: Readonly<Record<string, Play>> = {
  ...STEPS,
  ...CALLS,
  wait: playWait,
  waitEvent: playWaitEvent,
  slotFill: playSlots,
  handoff: playHandoff,
  parallel: playParallel,
};

/** One conversation. */
export class ReferenceInterpreter implements Player {
  readonly flow: DrawnFlow;
  readonly memory: ReferenceMemory;
  event: FlowEvent;
  /** How things stood when a node was entered, by node and visit: what a failure in it falls back to. */
  private marks = new Map<string, Memory>();
  private faults: string[] = [];
  /** What failed outside and had no way drawn for it. */
  private unheard: string[] = [];
  private steps = 0;

  constructor(flow: DrawnFlow, event: Extract<FlowEvent, { type: 'session.started' }>) {
    this.flow = flow;
    this.event = event;
    this.memory = new ReferenceMemory(flow, event);
  }

  start(): Seen {
    const first = this.flow.start;
    this.turn(() => {
      if (first !== undefined) this.enter(first);
    });
    return this.seen();
  }

  take(event: FlowEvent): Seen {
    this.event = event;
    const { memory } = this;
    memory.now.said = [];
    memory.now.asked = [];
    memory.now.forked = false;
    this.faults = [];
    if (memory.now.at === 'done') return this.seen();
    memory.hear(event);
    this.turn(() => {
      this.route(event);
    });
    return this.seen();
  }

  leave(id: string, port: string): void {
    const to = this.flow.way(id, port);
    if (to.kind === 'done') this.memory.endBranch(to.branch);
    else if (to.kind === 'rest') this.rest();
    else if (to.kind === 'node') this.enter(to.node);
    else if (to.kind === 'round') {
      this.step();
      playRound(this, to.node, 1);
    } else comeBack(this, to.node);
  }

  enter(id: string, play?: Play): void {
    const { memory } = this;
    const node = this.flow.node(id);
    if (node === undefined) throw new Error(`No node ${id}.`);
    this.step();
    memory.now.visits[id] = (memory.now.visits[id] ?? 0) + 1;
    this.marks.set(`${id} ${String(memory.now.visits[id])}`, memory.copy());
    (play ?? PLAYS[node.type] ?? playQuestion)(this, id, node.config, node);
  }

  rest(): void {
    const { memory } = this;
    const { person } = memory.now;
    if (person === undefined) {
      memory.stand(IDLE, '');
      return;
    }
    // One comes back to the person by visiting the handoff anew.
    memory.now.visits[person] = (memory.now.visits[person] ?? 0) + 1;
    memory.stand(person, 'talking');
  }

  say(id: string, words: Localized, choices = ''): void {
    const text = this.fill(id, words);
    if (text.trim() !== '' || choices !== '') this.memory.now.said.push(`${text}${choices}`);
  }

  ask(kind: string, id: string, details = ''): void {
    this.memory.now.asked.push(`${kind} ${id} ${details}`);
  }

  value(id: string, source: string): Json {
    return this.guard(id, () => this.memory.evaluate(id, source, this.event));
  }

  fill(id: string, words: Localized): string {
    return this.guard(id, () => this.memory.fill(id, words, this.event));
  }

  write(id: string, variable: string, value: Json): void {
    this.guard(id, () => {
      this.memory.write(id, variable, value);
    });
  }

  guard<R>(id: string, run: () => R): R {
    try {
      return run();
    } catch (error) {
      throw error instanceof Failure ? error : new Failure(id, this.memory.now.visits[id] ?? 0, error);
    }
  }

  fail(id: string, { code, message }: { readonly code: string; readonly message: string }): void {
    if (this.flow.target(id, 'error') !== undefined) {
      this.leave(id, 'error');
      return;
    }
    const caller = this.flow.callersMender(id);
    if (caller !== undefined) {
      if (this.memory.branchOf(caller) === undefined) this.memory.abandon();
      this.leave(caller, 'error');
      return;
    }
    this.unheard = [`${code} ${id}`];
    if (!this.catchFailure({ node: id, code, message })) this.apologise();
  }

  private step(): void {
    this.steps += 1;
    if (this.steps > MAX_STEPS) throw new Failure('', 0, new FlowError('FLOW_RUNAWAY', 'It goes round.'));
  }

  private seen(): Seen {
    const { said, asked, frames, customer, timers, forked } = this.memory.now;
    const due = timers.map((timer) => timer.due).sort((a, b) => a - b);
    const { place } = this.memory;
    return { said, asked, at: place, vars: frames[''] ?? {}, customer, faults: this.faults, due, forked };
  }

  /** Plays, mends what fails, then takes up what was left open. */
  private turn(play: () => void): void {
    this.mending(play);
    this.takeHeld();
    while (this.memory.now.at === IDLE && this.memory.now.topics !== undefined) {
      const bridged = this.memory.now.topics.bridged === true;
      const topic = this.memory.nextTopic(GIVE_UP_MS, (node) => this.flow.isAsking(node));
      if (topic === undefined) return;
      const type = this.flow.node(topic)?.type;
      this.mending(() => {
        // A wait goes on without a word; what was collected already is kept.
        if (!bridged && type !== 'wait' && type !== 'waitEvent') this.memory.now.said.push(BRIDGE);
        this.enter(topic, type === 'slotFill' ? askNext : undefined);
      });
    }
  }

  /** Topics that came up while the flow was at work, once it stands still and lets them in. */
  private takeHeld(): void {
    const { memory, flow } = this;
    while (memory.now.held.length > 0 && memory.now.at !== 'done') {
      const { at, stage, person, branches } = memory.now;
      if (person !== undefined || stage === 'queued') {
        memory.now.held = [];
        return;
      }
      const node = branches === undefined && flow.isAsking(at) ? flow.node(at) : undefined;
      if (at !== IDLE && (node === undefined || node.config['interrupt'] === 'deny')) return;
      const topic = memory.nextHeld(GIVE_UP_MS);
      if (topic === undefined) return;
      memory.now.text = topic.text;
      memory.park(node === undefined ? undefined : at, true);
      memory.abandon();
      this.mending(() => {
        this.enter(topic.trigger);
      });
    }
  }

  private mending(play: () => void): void {
    const before = this.memory.copy();
    this.marks = new Map();
    this.unheard = [];
    this.steps = 0;
    try {
      play();
      joinBranches(this);
      if (this.faults.length === 0) this.faults.push(...this.unheard);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (this.faults.length === 0) this.faults.push(`${error.code} ${error.node}`);
      this.memory.restore(this.marks.get(`${error.node} ${String(error.visit)}`) ?? before);
      this.mend(error);
    }
  }

  /** By the error port of the node or of a flow that called it; else by a catch; else with the apology. */
  private mend(first: Failure): void {
    const by = first.node === '' ? undefined : this.flow.mender(first.node);
    const before = this.memory.copy();
    this.steps = 0;
    if (by !== undefined) {
      try {
        if (this.memory.branchOf(by) === undefined) this.memory.abandon();
        this.leave(by, 'error');
        joinBranches(this);
        return;
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        this.memory.restore(this.marks.get(`${error.node} ${String(error.visit)}`) ?? before);
      }
    }
    const stands = this.memory.copy();
    try {
      this.steps = 0;
      if (this.catchFailure(first)) return;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.memory.restore(stands);
    }
    this.apologise();
  }

  /** Beside a person nothing is caught, and nobody says sorry. */
  private catchFailure(failure: { readonly node: string; readonly code: string; readonly message: string }): boolean {
    const { memory, flow } = this;
    const catcher = memory.now.person === undefined ? flow.catcher(failure, memory.now.catching) : undefined;
    if (catcher === undefined) return false;
    const { node, variable } = catcher;
    const { code, message } = failure;
    memory.abandon();
    if (variable !== '') memory.write(node, variable, { code, message, node: failure.node });
    memory.now.catching = node;
    this.enter(node);
    return true;
  }

  private apologise(): void {
    this.memory.abandon();
    if (this.memory.now.person === undefined) this.memory.now.said.push(`${this.flow.apology}[${PERSON}]`);
    this.rest();
  }

  private route(event: FlowEvent): void {
    const { memory, flow } = this;
    const { at } = memory.now;
    if (event.type === 'timer.elapsed') this.elapse();
    else if (event.type === 'effect.completed' || event.type === 'effect.failed') this.result(event);
    else if (event.type === 'person.requested') bringPerson(this);
    else if (event.type === 'signal.raised') takeSignal(this, event);
    else if (!ACTS.includes(event.type)) takePerson(this, event);
    else if (event.type === 'choice.selected' && event.choice === PERSON) bringPerson(this);
    else if (event.type !== 'message.received' || !this.cutIn(event.text)) {
      const node = flow.node(at);
      if (at === IDLE) memory.now.said.push(`${flow.fallback}[${PERSON}]`);
      else if (node !== undefined && flow.isAsking(at)) answerQuestion(this, at, node);
    }
  }

  /** The words for a person are heard everywhere, those of a topic where the open question lets it cut in. */
  private cutIn(text: string): boolean {
    const { memory, flow } = this;
    const { at, stage, person } = memory.now;
    if (person !== undefined || stage === 'queued') return false;
    if (text === '人工') {
      bringPerson(this);
      return true;
    }
    const node = flow.isAsking(at) ? flow.node(at) : undefined;
    if (node !== undefined && isSure(this, node)) return false;
    const trigger = flow.keyword(text, at === IDLE);
    if (trigger === undefined) return false;
    if (at !== IDLE && node === undefined && trigger.comesBack) {
      memory.hold(trigger.node);
      return true;
    }
    memory.park(node === undefined ? undefined : at, trigger.comesBack);
    memory.abandon();
    this.enter(trigger.node);
    return true;
  }

  private elapse(): void {
    const { memory, flow } = this;
    const timer = memory.takeTimer();
    if (timer === undefined) return;
    if (timer.words !== undefined) {
      this.say(timer.node, timer.words);
      return;
    }
    if (flow.node(timer.node)?.type === 'handoff') {
      leaveQueue(this, timer.node, timer.port);
      return;
    }
    memory.abandon();
    this.leave(timer.node, timer.port);
  }

  /** A result counts while its node stands there, in the same visit, and asked for just this. */
  private result(event: Extract<FlowEvent, { type: 'effect.completed' | 'effect.failed' }>): void {
    const place = this.memory.standing(event.node);
    const node = this.flow.node(event.node);
    if (place === undefined || node === undefined || this.memory.now.visits[event.node] !== event.visit) return;
    if (event.index !== (place.stage === 'writing' ? 1 : 0)) return;
    if (node.type !== 'handoff') takeResult(this, event.node, node, event);
    else if (place.stage === 'checking') takeAvailability(this, event.node, node, event);
  }
}
