// Random drawings with random conversations, played by the runtime's core and by the reference interpreter, turn by turn.
import { composeFlow } from '#nodes/flow/compose-flow.ts';
import { compileFlow, type CompiledFlow } from '#nodes/flow/compile.ts';
import type { FlowDocument } from '#nodes/flow/document.ts';
import type { FlowEvent } from '#nodes/flow/events.ts';
import { placeOf } from '#nodes/flow/migrate.ts';
import { startFlow, stepFlow } from '#nodes/flow/step.ts';
import type { StepResult } from '#nodes/flow/step-result.ts';
import { RANDOM_START } from './random-flow.ts';
import { drawnPair } from './reference-flows.ts';
import { DrawnFlow } from './reference-drawing.ts';
import { ReferenceInterpreter } from './reference-interpreter.ts';
import type { Seen } from './reference-seen.ts';
import { createSeeded, type Seeded } from './seeded.ts';

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
];
const MINUTE = 60_000;
const TURNS = 10;

/** What came of a pair. `runaway`: the chart gave up a turn of thousands of steps, which the reference would play to its end. */
export type Compared =
  | { readonly outcome: 'agree' | 'runaway'; readonly turns: number }
  | {
      readonly outcome: 'differ';
      readonly turns: number;
      readonly events: readonly FlowEvent[];
      readonly runtime: Seen;
      readonly reference: Seen;
    };

/** Plays the pair of a seed on both sides. */
export function comparePair(seed: number): Compared {
  const random = createSeeded(seed);
  const { document, called } = drawnPair(random);
  const resolve = (flow: string) =>
    flow === 'inner' ? ({ flow, version: 1, name: flow, document: called } as const) : 'missing';
  const composed = composeFlow(document, resolve);
  if (!composed.ok) throw new Error(`Seed ${String(seed)} cannot be composed.`);
  const flow = compileFlow(composed.document);
  const runtime = new Played(flow);
  const reference = new ReferenceInterpreter(
    new DrawnFlow(document, (name) => (name === 'inner' ? called : undefined)),
    RANDOM_START,
  );
  const events: FlowEvent[] = [RANDOM_START];
  let [real, told] = [runtime.start(), reference.start()];
  for (let turn = 0; ; turn++) {
    if (runtime.isRunaway) return { outcome: 'runaway', turns: turn };
    if (JSON.stringify(real) !== JSON.stringify(told))
      return { outcome: 'differ', turns: turn, events, runtime: real, reference: told };
    if (turn === TURNS || real.at === 'done') return { outcome: 'agree', turns: turn };
    const event = runtime.next(random, turn);
    events.push(event);
    [real, told] = [runtime.take(event), reference.take(event)];
  }
}

/** A conversation as the runtime's core plays it. */
class Played {
  isRunaway = false;
  private readonly flow: CompiledFlow;
  private last: StepResult | undefined;
  private now: number = RANDOM_START.at;
  private readonly timers = new Map<string, { readonly event: string; readonly due: number }>();

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

  /** What happens next: words, a button, an empty form, or the timer that is due first. */
  next(random: Seeded, turn: number): FlowEvent {
    const at = this.now + (random.chance(0.1) ? 25 : 1) * MINUTE;
    const messageId = `m${String(turn)}`;
    const [timer] = [...this.timers].sort(([, a], [, b]) => a.due - b.due);
    const dice = random.next();
    if (timer !== undefined && dice < 0.35) {
      const [timerId, { event, due }] = timer;
      return { type: 'timer.elapsed', at: Math.max(due, this.now), timerId, event };
    }
    if (dice < 0.5)
      return { type: 'choice.selected', at, messageId, choice: random.pick(['a', 'b', 'yes', 'no', 'gone']) };
    if (dice < 0.55) return { type: 'form.submitted', at, messageId, values: {} };
    return { type: 'message.received', at, messageId, text: random.pick(TEXTS) };
  }

  private see(result: StepResult): Seen {
    this.last = result;
    for (const id of result.timers.cancel) this.timers.delete(id);
    for (const { id, event, delayMs } of result.timers.set) this.timers.set(id, { event, due: this.now + delayMs });
    const { snapshot, fault, effects } = result;
    if (fault?.node === null) this.isRunaway = true;
    const said: string[] = [];
    const asked: string[] = [];
    for (const effect of effects) {
      if (effect.kind !== 'message.send') asked.push(`${effect.kind} ${effect.node}`);
      else {
        const { text = '', choices } = effect.request as {
          readonly text?: string;
          readonly choices?: readonly { readonly id: string }[];
        };
        said.push(`${text}${choices === undefined ? '' : `[${choices.map(({ id }) => id).join()}]`}`);
      }
    }
    const at = snapshot.status === 'done' ? 'done' : placeOf(snapshot.value)[0];
    const { vars, customer } = snapshot.context;
    const due = [...this.timers.values()].map((timer) => timer.due).sort((a, b) => a - b);
    const faults = fault === null ? [] : [`${fault.code} ${fault.node ?? ''}`];
    return { said, asked, at, vars, customer, faults, due };
  }
}

/** The drawings of a pair, to be looked at. */
export function drawingsOf(seed: number): { readonly document: FlowDocument; readonly called: FlowDocument } {
  return drawnPair(createSeeded(seed));
}
