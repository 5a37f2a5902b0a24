// The pure core: one event in, the next snapshot and everything to be done out. The only caller of the chart.
import type { AnyMachineSnapshot } from 'xstate';
import type { Json } from '#nodes/kit/json.ts';
import { BUILTIN } from './builtin-states.ts';
import { BURST_TIMER, hasRoom, heldMessage, messageOfBurst, withoutBurst } from './burst.ts';
import { transitionChart } from './chart.ts';
import { actionsBefore, collectActions, faultFrom, NodeFault, NOTHING_COLLECTED } from './collect-actions.ts';
import type { Collected, DoneAction } from './collect-actions.ts';
import type { CompiledFlow } from './compile.ts';
import type { FlowContext, FlowSnapshot, ParkedTopic } from './context.ts';
import type { FlowEvent, MessageReceived, SessionStarted } from './events.ts';
import { failureOf } from './failed-result.ts';
import { contextFrom, receiveEvent } from './receive-event.ts';
import { restoreSnapshot } from './restore-snapshot.ts';
import { parseMeta, routeEvent, routeHeld, routeSignal, type MachineEvent } from './route-event.ts';
import { signalsOf } from './signals.ts';
import type { FlowFault, StepResult } from './step-result.ts';
import { forgetTopics, nextTopic } from './topics.ts';

/** Starts a session: the first step of a flow. */
export function startFlow(flow: CompiledFlow, event: SessionStarted): StepResult {
  const initial: Record<string, Json> = {};
  for (const variable of flow.document.variables) {
    if (variable.scope === 'session' && variable.initial !== undefined)
      initial[variable.name] = variable.initial as Json;
  }
  const context = contextFrom(event, initial);
  const { entry } = event;
  const called = entry === undefined ? undefined : flow.triggers.bySignal(entry.name);
  if (entry !== undefined && called !== undefined) {
    const begun = { type: `trigger.${called.node}`, at: event.at, ...entry };
    return settle(flow, run(flow, startingFrom(flow, BUILTIN.begin, context), begun, event.at), event);
  }
  const first = flow.triggers.bySignal('session.started');
  if (first === undefined) return play(flow, BUILTIN.begin, context, event);
  // The branch on the start comes first; the start itself is what is open meanwhile.
  const waiting: ParkedTopic[] =
    flow.startNode === undefined ? [] : [{ node: flow.startNode, visit: 0, since: event.at, times: 0, first: true }];
  const from = startingFrom(flow, BUILTIN.begin, { ...context, topics: { parked: waiting } });
  const started = { type: `trigger.${first.node}`, at: event.at, name: 'session.started', data: event.source };
  return settle(flow, run(flow, from, started, event.at), event);
}

/**
 * Plays one event on a session. Total: a fault of the flow ends in its error port or in the built-in apology, never in an exception.
 * An event nobody listens to gives the same state back, with its time and words remembered.
 */
export function stepFlow(flow: CompiledFlow, snapshot: FlowSnapshot, event: FlowEvent): StepResult {
  if (snapshot.status !== 'active') return resting(flow, snapshot);
  // The flow is the new version from this event on; nothing happens in it.
  if (event.type === 'session.migrated') return resting(flow, event.snapshot);
  if (isUnmerged(event)) {
    const windowMs = holdMs(flow, snapshot, event.text);
    if (windowMs > 0) return hold(flow, snapshot, event, windowMs);
  }
  if (snapshot.context.burst !== undefined && event.type === 'message.received' && event.merged !== undefined)
    return played(flow, { ...snapshot, context: withoutBurst(snapshot.context) }, event, [BURST_TIMER]);
  return played(flow, snapshot, event);
}

/**
 * What happens before an event: messages that are held become a turn of their own first, unless the event is one more of them. The
 * caller adds the time and what understanding says.
 */
export function burstBefore(
  flow: CompiledFlow,
  snapshot: FlowSnapshot | null,
  event: Pick<FlowEvent, 'type'> & { readonly text?: string },
): ReturnType<typeof messageOfBurst> {
  if (snapshot?.context.burst === undefined || event.type === 'session.migrated') return undefined;
  return isHeld(flow, snapshot, event) ? undefined : messageOfBurst(snapshot);
}

