// The room's one door: plays one event on a draft with the real language, and touches nothing outside.
import { Type } from 'typebox';
import Value from 'typebox/value';
import { timingOf, type Effect, type Understood } from '#nodes/kit/effects.ts';
import { FlowError } from '#nodes/kit/errors.ts';
import type { Json } from '#nodes/kit/json.ts';
import { isBurstOver } from '#nodes/flow/burst.ts';
import type { FlowSnapshot } from '#nodes/flow/context.ts';
import type { FlowDocument } from '#nodes/flow/document.ts';
import type { FlowEvent } from '#nodes/flow/events.ts';
import type { FlowFault, StepResult, TimerToSet, TraceStep } from '#nodes/flow/step-result.ts';
import { parseProblemFacts } from '#nodes/flow/problem.ts';
import { burstBefore, isHeld, startFlow, stepFlow } from '#nodes/flow/step.ts';
import { upgradeFlow } from '#nodes/flow/upgrade.ts';
import { validateFlow } from '#nodes/flow/validate.ts';
import type { Rehearse, Rehearsed } from '#nodes/wire/flows.ts';
import type { Understanding } from '#runtime/ports/understanding.ts';
import { withMoods, type WorkspaceMoods } from '#runtime/understanding/understanding.ts';
import { eventFromAct, startEvent } from './act-event.ts';
import { createRehearsalCache, type RehearsableFlow } from './rehearsal-cache.ts';
import { isMocked, outputOf, type KnowledgeSearch, type ScriptPlay, type Stage } from './rehearsed-effect.ts';
import { whyLines } from './why.ts';

/** Effects with a result that one turn may ask for. */
const MAX_ROUNDS = 64;

/** What the room leans on. `search` answers as the knowledge effect of a published flow would. */
export interface RehearsalDeps {
  readonly understanding: Understanding;
  readonly search: KnowledgeSearch;
  /** Runs a script in the sandbox, as a published flow would. */
  readonly script: ScriptPlay;
  /** What staff corrected in moods; absent: nothing. */
  readonly moods?: WorkspaceMoods;
  /** Inlines what a draft calls; absent: calls lead to their error. */
  readonly compose?: (workspaceId: string, document: FlowDocument) => Promise<FlowDocument>;
}

/** The rehearsal room. Stateless: the caller keeps the snapshot. */
export interface Rehearsal {
  /** Fails with FLOW_FORMAT_UNKNOWN or FLOW_INVALID when the draft cannot be played, REQUEST_INVALID for a snapshot of another draft. */
  rehearse(workspaceId: string, request: Rehearse): Promise<Rehearsed>;
  /** Makes a draft ready once, for whoever plays many turns on it; snapshots must come from the same draft. */
  open(workspaceId: string, document: unknown): Promise<OpenRehearsal>;
}

/** A draft ready to be played. */
export interface OpenRehearsal {
  readonly document: FlowDocument;
  play(workspaceId: string, request: Omit<Rehearse, 'document'>): Promise<Rehearsed>;
}

const SnapshotSchema = Type.Object({
  value: Type.Unknown(),
  status: Type.Enum(['active', 'done', 'error']),
  context: Type.Object({
    vars: Type.Record(Type.String(), Type.Unknown()),
    customer: Type.Record(Type.String(), Type.Unknown()),
    session: Type.Object({
      id: Type.String(),
      locale: Type.String(),
      channel: Type.String(),
      source: Type.Record(Type.String(), Type.Unknown()),
      startedAt: Type.Number(),
      seed: Type.Number(),
    }),
    turn: Type.Object({ text: Type.String(), understood: Type.Unknown() }),
    now: Type.Number(),
    moods: Type.Array(Type.Object({ label: Type.String(), intensity: Type.Number(), text: Type.String() })),
    visits: Type.Record(Type.String(), Type.Number()),
    tries: Type.Record(Type.String(), Type.Number()),
    person: Type.Unknown(),
    burst: Type.Optional(
      Type.Object({
        since: Type.Number(),
        messageId: Type.String(),
        texts: Type.Array(Type.String(), { maxItems: 1000 }),
      }),
    ),
  }),
});

