// A second, deliberately simple player of flow documents: no chart, no compiler. What it says of a conversation, the runtime must say too.
import type { AnswerSpec } from '#nodes/kit/answers.ts';
import { FlowError } from '#nodes/kit/errors.ts';
import type { Json } from '#nodes/kit/json.ts';
import type { Localized } from '#nodes/kit/localized.ts';
import { parseAnswer } from '#nodes/flow/answer/parse-answer.ts';
import type { FlowNode } from '#nodes/flow/document.ts';
import type { FlowEvent } from '#nodes/flow/events.ts';
import { shareOf } from '#nodes/flow/share-of.ts';
import { answerOf, isTrue, itemsOf, optionsOf, portOf, shareAt, type Share } from './reference-answers.ts';
import type { DrawnFlow } from './reference-drawing.ts';
import { ReferenceMemory, type Memory } from './reference-memory.ts';
import { Failure, type Seen } from './reference-seen.ts';

const IDLE = '_idle';
const ACTS = ['message.received', 'choice.selected', 'form.submitted'];
const BRIDGE = '好的，我们接着刚才的问题。';
const PERSON = '[tandem:person]';
const GIVE_UP_MS = 1_800_000;

/** One conversation. */
export class ReferenceInterpreter {
  private readonly flow: DrawnFlow;
  private memory: ReferenceMemory;
  /** How things stood when a node was entered, by node and visit: what a failure in it falls back to. */
  private marks = new Map<string, Memory>();
  private faults: string[] = [];
  private event: FlowEvent;

  constructor(flow: DrawnFlow, event: Extract<FlowEvent, { type: 'session.started' }>) {
    this.flow = flow;
    this.event = event;
    this.memory = new ReferenceMemory(flow, event);
  }

  start(): Seen {
    const first = this.flow.start;
    this.turn(() => (first === undefined ? undefined : this.enter(first)));
    return this.seen();
  }

  take(event: FlowEvent): Seen {
    this.event = event;
    const { memory } = this;
    memory.now.said = [];
    memory.now.asked = [];
    this.faults = [];
    if (memory.now.at === 'done') return this.seen();
    memory.hear(event);
    this.turn(() => {
      this.route(event);
    });
    return this.seen();
  }

  private seen(): Seen {
    const { said, asked, at, frames, customer, timers } = this.memory.now;
    const due = timers.map((timer) => timer.due).sort((a, b) => a - b);
    return { said, asked, at, vars: frames[''] ?? {}, customer, faults: this.faults, due };
  }

  /** Plays, mends what fails, then takes up what was left open. */
  private turn(play: () => void): void {
    this.mending(play);
    while (this.memory.now.at === IDLE && this.memory.now.topics !== undefined) {
      const bridged = this.memory.now.topics.bridged === true;
      const topic = this.memory.nextTopic(GIVE_UP_MS, (node) => this.flow.isAsking(node));
      if (topic === undefined) return;
      this.mending(() => {
        // A wait goes on without a word.
        if (!bridged && this.flow.node(topic)?.type !== 'wait') this.memory.now.said.push(BRIDGE);
        this.enter(topic);
      });
    }
  }

  private mending(play: () => void): void {
    const before = this.memory.copy();
    this.marks = new Map();
    try {
      play();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (this.faults.length === 0) this.faults.push(`${error.code} ${error.node}`);
      this.memory.restore(this.marks.get(`${error.node} ${String(error.visit)}`) ?? before);
      this.mend(error);
    }
  }