/** Is the event a message that waits for more to follow? */
export function isHeld(
  flow: CompiledFlow,
  snapshot: FlowSnapshot | null,
  event: Pick<FlowEvent, 'type'> & { readonly text?: string; readonly merged?: number },
): boolean {
  if (event.type !== 'message.received' || event.merged !== undefined || snapshot === null) return false;
  return holdMs(flow, snapshot, event.text ?? '') > 0;
}

function isUnmerged(event: FlowEvent): event is MessageReceived {
  return event.type === 'message.received' && event.merged === undefined;
}

/** How long these words wait for more; 0: they are a turn at once. */
function holdMs(flow: CompiledFlow, { value, context, status }: FlowSnapshot, text: string): number {
  if (!flow.merges || status !== 'active' || context.person !== null || context.topics?.pending !== undefined) return 0;
  if (flow.document.settings.personButton && flow.triggers.asksForPerson(text)) return 0;
  const live = restoreSnapshot(flow, value, context);
  if (live.hasTag('queue') || live.hasTag('person') || !hasRoom(context, text)) return 0;
  return parseMeta(live)?.mergeBurstMs ?? 0;
}

function hold(flow: CompiledFlow, snapshot: FlowSnapshot, event: MessageReceived, windowMs: number): StepResult {
  const { context, timer } = heldMessage(snapshot.context, event, windowMs);
  return { ...resting(flow, { ...snapshot, context }), timers: { set: [timer], cancel: [] } };
}

function played(
  flow: CompiledFlow,
  snapshot: FlowSnapshot,
  event: FlowEvent,
  cancel: readonly string[] = [],
): StepResult {
  const context = receiveEvent(snapshot.context, event);
  const result = playedIn(flow, snapshot, context, event);
  if (cancel.length === 0) return result;
  return { ...result, timers: { ...result.timers, cancel: [...cancel, ...result.timers.cancel] } };
}

function playedIn(flow: CompiledFlow, snapshot: FlowSnapshot, context: FlowContext, event: FlowEvent): StepResult {
  if (event.type === 'session.expired' && flow.triggers.bySignal('session.ended') !== undefined)
    return playEnd(flow, snapshot.value, context, event);
  return play(flow, snapshot.value, context, event);
}

/** Ends what a session was doing in the built-in apology, for a fault that happened outside the chart. */
export function failFlow(flow: CompiledFlow, snapshot: FlowSnapshot, at: number, fault: FlowFault): StepResult {
  if (snapshot.status !== 'active') return resting(flow, snapshot);
  return apologise(flow, startingFrom(flow, snapshot.value, snapshot.context), at, fault);
}

/** Where an attempt sets out: a place in the chart, and what was done on the way there in this step. */
interface Standing {
  readonly live: AnyMachineSnapshot;
  readonly done: Collected;
}

type Attempt =
  | { readonly ok: true; readonly result: StepResult }
  /** `stands` is what was done before the node that failed: it is kept. */
  | { readonly ok: false; readonly fault: FlowFault; readonly stands: Standing };

function startingFrom(flow: CompiledFlow, value: Json, context: FlowContext): Standing {
  return { live: restoreSnapshot(flow, value, context), done: NOTHING_COLLECTED };
}

function play(flow: CompiledFlow, value: Json, context: FlowContext, event: FlowEvent): StepResult {
  const from = startingFrom(flow, value, context);
  const routed = routeEvent(flow, from.live, context, event);
  const start = routed.context === context ? from : startingFrom(flow, value, routed.context);
  const result = run(flow, start, routed.event, event.at);
  // Most flows hear no signals and have nothing parked: they are done here.
  return flow.triggers.hasSignals || result.snapshot.context.topics !== undefined
    ? settle(flow, result, event)
    : result;
}

/** The branch on the end of the session says its last words up to where it would wait; then the session is closed. */
function playEnd(flow: CompiledFlow, value: Json, context: FlowContext, event: FlowEvent): StepResult {
  const from = startingFrom(flow, value, forgetTopics(context));
  const routed = routeSignal(
    flow,
    from.live,
    from.live.context as FlowContext,
    { name: 'session.ended', data: {} },
    event.at,
  );
  if (routed?.event.type.startsWith('trigger.') !== true) return play(flow, value, context, event);
  const said = run(flow, from, routed.event, event.at);
  if (said.snapshot.status !== 'active') return said;
  return onTopOf(said, run(flow, standingOf(flow, said), event, event.at));
}

