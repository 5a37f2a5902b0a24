// A conversation with a flow that nothing outside sees: acts in, what was said and what happened out. The clock is its own.
import type { MessageBody } from '#nodes/kit/messages.ts';
import { BURST_TIMER } from '#nodes/flow/burst.ts';
import type { FlowSnapshot } from '#nodes/flow/context.ts';
import { choiceAt } from '#nodes/flow/plain-text.ts';
import type { Rehearse, Rehearsed } from '#nodes/wire/flows.ts';
import type { OpenRehearsal } from '#runtime/rehearsal/rehearsal.ts';

/** Monday, 23 November 2026, 10:00 in Shanghai. */
export const USUAL_START = Date.UTC(2026, 10, 23, 2, 0, 0);

/** One act of the customer or of the person at the desk. */
export type Act = Exclude<NonNullable<Rehearse['act']>, { readonly kind: 'elapsed' }>;

/** A message as the customer sees it. */
export type SaidMessage = MessageBody & { readonly from: 'bot' | 'system' };

/** What one act, or a stretch of time, led to. */
export interface Happening {
  readonly said: readonly SaidMessage[];
  readonly effects: Rehearsed['effects'];
  readonly trace: readonly { readonly node: string; readonly port?: string }[];
  readonly understood: Rehearsed['understood'];
  readonly fault: Rehearsed['fault'];
}

/** The scene. `mocks` as in a dialogue file; knowledge is that of the workspace. */
export interface Scene {
  readonly workspaceId?: string | undefined;
  readonly locale?: string | undefined;
  readonly startsAt?: number | undefined;
  readonly agentsOnline?: boolean | undefined;
  readonly mocks?: Readonly<Record<string, unknown>> | undefined;
}

/** Where a conversation stands: everything needed to go on from here, as often as one likes. */
export interface Moment {
  readonly last: Rehearsed;
  /** What waits, by id. */
  readonly timers: ReadonlyMap<string, Rehearsed['timers'][number]>;
  /** Unix ms of its own clock. */
  readonly at: number;
}

/** A moment and what led to it. */
export interface Played {
  readonly moment: Moment;
  readonly happening: Happening;
}

/** Plays a scene from any moment; keeps nothing itself. */
export interface ScenePlayer {
  open(): Promise<Played>;
  /** Each act is a moment of its own, a second later, as it would be between people. */
  act(from: Moment, act: Act): Promise<Played>;
  /** Lets time pass; timers fire in order. */
  pass(from: Moment, ms: number): Promise<Played>;
}

/** An open conversation. */
export interface Conversation {
  readonly opening: Happening;
  act(act: Act): Promise<Happening>;
  /** Lets time pass; timers fire in order. */
  pass(ms: number): Promise<Happening>;
  /** Who has the conversation. */
  status(): 'bot' | 'queue' | 'person' | 'closed';
  snapshot(): FlowSnapshot;
}

/** The workspace of conversations that belong to nobody. */
export const DIALOGUE_WORKSPACE = 'dialogues';