  /** By the error port of the node or of a flow that called it; else by a catch; else with the apology. */
  private mend(first: Failure): void {
    const by = this.flow.mender(first.node);
    const before = this.memory.copy();
    if (by !== undefined) {
      try {
        this.memory.stopTimers();
        this.leave(by, 'error');
        return;
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        this.memory.restore(this.marks.get(`${error.node} ${String(error.visit)}`) ?? before);
      }
    }
    const stands = this.memory.copy();
    const catcher = this.flow.catcher(first, this.memory.now.catching);
    if (catcher !== undefined) {
      try {
        this.memory.stopTimers();
        const { node, variable } = catcher;
        if (variable !== '')
          this.memory.write(node, variable, { code: first.code, message: first.message, node: first.node });
        this.memory.now.catching = node;
        this.enter(node);
        return;
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        this.memory.restore(stands);
      }
    }
    this.memory.stopTimers();
    this.memory.now.said.push(`${this.flow.apology}${PERSON}`);
    this.memory.now.at = IDLE;
  }

  private route(event: FlowEvent): void {
    const { memory, flow } = this;
    if (event.type === 'timer.elapsed') {
      const timer = memory.takeTimer();
      if (timer !== undefined) this.leaveWaiting(timer.node, timer.port);
      return;
    }
    if (!ACTS.includes(event.type)) return;
    const { at } = memory.now;
    const node = at === IDLE ? undefined : flow.node(at);
    if (event.type === 'message.received' && !this.isSure(node, event)) {
      const trigger = flow.keyword(event.text, at === IDLE);
      if (trigger !== undefined) {
        memory.park(node === undefined ? undefined : at, trigger.comesBack);
        memory.stopTimers();
        this.enter(trigger.node);
        return;
      }
    }
    if (node === undefined) memory.now.said.push(`${flow.fallback}${PERSON}`);
    else this.answer(at, node);
  }

  /** Does the message surely belong to the question, so that nothing cuts in? */
  private isSure(node: FlowNode | undefined, event: FlowEvent): boolean {
    if (node === undefined || node.type === 'wait') return false;
    if (node.config['interrupt'] === 'deny') return true;
    const answer = answerOf(node);
    return (node.type !== 'askText' || node.config['pattern'] !== '') && this.read(answer, event).ok;
  }

  private read(answer: AnswerSpec, event: FlowEvent): ReturnType<typeof parseAnswer> {
    return parseAnswer(answer, event, { now: this.memory.now.time, locale: this.memory.locale });
  }

  private answer(at: string, node: FlowNode): void {
    const { memory } = this;
    if (node.type === 'wait') {
      if (node.config['cancelOnMessage'] === true) this.leaveWaiting(at, 'cancelled');
      return;
    }
    const read = this.read(answerOf(node), this.event);
    if (read.ok) {
      const variable = node.config['variable'] as string;
      if (variable !== '') this.guard(at, () => memory.write(at, variable, read.value));
      memory.now.tries[at] = 0;
      this.leaveWaiting(at, portOf(node, read.value));
      return;
    }
    const way = { askText: 'invalid', askTyped: 'invalid', askChoice: 'other', askConfirm: 'unclear' }[node.type] ?? '';
    const canFail =
      (node.type !== 'askText' || node.config['pattern'] !== '') && this.flow.target(at, way) !== undefined;
    const tries = (memory.now.tries[at] ?? 0) + 1;
    if (canFail && tries >= Number(node.config['maxTries'])) {
      memory.now.tries[at] = 0;
      this.leaveWaiting(at, way);
      return;
    }
    memory.now.tries[at] = tries;
    memory.stopTimers();
    this.ask(at, node, node.config['retry'] as Localized);
  }

  private leaveWaiting(node: string, port: string): void {
    this.memory.stopTimers();
    this.leave(node, port);
  }

  /** Along the line of a way out, or where an open end leads. */
  private leave(node: string, port: string): void {
    const to = this.flow.way(node, port);
    if (to.kind === 'node') this.enter(to.node);
    else if (to.kind === 'round') this.round(to.node, 1);
    else if (to.kind === 'return') this.comeBack(to.node);
    else this.memory.now.at = IDLE;
  }

  private enter(id: string): void {
    const { memory } = this;
    memory.now.visits[id] = (memory.now.visits[id] ?? 0) + 1;
    this.marks.set(`${id} ${String(memory.now.visits[id])}`, memory.copy());
    const node = this.flow.node(id);
    if (node === undefined) throw new Error(`No node ${id}.`);
    this.play(id, node);
  }