/** Signals of what just happened, then the questions that were left open. */
function settle(flow: CompiledFlow, played: StepResult, event: FlowEvent): StepResult {
  let result = played;
  if (flow.triggers.hasSignals) {
    for (const signal of signalsOf(event, played)) {
      if (result.snapshot.status !== 'active') break;
      const from = standingOf(flow, result);
      const routed = routeSignal(flow, from.live, result.snapshot.context, signal, event.at);
      if (routed === undefined) continue;
      const start = { ...from, live: restoreSnapshot(flow, result.snapshot.value, routed.context) };
      result = onTopOf(result, run(flow, start, routed.event, event.at));
    }
  }
  return askAgain(flow, takeUpHeld(flow, result, event.at), event.at);
}

/** What the customer brought up while the flow was at work, one after the other, as long as it stands still. */
function takeUpHeld(flow: CompiledFlow, played: StepResult, at: number): StepResult {
  let result = played;
  while (result.snapshot.context.topics?.held !== undefined && result.snapshot.status === 'active') {
    const from = standingOf(flow, result);
    const routed = routeHeld(flow, from.live, result.snapshot.context, at);
    if (routed === undefined) return result;
    const { event, context } = routed;
    if (event === undefined) result = { ...result, snapshot: { ...result.snapshot, context } };
    else {
      const live = restoreSnapshot(flow, result.snapshot.value, context);
      result = onTopOf(result, run(flow, { ...from, live }, event, at));
    }
  }
  return result;
}

/** At rest, the newest open question is asked again. Each round takes one from the stack. */
function askAgain(flow: CompiledFlow, settled: StepResult, at: number): StepResult {
  const { settings } = flow.document;
  let result = settled;
  while (result.snapshot.value === BUILTIN.idle && result.snapshot.context.topics !== undefined) {
    const isKnown = (node: string) => Object.hasOwn(flow.config.on, `resume.${node}`);
    const bridged = result.snapshot.context.topics.bridged === true;
    const { topic, context } = nextTopic(result.snapshot.context, settings, isKnown);
    if (topic === undefined) return { ...result, snapshot: { ...result.snapshot, context } };
    let from: Standing = { live: restoreSnapshot(flow, BUILTIN.idle, context), done: collectedOf(result) };
    if (!bridged && topic.first !== true && !flow.quiet.has(topic.node)) {
      const bridge = attempt(flow, from, { type: 'topic.bridge', at });
      if (bridge.ok) from = standingOf(flow, bridge.result);
    }
    result = onTopOf(result, run(flow, from, { type: `resume.${topic.node}`, at }, at));
  }
  return result;
}

/** A later step of the same turn: the first fault is the one to be told. */
function onTopOf(before: StepResult, after: StepResult): StepResult {
  return { ...after, fault: before.fault ?? after.fault };
}

/** The place that a result leads to, with what was done so far. */
function standingOf(flow: CompiledFlow, result: StepResult): Standing {
  return { live: restoreSnapshot(flow, result.snapshot.value, result.snapshot.context), done: collectedOf(result) };
}

function collectedOf({ effects, timers, trace, outcome }: StepResult): Collected {
  return { effects, timers, trace, apologised: outcome === 'faulted', caught: false };
}

/** Plays one event of the chart; a fault goes to the error port of its node, to a catch, or ends in the apology. */
function run(flow: CompiledFlow, from: Standing, event: MachineEvent, at: number): StepResult {
  const first = attempt(flow, from, event);
  if (first.ok) return first.result;
  const { fault, stands } = first;
  const port = fault.node === null ? undefined : `failed.${fault.node}`;
  if (port === undefined || !flow.mended.has(fault.node ?? '')) return apologise(flow, stands, at, fault);
  // The way out of a branch that only began in this step is not there yet: the fault is told, never passed over in silence.
  if (!stands.live.can({ type: port })) return apologise(flow, stands, at, fault);
  const mended = attempt(flow, stands, { type: port, at });
  if (mended.ok) return { ...mended.result, fault };
  return apologise(flow, mended.stands, at, fault);
}

