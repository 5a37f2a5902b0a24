// The room's door: plays a golden conversation on a flow and says, turn by turn, whether it went as written.
import { cardsOf } from '#nodes/kit/messages.ts';
import { isJsonObject } from '#nodes/kit/json.ts';
import type { FlowDocument } from '#nodes/flow/document.ts';
import type { Dialogue, DialogueExpect, DialogueTurn } from '#nodes/wire/dialogues.ts';
import type { Difference } from '#nodes/wire/flow-tests.ts';
import type { OpenRehearsal, Rehearsal } from '#runtime/rehearsal/rehearsal.ts';
import { checkTurn, difference, textsOf } from './check-turn.ts';
import { DIALOGUE_WORKSPACE, openConversation, type Act, type Conversation, type Happening } from './conversation.ts';
import { msFromLength, titleOfTurn } from './read-dialogue.ts';

/** One turn as it went. `problems` is empty when it went as written; `differences` says the same in parts. */
export interface TurnResult {
  readonly act: string;
  readonly replies: readonly string[];
  readonly status: ReturnType<Conversation['status']>;
  readonly problems: readonly string[];
  readonly differences: readonly Difference[];
}

/** A dialogue as it went. `trace` is the path of the whole conversation. */
export interface DialogueResult {
  readonly name: string;
  readonly passed: boolean;
  readonly turns: readonly TurnResult[];
  readonly trace: readonly { readonly node: string; readonly port?: string }[];
}

/** What was offered to press so far: id and label, the latest first. */
export type Offers = readonly { readonly id: string; readonly label: string }[];

/** Plays a dialogue. The flow must be valid; knowledge comes from what the rehearsal searches. Later turns are played after a problem too. */
export async function runDialogue(
  rehearsal: Rehearsal,
  document: FlowDocument,
  dialogue: Dialogue,
): Promise<DialogueResult> {
  return playDialogue(await rehearsal.open(DIALOGUE_WORKSPACE, document), dialogue);
}

/** The same on a draft that is open already; `between` is awaited before each turn, for others to get on. */
export async function playDialogue(
  rehearsal: OpenRehearsal,
  dialogue: Dialogue,
  { workspaceId, between }: { readonly workspaceId?: string; readonly between?: () => Promise<void> } = {},
): Promise<DialogueResult> {
  const turns: TurnResult[] = [];
  const trace: Happening['trace'][number][] = [];
  const tags = new Set<string>();
  let offers: Offers = [];
  const conversation = await openConversation(rehearsal, {
    workspaceId,
    locale: dialogue.locale,
    startsAt: dialogue.startsAt === undefined ? undefined : Date.parse(dialogue.startsAt),
    agentsOnline: dialogue.agentsOnline,
    mocks: dialogue.mocks,
  });

  function take(act: string, happening: Happening, expect: DialogueExpect | undefined, problem?: string): void {
    trace.push(...happening.trace);
    noteTags(tags, happening);
    offers = [...offersOf(happening), ...offers];
    const end = { happening, status: conversation.status(), snapshot: conversation.snapshot(), tags };
    const differences = [
      ...(problem === undefined ? [] : [difference('act', act, '', problem)]),
      ...checkTurn(expect ?? {}, end),
    ];
    const problems = differences.map(({ text }) => text);
    turns.push({ act, replies: happening.said.flatMap(textsOf), status: end.status, problems, differences });
  }

  take('the conversation opens', conversation.opening, dialogue.opens);
  for (const turn of dialogue.turns) {
    await between?.();
    const played = await playTurn(conversation, turn, offers);
    if (typeof played === 'string') take(titleOfTurn(turn), NOTHING, turn.expect, played);
    else take(titleOfTurn(turn), played, turn.expect);
  }
  return { name: dialogue.name, passed: turns.every(({ problems }) => problems.length === 0), turns, trace };
}

const NOTHING: Happening = { said: [], effects: [], trace: [], understood: null, fault: null };

/** What came of the turn, or why it cannot be played. */
async function playTurn(conversation: Conversation, turn: DialogueTurn, offers: Offers): Promise<Happening | string> {
  const status = conversation.status();
  if (turn.waits !== undefined) return conversation.pass(msFromLength(turn.waits) ?? 0);
  if (status === 'closed') return 'the conversation has ended already';
  if (turn.agentSays !== undefined) {
    return status === 'person' ? NOTHING : `nobody at the desk has the conversation (${status})`;
  }
  const act = actOf(turn, offers);
  if (act === undefined) return `"${turn.chooses ?? ''}" was not offered`;
  if (act.kind === 'agent' && act.step === 'accept' && status !== 'queue')
    return `nobody waits in the queue (${status})`;
  return conversation.act(act);
}

/** The turn as an act of the rehearsal; undefined when what it presses was not offered. */
export function actOf(turn: DialogueTurn, offers: Offers): Act | undefined {
  if (turn.says !== undefined) return { kind: 'text', text: turn.says };
  if (turn.submits !== undefined) return { kind: 'form', values: turn.submits };
  if (turn.attaches !== undefined) return { kind: 'files', names: turn.attaches };
  if (turn.agent !== undefined) return { kind: 'agent', step: turn.agent };
  if (turn.event !== undefined) return { kind: 'event', ...turn.event };
  if (turn.leaves === true) return { kind: 'agent', step: 'abandon' };
  return actOfChoice(turn.chooses ?? '', offers);
}

/** Pressing what was offered, named by id or label. A suggestion says its sentence. */
export function actOfChoice(wanted: string, offers: Offers): Act | undefined {
  const offer = offers.find(({ id, label }) => id === wanted || label === wanted);
  if (offer === undefined) return undefined;
  return offer.id.startsWith('say:') ? { kind: 'text', text: offer.label } : { kind: 'choice', choice: offer.id };
}

/** Everything in these messages that can be pressed. */
export function offersOf({ said }: Happening): Offers {
  return said.flatMap((message) => [
    ...(message.choices ?? []),
    ...cardsOf(message)
      .flatMap(({ buttons }) => buttons)
      .filter(({ action }) => action === 'reply'),
  ]);
}

function noteTags(tags: Set<string>, { effects }: Happening): void {
  for (const { kind, request } of effects) {
    if (kind !== 'contact.tag' || !isJsonObject(request)) continue;
    for (const tag of namesIn(request['add'])) tags.add(tag);
    for (const tag of namesIn(request['remove'])) tags.delete(tag);
  }
}

function namesIn(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.filter((name): name is string => typeof name === 'string') : [];
}