  private guard<R>(id: string, run: () => R): R {
    try {
      return run();
    } catch (error) {
      throw new Failure(id, this.memory.now.visits[id] ?? 0, error);
    }
  }

  private play(id: string, node: FlowNode): void {
    const { memory } = this;
    const { config } = node;
    const value = (source: string): Json => this.guard(id, () => memory.evaluate(id, source, this.event));
    switch (node.type) {
      case 'start':
      case 'catch':
      case 'onKeyword':
        this.leave(id, node.type === 'start' ? 'next' : node.type === 'catch' ? 'caught' : 'matched');
        return;
      case 'message': {
        const words = [config['text'], ...(config['variants'] as readonly Localized[])] as readonly Localized[];
        this.say(id, words[((memory.now.visits[id] ?? 1) - 1) % words.length] ?? '');
        this.leave(id, 'next');
        return;
      }
      case 'tag':
        memory.now.asked.push(`contact.tag ${id}`);
        this.leave(id, 'next');
        return;
      case 'set':
        for (const { variable, value: source } of config['assignments'] as readonly {
          variable: string;
          value: string;
        }[])
          this.guard(id, () => memory.write(id, variable, memory.evaluate(id, source, this.event)));
        this.leave(id, 'next');
        return;
      case 'condition':
        this.leave(id, isTrue(value(String(config['expression']))) ? 'then' : 'else');
        return;
      case 'switch': {
        const found = (config['cases'] as readonly { id: string; value: string }[]).find(
          (one) => value(`text((${String(config['expression'])}) ?? '')`) === one.value,
        );
        this.leave(id, found?.id ?? 'default');
        return;
      }
      case 'counter':
        this.count(id, config, value);
        return;
      case 'split':
        this.leave(id, shareAt(config['shares'] as readonly Share[], shareOf(this.memory.sessionId, id)));
        return;
      case 'jump':
        this.jump(id, config);
        return;
      case 'loop': {
        const list = config['mode'] === 'list' ? value(String(config['list'])) : undefined;
        const items = list === undefined ? null : itemsOf(list);
        memory.now.loops[id] = { items, index: 0 };
        this.round(id, 0);
        return;
      }
      case 'subflow':
        this.call(id, config['inputs'] as readonly { variable: string; value: string }[]);
        return;
      case 'exit':
        memory.now.returned = {
          exit: String(config['exit']),
          outputs: Object.fromEntries(
            (config['outputs'] as readonly { variable: string; value: string }[]).map((one) => [
              one.variable,
              value(one.value),
            ]),
          ),
        };
        this.comeBack(this.flow.caller(id));
        return;
      case 'wait':
        memory.now.at = id;
        memory.now.timers.push({ node: id, port: 'due', due: memory.now.time + Number(config['durationMs']) });
        return;
      case 'resumeTopic':
        this.resume(id, config);
        return;
      case 'end':
        this.say(id, config['text'] as Localized);
        memory.now.asked.push(`session.close ${id}`);
        memory.now.at = 'done';
        return;
      default:
        this.ask(id, node, config['prompt'] as Localized);
    }
  }

  private say(id: string, words: Localized, choices = ''): void {
    const text = this.guard(id, () => this.memory.fill(id, words, this.event));
    if (text.trim() !== '' || choices !== '') this.memory.now.said.push(`${text}${choices}`);
  }

  private ask(id: string, node: FlowNode, words: Localized): void {
    const options = node.type === 'askConfirm' ? ['yes', 'no'] : optionsOf(node).map((option) => option.id);
    this.say(id, words, node.type === 'askConfirm' || node.type === 'askChoice' ? `[${options.join()}]` : '');
    this.memory.now.at = id;
    const silence = node.config['noReply'] as { readonly enabled: boolean; readonly afterMs: number };
    if (silence.enabled && this.flow.target(id, 'noReply') !== undefined)
      this.memory.now.timers.push({ node: id, port: 'noReply', due: this.memory.now.time + silence.afterMs });
  }

