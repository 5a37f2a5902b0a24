// Random drawings with random conversations, played by the runtime's core and by the reference interpreter, turn by turn.
import { composeFlow } from '#nodes/flow/compose-flow.ts';
import { compileFlow } from '#nodes/flow/compile.ts';
import type { FlowDocument } from '#nodes/flow/document.ts';
import type { FlowEvent } from '#nodes/flow/events.ts';
import { RANDOM_START } from './random-start.ts';
import { drawnPair } from './reference-flows.ts';
import { DrawnFlow } from './reference-drawing.ts';
import { ReferenceInterpreter } from './reference-interpreter.ts';
import { Played } from './reference-played.ts';
import type { Seen } from './reference-seen.ts';
import { createSeeded } from './seeded.ts';

const TURNS = 12;
/** At rest so often in a row, a conversation has said what it had to say. */
const RESTS = 3;

/** What came of a pair. */
export type Compared =
  | { readonly outcome: 'agree'; readonly turns: number }
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
  const runtime = new Played(compileFlow(composed.document));
  const drawn = new DrawnFlow(document, (name) => (name === 'inner' ? called : undefined));
  const reference = new ReferenceInterpreter(drawn, RANDOM_START);
  const events: FlowEvent[] = [RANDOM_START];
  let [real, told] = [runtime.start(), reference.start()];
  let rests = 0;
  for (let turn = 0; ; turn++) {
    const isForked = told.forked === true;
    if (wordsOf(real, isForked) !== wordsOf(told, isForked))
      return { outcome: 'differ', turns: turn, events, runtime: real, reference: told };
    rests = real.at === '_idle' ? rests + 1 : 0;
    if (turn === TURNS || real.at === 'done' || rests === RESTS) return { outcome: 'agree', turns: turn };
    const event = runtime.next(random, turn);
    events.push(event);
    [real, told] = [runtime.take(event), reference.take(event)];
  }
}

/** What was seen, to be compared. Where branches began at once, which of them spoke or wrote first does not count. */
function wordsOf({ said, asked, at, vars, customer, faults, due }: Seen, isForked: boolean): string {
  const order = (words: readonly string[]) => (isForked ? [...words].sort() : words);
  const names = Object.entries(vars as object).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([order(said), order(asked), at, names, customer, faults, due]);
}

/** The drawings of a pair, to be looked at. */
export function drawingsOf(seed: number): { readonly document: FlowDocument; readonly called: FlowDocument } {
  return drawnPair(createSeeded(seed));
}
