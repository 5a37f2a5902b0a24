// From a played rehearsal to a test dialogue: what was done becomes turns, what came of it becomes expectations.
import { BURST_TIMER, messageOfBurst } from '#nodes/flow/burst.ts';
import type { Dialogue, DialogueExpect, DialogueTurn } from '#nodes/wire/dialogues.ts';
import { PERSON_CHOICE } from '#nodes/wire/person-choice.ts';
import { parseMessages } from './parse-message.ts';
import { parseSnapshot, type Act, type Turn } from './rehearsal-tree.ts';
import type { RehearsalConditions } from './use-rehearsal.ts';

/** The dialogue of a branch. `callsFail` becomes a failing mock of each node named in `callers`. */
export function dialogueFromTurns(
  name: string,
  turns: readonly Turn[],
  conditions: RehearsalConditions,
  callers: readonly string[],
): Dialogue {
  const [first, ...rest] = turns;
  const acts = rest.flatMap((turn, index): DialogueTurn[] => {
    const before = turns[index];
    const held = heldIn(before);
    if (turn.act === null || heldIn(turn) !== undefined) return [];
    // Messages sent in a row are one turn of a test, also when something else cut their window short.
    if (held !== undefined && turn.act.kind === 'elapsed') return [{ says: held.text, expect: expectFrom(turn) }];
    return [
      ...(held === undefined ? [] : [{ says: held.text }]),
      {
        ...actFrom(turn.act, turn.at - (before?.at ?? turn.at), conditions.locale),
        expect: expectFrom(turn),
      },
    ];
  });
  return {
    name,
    locale: conditions.locale,
    ...(first === undefined
      ? {}
      : { startsAt: `${new Date(first.at).toISOString().slice(0, 19)}Z`, opens: expectFrom(first) }),
    ...(conditions.agentsOnline ? {} : { agentsOnline: false }),
    ...(conditions.callsFail && callers.length > 0
      ? { mocks: Object.fromEntries(callers.map((node) => [node, 'fail'])) }
      : {}),
    // A conversation that has ended at once is a test too: time passes after it.
    turns: acts.length === 0 ? [{ waits: '1s' }] : acts,
  };
}

/** The messages that wait for more after a turn, as the one they will be. */
function heldIn(turn: Turn | undefined): ReturnType<typeof messageOfBurst> {
  const isHolding = turn?.timers.some(({ id }) => id === BURST_TIMER) === true;
  return isHolding ? messageOfBurst(parseSnapshot(turn)) : undefined;
}

function actFrom(act: Act, sinceMs: number, locale: string): DialogueTurn {
  switch (act.kind) {
    case 'text':
      return { says: act.text };
    case 'choice':
      return act.choice === PERSON_CHOICE
        ? { says: locale.startsWith('zh') ? '人工' : 'agent' }
        : { chooses: act.choice };
    case 'form':
      return { submits: act.values };
    case 'files':
      return { attaches: act.names };
    case 'elapsed':
      return { waits: lengthOf(Math.max(act.afterMs, sinceMs)) };
    case 'event':
      return { event: { name: act.name, ...(act.data === undefined ? {} : { data: act.data }) } };
    case 'agent':
      return act.step === 'abandon' ? { leaves: true } : { agent: act.step };
  }
}

function lengthOf(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  return seconds <= 999_999 ? `${String(seconds)}s` : `${String(Math.ceil(seconds / 3600))}h`;
}

/** Where it came, what was said, who has the conversation. */
function expectFrom({ result }: Turn): DialogueExpect {
  const node = result.trace.findLast((step) => !step.node.startsWith('_'))?.node;
  const said = parseMessages(result.messages).flatMap(({ text }) =>
    text === undefined || text.trim() === '' ? [] : [text],
  );
  const status = result.outcome === 'done' ? 'closed' : result.attention;
  return {
    ...(node === undefined ? {} : { node }),
    ...(said.length > 0 ? { reply: said.slice(0, 20) } : result.messages.length === 0 ? { silent: true } : {}),
    ...(status === 'bot' ? {} : { status }),
  };
}
