// A conversation as the runtime's core plays it, seen from outside, and what may happen to it next.
import type { Effect } from '#nodes/kit/effects.ts';
import { timingOf } from '#nodes/kit/effects.ts';
import type { Json } from '#nodes/kit/json.ts';
import { isJsonObject } from '#nodes/kit/json.ts';
import type { CompiledFlow } from '#nodes/flow/compile.ts';
import type { FlowEvent } from '#nodes/flow/events.ts';
import { startFlow, stepFlow } from '#nodes/flow/step.ts';
import type { StepResult } from '#nodes/flow/step-result.ts';
import { RANDOM_START } from './random-start.ts';
import type { Seen } from './reference-seen.ts';
import type { Seeded } from './seeded.ts';

const TEXTS = [
  '好的',
  '不要',
  '12',
  '三百',
  '甲',
  '乙',
  '帮助',
  '价格',
  '我要帮助和价格',
  '随便聊聊',
  '重来',
  '1',
  'x',
  '第二个',
  '我叫王芳',
  '跳过',
];
const TOPICS = ['帮助', '价格', '重来', '我要帮助和价格'];
const DETAILS = [
  '四位，电话 13812345678',
  '电话打错了，是 13987654321',
  '不对，是五位',
  '我叫王芳，三个人',
  '不是四位，是六位',
  '13812345678',
  '算了',
  '跳过',
  '甲',
  '好的',
];
const MINUTE = 60_000;
const AGENT = { id: 'a1', name: '小李' };

/** A conversation under way. */
export class Played {
  private readonly flow: CompiledFlow;
  private last: StepResult | undefined;
  private place = '';
  private now: number = RANDOM_START.at;
  private readonly timers = new Map<string, { readonly event: string; readonly due: number }>();
  /** Calls that were made and not answered yet, also those that nobody waits for any more. */
  private calls: Effect[] = [];

  constructor(flow: CompiledFlow) {
    this.flow = flow;
  }

  start(): Seen {
    return this.see(startFlow(this.flow, RANDOM_START));
  }

  take(event: FlowEvent): Seen {
    this.now = event.at;
    if (event.type === 'timer.elapsed') this.timers.delete(event.timerId);
    if (this.last === undefined) throw new Error('It was never started.');
    return this.see(stepFlow(this.flow, this.last.snapshot, event));
  }

  /** What happens next: words, a button, an empty form, the timer that is due first, a result, or a person. */
  next(random: Seeded, turn: number): FlowEvent {
    const at = this.now + (random.chance(0.1) ? 25 : 1) * MINUTE;
    const messageId = `m${String(turn)}`;
    const [timer] = [...this.timers].sort(([, a], [, b]) => a.due - b.due);
    if (this.calls.length > 0 && random.chance(0.6)) return this.result(random, at);
    if (this.last?.attention !== 'bot' && random.chance(0.6)) return personEvent(random, at);
    const dice = random.next();
    if (timer !== undefined && dice < 0.3) {
      const [timerId, { event, due }] = timer;
      return { type: 'timer.elapsed', at: Math.max(due, this.now), timerId, event };
    }
    if (dice < 0.45)
      return { type: 'choice.selected', at, messageId, choice: random.pick(['a', 'b', 'yes', 'no', 'gone']) };
    if (dice < 0.5) return { type: 'form.submitted', at, messageId, values: {} };
    if (dice < 0.52) return { type: 'person.requested', at, messageId };
    if (dice < 0.54) return { type: 'choice.selected', at, messageId, choice: 'tandem:person' };
    if (dice < 0.56) return { type: 'message.received', at, messageId, text: '人工' };
    if (dice < 0.58) return personEvent(random, at);
    if (dice < 0.64) return { type: 'signal.raised', at, name: random.pick(['paid', 'sent']), data: { n: turn } };
    // Words that fit where it stands, as customers mostly choose them.
    const isTopic = this.place === '_idle' || random.chance(0.2);
    const fitting = isTopic ? TOPICS : /\.wait\d$/u.test(this.place) ? DETAILS : TEXTS;
    return { type: 'message.received', at, messageId, text: random.pick(random.chance(0.7) ? fitting : TEXTS) };
  }

