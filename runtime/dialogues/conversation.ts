// A conversation with a flow that nothing outside sees: acts in, what was said and what happened out. The clock is its own.
import type { MessageBody } from '#nodes/kit/messages.ts';
import type { FlowSnapshot } from '#nodes/flow/context.ts';
import type { FlowDocument } from '#nodes/flow/document.ts';
import type { Rehearse, Rehearsed } from '#nodes/wire/flows.ts';
import type { Rehearsal } from '#runtime/rehearsal/rehearsal.ts';

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

/** The scene. `mocks` as in a dialogue file. */
export interface Scene {
  readonly document: FlowDocument;
  readonly locale?: string | undefined;
  readonly startsAt?: number | undefined;
  readonly agentsOnline?: boolean | undefined;
  readonly mocks?: Readonly<Record<string, unknown>> | undefined;
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

/** Opens a conversation on the rehearsal's own playing code. */
export async function openConversation(rehearsal: Rehearsal, scene: Scene): Promise<Conversation> {
  const mocks = Object.fromEntries(
    Object.entries(scene.mocks ?? {}).map(([node, mock]) => [node, mock === 'fail' ? { error: 'ASKED_FOR' } : mock]),
  );
  const timers = new Map<string, Rehearsed['timers'][number]>();
  let at = scene.startsAt ?? USUAL_START;
  let last: Rehearsed | undefined;

  async function play(act: Rehearse['act']): Promise<Happening> {
    last = await rehearsal.rehearse(DIALOGUE_WORKSPACE, {
      document: scene.document,
      snapshot: last?.snapshot ?? null,
      at,
      mocks,
      ...(scene.locale === undefined ? {} : { locale: scene.locale }),
      ...(scene.agentsOnline === undefined ? {} : { agentsOnline: scene.agentsOnline }),
      ...(act === undefined ? {} : { act }),
    });
    for (const id of last.cancelled) timers.delete(id);
    for (const timer of last.timers) timers.set(timer.id, timer);
    if (last.outcome === 'done') timers.clear();
    return {
      said: last.messages.map(parseMessage),
      effects: last.effects,
      trace: last.trace,
      understood: last.understood,
      fault: last.fault,
    };
  }

  const opening = await play(undefined);
  return {
    opening,
    act(act) {
      // Each act is a moment of its own, as it would be between people.
      at += 1000;
      return play(act);
    },
    async pass(ms) {
      const until = at + ms;
      const passed: Happening[] = [];
      for (;;) {
        const [next] = [...timers.values()].filter(({ dueAt }) => dueAt <= until).sort((a, b) => a.dueAt - b.dueAt);
        if (next === undefined) break;
        timers.delete(next.id);
        const afterMs = Math.max(0, next.dueAt - at);
        at = Math.max(at, next.dueAt);
        passed.push(await play({ kind: 'elapsed', timerId: next.id, event: next.event, afterMs }));
      }
      at = until;
      return joined(passed);
    },
    status: () => (last?.outcome === 'done' ? 'closed' : (last?.attention ?? 'bot')),
    snapshot: () => parseSnapshot(last?.snapshot),
  };
}

/** Several happenings as one; what was understood and what went wrong is the first of each. */
function joined(all: readonly Happening[]): Happening {
  return {
    said: all.flatMap(({ said }) => said),
    effects: all.flatMap(({ effects }) => effects),
    trace: all.flatMap(({ trace }) => trace),
    understood: null,
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