/** Opens the room. */
export function createRehearsal({ understanding, search, script, compose, moods }: RehearsalDeps): Rehearsal {
  const prepare = createRehearsalCache(understanding);

  async function open(workspaceId: string, json: unknown): Promise<OpenRehearsal & { readonly flow: RehearsableFlow }> {
    const drawn = readDraft(json);
    const document = compose === undefined ? drawn : await compose(workspaceId, drawn);
    const flow = await prepared(prepare, document);
    return { document, flow, play: (...asked) => play(flow, ...asked) };
  }

  async function play(
    flow: RehearsableFlow,
    workspaceId: string,
    request: Omit<Rehearse, 'document'>,
  ): Promise<Rehearsed> {
    const { document } = flow.compiled;
    await moods?.ready(workspaceId);
    const stage: Stage = {
      workspaceId,
      understander: moods === undefined ? flow.understander : withMoods(flow.understander, workspaceId, moods),
      search,
      script,
      agentsOnline: request.agentsOnline ?? true,
      mocks: request.mocks ?? {},
    };
    const snapshot = request.snapshot === null ? null : parseKept(request.snapshot);
    const locale = snapshot?.context.session.locale ?? request.locale ?? document.settings.locale;
    const turn = createTurn(flow, stage);
    if (snapshot === null)
      await turn.play(() => startFlow(flow.compiled, startEvent(request.at, locale, request.start)), request.at);
    if (request.act !== undefined) {
      const before = snapshot ?? turn.snapshot();
      const event = eventFromAct(request.act, request.at, locale);
      const held = burstBefore(flow.compiled, before, event);
      if (held !== undefined) {
        const whole = await turn.understand({ ...held, at: request.at });
        await turn.play(() => step(flow, before, whole), request.at);
      }
      if (held === undefined || !isBurstOver(event)) {
        const after = held === undefined ? before : turn.snapshot();
        const heard = isHeld(flow.compiled, after, event) ? event : await turn.understand(event);
        await turn.play(() => step(flow, after, heard), request.at);
      }
    }
    if (turn.isEmpty()) throw new FlowError('REQUEST_INVALID', 'Send an act, or a null snapshot to begin.');
    return turn.result(request.at);
  }

  return {
    open,
    async rehearse(workspaceId, { document, ...request }) {
      const { flow } = await open(workspaceId, document);
      if (request.snapshot !== null) checkSnapshot(request.snapshot);
      return play(flow, workspaceId, request);
    },
  };
}

/** One turn being played: everything it did so far. */
function createTurn(flow: RehearsableFlow, stage: Stage) {
  const began = performance.now();
  const trace: { step: TraceStep; ms: number }[] = [];
  const effects: { effect: Effect; output: Json }[] = [];
  const timers = new Map<string, TimerToSet>();
  const cancelled = new Set<string>();
  let last: StepResult | undefined;
  let fault: FlowFault | null = null;
  let understood: Understood | null = null;

  function take(result: StepResult): readonly Effect[] {
    const ms = Math.round((performance.now() - began) * 100) / 100;
    trace.push(...result.trace.map((step) => ({ step, ms })));
    for (const id of result.timers.cancel) {
      timers.delete(id);
      cancelled.add(id);
    }
    for (const timer of result.timers.set) timers.set(timer.id, timer);
    fault ??= result.fault;
    last = result;
    const waiting = result.effects.filter(({ kind }) => timingOf(kind) !== 'commit');
    for (const effect of result.effects) if (!waiting.includes(effect)) effects.push({ effect, output: null });
    return waiting;
  }

  function snapshot(): FlowSnapshot {
    if (last === undefined) throw new FlowError('REQUEST_INVALID', 'Send an act, or a null snapshot to begin.');
    return last.snapshot;
  }

  return {
    snapshot,
    isEmpty: () => last === undefined,

    /** Adds what understanding says: to the event when the flow needs it, to the answer always. */
    async understand(event: FlowEvent): Promise<FlowEvent> {
      if (event.type !== 'message.received') return event;
      await stage.understander.prepare?.([event.text]);
      const { timeZone } = flow.compiled.document.settings;
      understood = stage.understander.understand(event.text, { now: event.at, timeZone });
      return flow.compiled.needs.understanding ? { ...event, understood } : event;
    },

    /** Plays a step and feeds back every result it asks for, until the flow waits. */
    async play(first: () => StepResult, at: number): Promise<void> {
      const waiting = [...take(first())];
      for (let round = 0; waiting.length > 0; round++) {
        const effect = waiting.shift();
        if (effect === undefined) break;
        if (round >= MAX_ROUNDS) {
          fault ??= { code: 'FLOW_RUNAWAY', message: 'The turn asked for more than 64 effects.', node: effect.node };
          break;
        }
        const event = await resultOf(effect, stage, at);
        effects.push({ effect, output: event.type === 'effect.completed' ? event.output : null });
        waiting.push(...take(step(flow, snapshot(), event)));
      }
    },

    result(at: number): Rehearsed {
      const { attention, outcome } = last ?? { attention: 'bot' as const, outcome: 'waiting' as const };
      const { document } = flow.compiled;
      return {
        snapshot: snapshot(),
        messages: effects.flatMap(({ effect }, index) => messageFrom(effect, index, at)),
        trace: trace.map(({ step: { node, port }, ms }) => ({ node, ms, ...(port === undefined ? {} : { port }) })),
        timers: [...timers.values()].map(({ id, event, delayMs }) => ({ id, event, dueAt: at + delayMs })),
        cancelled: [...cancelled],
        effects: effects
          .filter(({ effect }) => effect.kind !== 'message.send')
          .map(({ effect: { kind, node, request } }) => ({ kind, node, request, mocked: isMocked(kind) })),
        understood,
        why: [
          ...whyLines({
            document,
            understood,
            trace: trace.map((entry) => entry.step),
            effects,
            timers: [...timers.values()],
            fault,
          }),
        ],
        outcome: fault !== null && outcome === 'waiting' ? (last?.outcome ?? 'faulted') : outcome,
        attention,
        fault,
      };
    },
  };
}