function apologise(flow: CompiledFlow, from: Standing, at: number, fault: FlowFault): StepResult {
  if (flow.catches) {
    const caught = attempt(flow, from, { type: 'flow.failed', at, fault: { ...fault } });
    if (caught.ok) return { ...caught.result, fault };
  }
  const apology = attempt(flow, from, { type: 'flow.failed', at });
  if (apology.ok) return { ...apology.result, outcome: 'faulted', fault };
  // Even the apology failed (its own text has a broken placeholder): rest without a word.
  const silent = attempt(flow, from, { type: 'flow.rested', at });
  const snapshot = { value: BUILTIN.idle, context: from.live.context as FlowContext, status: 'active' } as const;
  return { ...(silent.ok ? silent.result : resting(flow, snapshot)), outcome: 'faulted', fault };
}

function attempt(flow: CompiledFlow, from: Standing, event: MachineEvent): Attempt {
  takeFault(flow);
  const { settings } = flow.document;
  const actions: DoneAction[] = [];
  try {
    const next = transitionChart(flow.machine, from.live, event, actions, () => flow.faults.fault === null);
    const fault = takeFault(flow);
    if (fault !== null) throw fault;
    return {
      ok: true,
      result: resultFrom(flow, next, collectActions(actions, event, settings, flow.placeOf, from.done), event),
    };
  } catch (error) {
    return failedAttempt(flow, from, event, actions, takeFault(flow) ?? error);
  }
}

/** What was done before the failure stands. If that cannot be filled in either, it failed first: then it is the fault. */
function failedAttempt(
  flow: CompiledFlow,
  from: Standing,
  event: MachineEvent,
  actions: readonly DoneAction[],
  error: unknown,
): Attempt {
  const kept = error instanceof NodeFault ? actionsBefore(actions, error.node, error.visit) : [];
  const last = kept.at(-1);
  if (last === undefined) return { ok: false, fault: faultFrom(error), stands: from };
  try {
    const done = collectActions(kept, event, flow.document.settings, flow.placeOf, from.done);
    const live = { ...from.live, context: last.info.context } as AnyMachineSnapshot;
    return { ok: false, fault: faultFrom(error), stands: { live, done } };
  } catch (earlier) {
    return failedAttempt(flow, from, event, kept.slice(0, -1), earlier);
  }
}

/** Guards and assignments cannot throw through XState: their first fault is left in the sink. */
function takeFault({ faults }: CompiledFlow): NodeFault | null {
  const { fault } = faults;
  faults.fault = null;
  return fault;
}

function resultFrom(
  flow: CompiledFlow,
  next: AnyMachineSnapshot,
  { effects, timers, trace, apologised, caught }: Collected,
  event: MachineEvent,
): StepResult {
  const isDone = next.status === 'done';
  return {
    snapshot: {
      value: next.value as Json,
      context: next.context as FlowContext,
      status: isDone ? 'done' : 'active',
    },
    effects,
    timers,
    trace,
    outcome: isDone ? 'done' : apologised ? 'faulted' : 'waiting',
    fault: apologised || caught ? unheardFailure(flow, event) : null,
    attention: isDone ? 'bot' : attentionOf(next),
  };
}

/** An effect failed and no way out was drawn for it. */
function unheardFailure(flow: CompiledFlow, event: MachineEvent): FlowFault | null {
  const failure = event.type === 'flow.failed' ? undefined : failureOf(event);
  if (failure === undefined) return null;
  return { ...failure, node: flow.nodes.has(failure.node ?? '') ? failure.node : null };
}

function attentionOf(snapshot: AnyMachineSnapshot): StepResult['attention'] {
  const { person } = snapshot.context as FlowContext;
  if (person !== null || snapshot.hasTag('person')) return 'person';
  return snapshot.hasTag('queue') ? 'queue' : 'bot';
}

function resting(flow: CompiledFlow, snapshot: FlowSnapshot): StepResult {
  return {
    snapshot,
    effects: [],
    timers: { set: [], cancel: [] },
    trace: [],
    outcome: snapshot.status === 'active' ? 'waiting' : 'done',
    fault: null,
    attention:
      snapshot.status === 'active' ? attentionOf(restoreSnapshot(flow, snapshot.value, snapshot.context)) : 'bot',
  };
}
