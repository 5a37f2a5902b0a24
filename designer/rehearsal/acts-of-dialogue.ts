// From a test dialogue to acts of the test chat, one turn at a time: what is pressed is looked up in what was offered.
import { BURST_TIMER } from '#nodes/flow/burst.ts';
import { choiceAt } from '#nodes/flow/plain-text.ts';
import type { DialogueTurn } from '#nodes/wire/dialogues.ts';
import { parseMessages } from './parse-message.ts';
import type { Act, Turn } from './rehearsal-tree.ts';

/** An act with the clock it happens at, and the words it has in the transcript. */
export interface ScriptedAct {
  readonly act: Act;
  readonly said: string;
  readonly at: number;
}

/** The acts of a turn after `path`; none when it cannot be played here (the desk writes, or what is pressed is not offered). */
export function actsOf(turn: DialogueTurn, path: readonly Turn[]): readonly ScriptedAct[] {
  const last = path.at(-1);
  const at = (last?.at ?? 0) + 1000;
  if (turn.says !== undefined) return [{ act: { kind: 'text', text: turn.says }, said: turn.says, at }];
  if (turn.chooses !== undefined) return chosen(turn.chooses, path, at);
  if (turn.submits !== undefined) {
    const said = Object.values(turn.submits)
      .filter((value) => typeof value === 'string')
      .join(' · ');
    return [{ act: { kind: 'form', values: turn.submits }, said: said === '' ? '…' : said, at }];
  }
  if (turn.attaches !== undefined) {
    return [{ act: { kind: 'files', names: [...turn.attaches] }, said: turn.attaches.join(' · '), at }];
  }
  if (turn.agent !== undefined) return [{ act: { kind: 'agent', step: turn.agent }, said: turn.agent, at }];
  if (turn.event !== undefined)
    return [{ act: { kind: 'event', ...turn.event }, said: saidOfEvent(turn.event.name, turn.event.data), at }];
  if (turn.leaves === true) return [{ act: { kind: 'agent', step: 'abandon' }, said: '…', at }];
  return [];
}

/** "2" or "the second one" presses the second of what was offered last, as in a real conversation. */
export function pressedAct(act: Act, before: Turn | undefined): Act {
  const latest = parseMessages(before?.result.messages ?? []).at(-1);
  const choice = act.kind === 'text' && latest !== undefined ? choiceAt(latest, act.text) : undefined;
  if (choice === undefined) return act;
  return choice.id.startsWith('say:') ? { kind: 'text', text: choice.label } : { kind: 'choice', choice: choice.id };
}

/** An event in the transcript: its name, and what it brought. */
export function saidOfEvent(name: string, data: Readonly<Record<string, unknown>> = {}): string {
  return Object.keys(data).length === 0 ? name : `${name} ${JSON.stringify(data)}`;
}

/** The next timer that fires while `waits` passes. `until` is when it is over. */
export function nextElapsed(path: readonly Turn[], until: number): ScriptedAct | null {
  const last = path.at(-1);
  const timer = last?.timers[0];
  if (last === undefined || timer === undefined || timer.dueAt > until) return null;
  const afterMs = Math.max(0, timer.dueAt - last.at);
  return {
    act: { kind: 'elapsed', timerId: timer.id, event: timer.event, afterMs },
    said: `+${String(Math.round(afterMs / 1000))} s`,
    at: Math.max(last.at, timer.dueAt),
  };
}

/** The end of the window in which messages sent in a row become one turn; null while none are held. */
export function windowEnd(path: readonly Turn[]): ScriptedAct | null {
  const last = path.at(-1);
  const timer = last?.timers.find(({ id }) => id === BURST_TIMER);
  if (last === undefined || timer === undefined) return null;
  const afterMs = Math.max(0, timer.dueAt - last.at);
  return {
    act: { kind: 'elapsed', timerId: timer.id, event: timer.event, afterMs },
    said: `+${String(afterMs / 1000)} s`,
    at: timer.dueAt,
  };
}

/** `10m` in milliseconds. */
export function lengthMs(text: string): number {
  const found = /^(\d{1,6})\s?([smhd])$/u.exec(text.trim());
  const unit = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[found?.[2] ?? ''] ?? 0;
  return Number(found?.[1] ?? 0) * unit;
}

function chosen(wanted: string, path: readonly Turn[], at: number): readonly ScriptedAct[] {
  const offers = [...path]
    .reverse()
    .flatMap(({ result }) =>
      parseMessages(result.messages).flatMap(({ choices, card }) => [...(choices ?? []), ...(card?.buttons ?? [])]),
    );
  const offer = offers.find(({ id, label }) => id === wanted || label === wanted);
  if (offer === undefined) return [];
  return offer.id.startsWith('say:')
    ? [{ act: { kind: 'text', text: offer.label }, said: offer.label, at }]
    : [{ act: { kind: 'choice', choice: offer.id }, said: offer.label, at }];
}