/** A player of a scene on an open draft. */
export function createScenePlayer(rehearsal: OpenRehearsal, scene: Scene): ScenePlayer {
  const mocks = mocksFrom(scene.mocks ?? {});

  async function play(from: Moment | null, at: number, act: Rehearse['act']): Promise<Played> {
    const last = await rehearsal.play(scene.workspaceId ?? DIALOGUE_WORKSPACE, {
      snapshot: from?.last.snapshot ?? null,
      at,
      mocks,
      ...(scene.locale === undefined ? {} : { locale: scene.locale }),
      ...(scene.agentsOnline === undefined ? {} : { agentsOnline: scene.agentsOnline }),
      ...(act === undefined ? {} : { act }),
    });
    const timers = new Map(from?.timers);
    for (const id of last.cancelled) timers.delete(id);
    for (const timer of last.timers) timers.set(timer.id, timer);
    if (last.outcome === 'done') timers.clear();
    const happening: Happening = {
      said: last.messages.map(parseMessage),
      effects: last.effects,
      trace: last.trace,
      understood: last.understood,
      fault: last.fault,
    };
    return { moment: { last, timers, at }, happening };
  }

  return {
    open: () => play(null, scene.startsAt ?? USUAL_START, undefined),
    async act(from, act) {
      const played = await play(from, from.at + 1000, pressed(act, from.last.messages.at(-1)));
      // Nothing more follows in a row: a turn of a dialogue is a whole one.
      const window = played.moment.timers.get(BURST_TIMER);
      if (window === undefined) return played;
      const { id: timerId, event, dueAt } = window;
      const whole = await play(played.moment, dueAt, {
        kind: 'elapsed',
        timerId,
        event,
        afterMs: dueAt - played.moment.at,
      });
      return { moment: whole.moment, happening: joined([played.happening, whole.happening]) };
    },
    async pass(from, ms) {
      const until = from.at + ms;
      const passed: Happening[] = [];
      let moment = from;
      for (;;) {
        const next = nextTimer(moment);
        if (next === undefined || next.dueAt > until) break;
        const timers = new Map(moment.timers);
        timers.delete(next.id);
        const afterMs = Math.max(0, next.dueAt - moment.at);
        const act = { kind: 'elapsed', timerId: next.id, event: next.event, afterMs } as const;
        const played = await play({ ...moment, timers }, Math.max(moment.at, next.dueAt), act);
        passed.push(played.happening);
        moment = played.moment;
      }
      return { moment: { ...moment, at: until }, happening: joined(passed) };
    },
  };
}

/** The timer that is due first. */
export function nextTimer({ timers }: Moment): Rehearsed['timers'][number] | undefined {
  return [...timers.values()].sort((a, b) => a.dueAt - b.dueAt)[0];
}

/** Who has the conversation. */
export function statusOf({ last }: Moment): ReturnType<Conversation['status']> {
  return last.outcome === 'done' ? 'closed' : last.attention;
}

/** The state of the flow. */
export function snapshotOf({ last }: Moment): FlowSnapshot {
  return parseSnapshot(last.snapshot);
}

/** Opens a conversation on the rehearsal's own playing code. */
export async function openConversation(rehearsal: OpenRehearsal, scene: Scene): Promise<Conversation> {
  const player = createScenePlayer(rehearsal, scene);
  const opened = await player.open();
  let { moment } = opened;
  const take = (played: Played): Happening => {
    moment = played.moment;
    return played.happening;
  };
  return {
    opening: opened.happening,
    act: async (act) => take(await player.act(moment, act)),
    pass: async (ms) => take(await player.pass(moment, ms)),
    status: () => statusOf(moment),
    snapshot: () => snapshotOf(moment),
  };
}

/** "2" or "the second one" presses the second of what was offered last, as in a real conversation. */
function pressed(act: Act, latest: unknown): Act {
  const choice = act.kind === 'text' && latest !== undefined ? choiceAt(parseMessage(latest), act.text) : undefined;
  if (choice === undefined) return act;
  return choice.id.startsWith('say:') ? { kind: 'text', text: choice.label } : { kind: 'choice', choice: choice.id };
}

/** Mocks as the rehearsal takes them. */
function mocksFrom(mocks: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(mocks).map(([node, mock]) => [node, mock === 'fail' ? { error: 'ASKED_FOR' } : mock]),
  );
}

/** Several happenings as one; what was understood and what went wrong is the first of each. */
function joined(all: readonly Happening[]): Happening {
  return {
    said: all.flatMap(({ said }) => said),
    effects: all.flatMap(({ effects }) => effects),
    trace: all.flatMap(({ trace }) => trace),
    understood: all.findLast(({ understood }) => understood !== null)?.understood ?? null,
    fault: all.find(({ fault }) => fault !== null)?.fault ?? null,
  };
}

/** The rehearsal gives message bodies with their sender. */
function parseMessage(message: unknown): SaidMessage {
  return message as SaidMessage;
}

/** The rehearsal gives the snapshot of the flow. */
function parseSnapshot(snapshot: unknown): FlowSnapshot {
  return snapshot as FlowSnapshot;
}