  private result(random: Seeded, at: number): FlowEvent {
    const call = random.pick(this.calls);
    this.calls = this.calls.filter((other) => other !== call);
    const { node, visit, index, kind } = call;
    if (random.chance(0.2)) {
      const code = random.pick(['EGRESS_TIMEOUT', 'MODEL_UNAVAILABLE', 'INTERNAL']);
      return { type: 'effect.failed', at, node, visit, index, error: { code, message: 'down' } };
    }
    return { type: 'effect.completed', at, node, visit, index, output: outputOf(kind, random) };
  }

  private see(result: StepResult): Seen {
    this.last = result;
    for (const id of result.timers.cancel) this.timers.delete(id);
    for (const { id, event, delayMs } of result.timers.set) this.timers.set(id, { event, due: this.now + delayMs });
    const { snapshot, fault, effects } = result;
    this.calls.push(...effects.filter(({ kind }) => timingOf(kind) !== 'commit'));
    const said: string[] = [];
    const asked: string[] = [];
    for (const effect of effects) {
      if (effect.kind !== 'message.send') asked.push(`${effect.kind} ${effect.node} ${detailsOf(effect)}`);
      else {
        const { text = '', choices } = effect.request as {
          readonly text?: string;
          readonly choices?: readonly { readonly id: string }[];
        };
        said.push(`${text}${choices === undefined ? '' : `[${choices.map(({ id }) => id).join()}]`}`);
      }
    }
    const at = snapshot.status === 'done' ? 'done' : placesIn(snapshot.value).sort().join();
    this.place = at;
    const { vars, customer } = snapshot.context;
    const due = [...this.timers.values()].map((timer) => timer.due).sort((a, b) => a - b);
    const faults = fault === null ? [] : [`${fault.code} ${fault.node ?? ''}`];
    return { said, asked, at, vars, customer, faults, due };
  }
}

/** The places of a state value, as `node.stage`. */
function placesIn(value: Json): string[] {
  if (!isJsonObject(value)) return typeof value === 'string' ? [value] : [];
  return Object.entries(value).flatMap(([name, inner]) => placesIn(inner).map((place) => `${name}.${place}`));
}

function detailsOf(effect: Effect): string {
  if (effect.kind === 'http.request') return (effect.request.body as { readonly a?: string } | null)?.a ?? '';
  return effect.kind === 'script.run' ? JSON.stringify(Object.values(effect.request.input as object)) : '';
}

function personEvent(random: Seeded, at: number): FlowEvent {
  const dice = random.next();
  if (dice < 0.4) return { type: 'agent.accepted', at, agent: AGENT };
  if (dice < 0.6) return { type: 'handoff.resolved', at, agent: AGENT };
  if (dice < 0.8) return { type: 'handoff.returned', at, agent: AGENT, note: '' };
  return { type: 'handoff.abandoned', at };
}

function outputOf(kind: Effect['kind'], random: Seeded): Json {
  switch (kind) {
    case 'http.request':
      return { status: random.pick([200, 200, 200, 404, 500]), headers: {}, body: { a: random.pick([1, '甲', null]) } };
    case 'knowledge.search':
      return {
        hits: random.chance(0.8) ? [{ text: '段' }] : [],
        confidence: random.pick([0.1, 0.9, 0.9]),
        answer: random.pick(['答案', '答案', '']),
        sources: [],
        modelAvailable: random.chance(0.5),
      };
    case 'model.generate':
      return { text: random.pick(['写好的', '']), sources: [] };
    case 'desk.availability':
      return {
        state: random.pick(['available', 'available', 'busy', 'offline', 'full']),
        waiting: random.below(3),
        agentsOnline: 1,
        position: 1,
        etaSeconds: random.pick([0, 90]),
      };
    default:
      return { values: { x: random.below(3), y: '乙', part: null }, exit: random.pick([null, 'a', 'b']) };
  }
}