async function resultOf(effect: Effect, stage: Stage, at: number): Promise<FlowEvent> {
  const { node, visit, index } = effect;
  try {
    return { type: 'effect.completed', at, node, visit, index, output: await outputOf(effect, stage) };
  } catch (error) {
    const code = error instanceof FlowError ? error.code : 'INTERNAL';
    const message = error instanceof FlowError ? error.message : 'The effect failed.';
    return { type: 'effect.failed', at, node, visit, index, error: { code, message } };
  }
}

/** A message as the face shows it; notices come from the house, all else from the bot. */
function messageFrom(effect: Effect, index: number, at: number): readonly object[] {
  if (effect.kind !== 'message.send') return [];
  const from = effect.request.kind === 'notice' ? 'system' : 'bot';
  return [{ id: `${effect.id}:${at}`, seq: index + 1, at: new Date(at).toISOString(), from, ...effect.request }];
}

function readDraft(json: unknown): FlowDocument {
  const read = upgradeFlow(json);
  if (read.ok) return read.document;
  throw new FlowError('FLOW_FORMAT_UNKNOWN', read.problems[0]?.message.en ?? 'This is not a flow document.', {
    problems: parseProblemFacts(read.problems),
  });
}

/** A draft in the middle of an edit may be beyond compiling: its problems say why. */
async function prepared(
  prepare: (document: FlowDocument) => Promise<RehearsableFlow>,
  document: FlowDocument,
): Promise<RehearsableFlow> {
  try {
    return await prepare(document);
  } catch (error) {
    const problems = validateFlow(document).filter(({ severity }) => severity === 'error');
    if (problems.length === 0) throw error;
    throw new FlowError('FLOW_INVALID', 'The draft has errors and cannot be played yet.', {
      problems: parseProblemFacts(problems),
    });
  }
}

function step(flow: RehearsableFlow, snapshot: FlowSnapshot, event: FlowEvent): StepResult {
  try {
    return stepFlow(flow.compiled, snapshot, event);
  } catch (error) {
    throw new FlowError(
      'REQUEST_INVALID',
      'The conversation does not fit this draft any more: the node it stands on is gone. Begin again.',
      { field: '/snapshot' },
      { cause: error },
    );
  }
}

function checkSnapshot(json: unknown): void {
  if (!Value.Check(SnapshotSchema, json)) {
    throw new FlowError('REQUEST_INVALID', 'The snapshot is not one that a rehearsal gave.', { field: '/snapshot' });
  }
}

/** It was checked on its way in, or came from this room. */
function parseKept(json: unknown): FlowSnapshot {
  return json as FlowSnapshot;
}
