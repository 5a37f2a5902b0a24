// Plays a recorded conversation again, from its journal alone: nothing outside is asked, nothing is changed.
import { timingOf, type Effect } from '#nodes/kit/effects.ts';
import { FlowError } from '#nodes/kit/errors.ts';
import type { Json } from '#nodes/kit/json.ts';
import type { CompiledFlow } from '#nodes/flow/compile.ts';
import type { FlowSnapshot } from '#nodes/flow/context.ts';
import type { StepResult, TimerToSet } from '#nodes/flow/step-result.ts';
import { failFlow, startFlow, stepFlow } from '#nodes/flow/step.ts';
import type { JournalEntry } from '#runtime/ports/session-store.ts';

/** One turn as it was: where it stood afterwards and everything it asked for, with the outputs that came within the turn. */
export interface ReplayedTurn {
  readonly entry: JournalEntry;
  /** The version that it was played on. */
  readonly version: number;
  readonly snapshot: FlowSnapshot;
  readonly effects: readonly { readonly effect: Effect; readonly output: Json }[];
  readonly timers: readonly TimerToSet[];
  readonly cancelled: readonly string[];
  readonly outcome: StepResult['outcome'];
  readonly attention: StepResult['attention'];
}

/** The version a conversation began on; `now` is the one it stands on. */
export function firstVersion(journal: readonly JournalEntry[], now: number): number {
  const move = journal.find(({ event }) => event.type === 'session.migrated')?.event;
  return move?.type === 'session.migrated' ? move.from : now;
}

/** Deterministic: the last snapshot is the stored one. A turn in which staff moved the conversation goes on in the other version. */
export function replayJournal(
  journal: readonly JournalEntry[],
  flows: ReadonlyMap<number, CompiledFlow>,
  versionNow: number,
): readonly ReplayedTurn[] {
  let version = firstVersion(journal, versionNow);
  let snapshot: FlowSnapshot | null = null;
  const turns: ReplayedTurn[] = [];
  for (const entry of journal) {
    if (entry.event.type === 'session.migrated') version = entry.event.to;
    const flow = flows.get(version);
    if (flow === undefined)
      throw new FlowError('FLOW_NOT_PUBLISHED', `Version ${String(version)} of this flow is missing.`);
    const turn = replayTurn(flow, snapshot, entry, version);
    snapshot = turn.snapshot;
    turns.push(turn);
  }
  return turns;
}

function replayTurn(
  flow: CompiledFlow,
  snapshot: FlowSnapshot | null,
  entry: JournalEntry,
  version: number,
): ReplayedTurn {
  const effects: { effect: Effect; output: Json }[] = [];
  const timers = new Map<string, TimerToSet>();
  const cancelled = new Set<string>();
  const take = (step: StepResult): StepResult => {
    effects.push(...step.effects.map((effect) => ({ effect, output: null })));
    for (const id of step.timers.cancel) {
      timers.delete(id);
      cancelled.add(id);
    }
    for (const timer of step.timers.set) timers.set(timer.id, timer);
    return step;
  };
  const { event } = entry;
  const begins = event.type === 'session.started';
  if (!begins && snapshot === null) throw new FlowError('INTERNAL', 'A history begins with the start of its session.');
  let step = take(begins || snapshot === null ? startFlow(flow, parseStart(event)) : stepFlow(flow, snapshot, event));
  for (const output of entry.outputs) {
    step = take(stepFlow(flow, step.snapshot, output));
    if (output.type !== 'effect.completed') continue;
    const asked = effects.find(
      ({ effect: { node, visit, index } }) => node === output.node && visit === output.visit && index === output.index,
    );
    if (asked !== undefined) asked.output = output.output;
  }
  // The turn was stopped from outside the chart: it asked for local effects without end.
  if (entry.fault?.code === 'FLOW_RUNAWAY') {
    const local = effects.filter(({ effect }) => timingOf(effect.kind) === 'local').length;
    if (local > entry.outputs.length) step = take(failFlow(flow, step.snapshot, event.at, entry.fault));
  }
  const { outcome, attention } = step;
  return {
    entry,
    version,
    snapshot: step.snapshot,
    effects,
    timers: [...timers.values()],
    cancelled: [...cancelled],
    outcome,
    attention,
  };
}

function parseStart(event: JournalEntry['event']) {
  if (event.type === 'session.started') return event;
  throw new FlowError('INTERNAL', 'A history begins with the start of its session.');
}