  private count(id: string, config: FlowNode['config'], value: (source: string) => Json): void {
    const key =
      String(config['key']).trim() === '' ? '' : JSON.stringify(value(`text((${String(config['key'])}) ?? '')`));
    const count = this.memory.tally(`${id} ${key}`, Number(config['windowMs']));
    this.leave(id, count > Number(config['limit']) ? 'over' : 'within');
  }

  private jump(id: string, config: FlowNode['config']): void {
    const target = this.flow.full(id, String(config['target']));
    const mayJump = this.memory.jump(target, Number(config['maxPerTurn']), Number(config['maxPerSession']));
    if (!mayJump)
      throw new Failure(id, this.memory.now.visits[id] ?? 0, new FlowError('FLOW_RUNAWAY', 'Jumped too often.'));
    if (config['clearStack'] === true) this.memory.forgetTopics();
    const to = this.flow.landing(id, target);
    if (to === undefined) this.memory.now.at = IDLE;
    else if (to.round) this.round(to.node, 1);
    else this.enter(to.node);
  }

  private round(id: string, step: 0 | 1): void {
    const { memory } = this;
    const { config } = this.flow.node(id) as FlowNode;
    const known = memory.now.loops[id] ?? { items: [], index: 0 };
    const loop = { items: known.items, index: known.index + step };
    memory.now.loops[id] = loop;
    const more =
      loop.index < Number(config['maxRounds']) &&
      (loop.items === null
        ? isTrue(this.guard(id, () => memory.evaluate(id, String(config['while']), this.event)))
        : loop.index < loop.items.length);
    if (!more) {
      this.leave(id, 'done');
      return;
    }
    const { item, index } = config as { readonly item: string; readonly index: string };
    this.guard(id, () => {
      if (loop.items !== null && item !== '') memory.write(id, item, loop.items[loop.index] ?? null);
      if (index !== '') memory.write(id, index, loop.index + 1);
    });
    this.leave(id, 'body');
  }

  private call(id: string, inputs: readonly { readonly variable: string; readonly value: string }[]): void {
    const { memory } = this;
    const values = inputs.map(
      (one) => [one.variable, this.guard(id, () => memory.evaluate(id, one.value, this.event))] as const,
    );
    memory.now.frames[id] = { ...this.flow.firstValues(id), ...Object.fromEntries(values) };
    memory.now.returned = undefined;
    const first = this.flow.startOf(id);
    if (first === undefined) throw new Error(`The call ${id} has no start.`);
    this.enter(first);
  }

  private comeBack(site: string): void {
    const { memory } = this;
    const { returned } = memory.now;
    const { config } = this.flow.node(site) as FlowNode;
    const exits = (config['call'] as { readonly exits: readonly { readonly id: string }[] }).exits;
    const port =
      exits.find((exit) => exit.id === returned?.exit && exit.id !== 'done' && exit.id !== 'error')?.id ?? 'done';
    const event = { ...this.event, output: returned?.outputs ?? {} } as unknown as FlowEvent;
    for (const { variable, value } of config['outputs'] as readonly { variable: string; value: string }[])
      this.guard(site, () => memory.write(site, variable, memory.evaluate(site, value, event)));
    memory.closeFrame(site);
    this.leave(site, port);
  }

  private resume(id: string, config: FlowNode['config']): void {
    const { memory } = this;
    const probe = memory.copy();
    const found = memory.nextTopic(Number(config['giveUpMs']), () => true);
    memory.restore(probe);
    if (found === undefined) memory.forgetTopics();
    else if (String(config['bridge']).trim() !== '') {
      if (memory.now.topics !== undefined) memory.now.topics.bridged = true;
      this.say(id, config['bridge'] as Localized);
    }
    memory.now.at = IDLE;
  }
}
