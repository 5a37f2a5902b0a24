// A conversation for the debugger: each turn replayed from the journal, told like a turn of the test chat so that anybody may go on from it.
import type { Bilingual } from '#nodes/kit/localized.ts';
import { timingOf, type Effect, type Understood } from '#nodes/kit/effects.ts';
import type { Json } from '#nodes/kit/json.ts';
import { BURST_EVENT, BURST_TIMER } from '#nodes/flow/burst.ts';
import type { FlowDocument } from '#nodes/flow/document.ts';
import type { FlowFault, TimerToSet, TraceStep } from '#nodes/flow/step-result.ts';
import type { Message } from '#nodes/wire/customer.ts';
import type { DebugTurn } from '#nodes/wire/debug.ts';
import { PERSON_CHOICE } from '#nodes/wire/person-choice.ts';
import type { ReplayedTurn } from './replay-journal.ts';

/** Says why a turn went as it went. */
export type TellWhy = (happened: {
  readonly document: FlowDocument;
  readonly understood: Understood | null;
  readonly trace: readonly TraceStep[];
  readonly effects: readonly { readonly effect: Effect; readonly output: Json }[];
  readonly timers: readonly TimerToSet[];
  readonly fault: FlowFault | null;
}) => readonly Bilingual[];

/** The turn. `messages` are those of the whole conversation; `before` is when the turn before was. */
export function debugTurn(
  turn: ReplayedTurn,
  document: FlowDocument,
  messages: readonly Message[],
  before: number,
  tellWhy: TellWhy,
): DebugTurn {
  const { entry, version, snapshot, effects, timers, cancelled, outcome, attention } = turn;
  const { event, trace, fault, at, firstSeq, lastSeq } = entry;
  const own = messages.filter(({ seq }) => seq >= firstSeq && seq <= lastSeq && firstSeq > 0);
  const understood = event.type === 'message.received' ? (event.understood ?? null) : null;
  const act = actOf(event, at - before);
  const isSaid = act !== null && act.kind !== 'agent' && act.kind !== 'elapsed';
  return {
    revision: entry.revision,
    at,
    version,
    event: event.type,
    act,
    said: isSaid ? (own.find(({ from }) => from === 'customer')?.text ?? '') : '',
    result: {
      snapshot,
      messages: own.filter(({ from }) => from !== 'customer' || !isSaid),
      trace: trace.map(({ node, port }) => ({ node, ms: 0, ...(port === undefined ? {} : { port }) })),
      timers: timers.map(({ id, event: name, delayMs }) => ({ id, event: name, dueAt: at + delayMs })),
      cancelled: [...cancelled, ...(event.type === 'timer.elapsed' ? [event.timerId] : [])].filter(
        (id) => !timers.some((timer) => timer.id === id),
      ),
      effects: effects
        .filter(({ effect }) => effect.kind !== 'message.send')
        .map(({ effect: { kind, node, request } }) => ({ kind, node, request, mocked: false })),
      understood,
      why: [...tellWhy({ document, understood, trace, effects: answered(effects), timers, fault })],
      outcome,
      attention,
      fault,
    },
  };
}

/** What another system answers comes in a turn of its own: nothing is told of it before. */
function answered(effects: ReplayedTurn['effects']): ReplayedTurn['effects'] {
  return effects.filter(({ effect, output }) => timingOf(effect.kind) !== 'remote' || output !== null);
}

function actOf(event: ReplayedTurn['entry']['event'], afterMs: number): DebugTurn['act'] {
  switch (event.type) {
    case 'message.received':
      // The messages of a burst came in turns of their own.
      return event.merged === undefined
        ? { kind: 'text', text: event.text }
        : { kind: 'elapsed', timerId: BURST_TIMER, event: BURST_EVENT, afterMs: Math.max(0, afterMs) };
    case 'choice.selected':
      return { kind: 'choice', choice: event.choice };
    case 'person.requested':
      return { kind: 'choice', choice: PERSON_CHOICE };
    case 'form.submitted':
      return { kind: 'form', values: event.values };
    case 'files.received':
      return { kind: 'files', names: event.files.map(({ name }) => name) };
    case 'timer.elapsed':
      return { kind: 'elapsed', timerId: event.timerId, event: event.event, afterMs: Math.max(0, afterMs) };
    case 'agent.accepted':
      return { kind: 'agent', step: 'accept' };
    case 'handoff.resolved':
      return { kind: 'agent', step: 'resolve' };
    case 'handoff.returned':
      return { kind: 'agent', step: 'return' };
    case 'handoff.abandoned':
      return { kind: 'agent', step: 'abandon' };
    default:
      return null;
  }
}
