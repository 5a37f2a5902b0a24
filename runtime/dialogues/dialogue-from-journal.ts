// A real conversation as a test: its events become turns, what other systems answered becomes mocks, personal values are masked.
import { isJsonObject, type Json, type JsonObject } from '#nodes/kit/json.ts';
import type { Dialogue, DialogueExpect, DialogueTurn } from '#nodes/wire/dialogues.ts';
import { PERSON_CHOICE } from '#nodes/wire/person-choice.ts';
import type { FlowEvent } from '#nodes/flow/events.ts';
import type { JournalEntry, StoredSession } from '#runtime/ports/session-store.ts';
import { createPersonalMask, type PersonalMask } from './mask-personal.ts';

const MOST_TURNS = 200;

/** Makes the dialogue. Null when the customer did nothing that could be played. */
export function dialogueFromJournal(
  name: string,
  session: Pick<StoredSession, 'locale' | 'snapshot'>,
  journal: readonly JournalEntry[],
  mask: PersonalMask = createPersonalMask(session.snapshot?.context.customer ?? {}),
): Dialogue | null {
  const mocks: Record<string, Json> = {};
  const turns: DialogueTurn[] = [];
  let opens: DialogueExpect = {};
  let before = journal[0]?.at ?? 0;
  for (const entry of wholeTurns(journal)) {
    for (const output of [entry.event, ...entry.outputs]) noteMock(mocks, output, mask);
    const expect = expectFrom(entry);
    const turn = turnFrom(entry.event, entry.at - before, mask, session.locale);
    before = entry.at;
    if (entry.event.type === 'session.started') opens = expect;
    else if (turn !== null) turns.push(Object.keys(expect).length === 0 ? turn : { ...turn, expect });
    else if (entry.trace.length > 0) {
      // An answer of another system came later; a rehearsal plays it within the turn that asked.
      const last = turns.pop();
      if (last === undefined) opens = { ...opens, ...expect };
      else turns.push({ ...last, expect: { ...last.expect, ...expect } });
    }
  }
  if (turns.length === 0) return null;
  return {
    name,
    locale: session.locale,
    startsAt: `${new Date(journal[0]?.at ?? 0).toISOString().slice(0, 19)}Z`,
    ...(Object.keys(mocks).length === 0 ? {} : { mocks }),
    opens,
    turns: turns.slice(0, MOST_TURNS),
  };
}

/** Without the messages that were only held: they come again in the turn they became together. */
function wholeTurns(journal: readonly JournalEntry[]): readonly JournalEntry[] {
  return journal.filter(({ event }, index) => {
    if (event.type !== 'message.received' || event.merged !== undefined) return true;
    const later = journal.slice(index + 1).map((entry) => entry.event);
    const whole = later.find((next) => next.type === 'message.received' && next.merged !== undefined);
    if (whole?.type !== 'message.received') return true;
    const held = later.slice(0, later.indexOf(whole)).filter(({ type }) => type === 'message.received').length + 1;
    return held > (whole.merged ?? 0);
  });
}

/** Leaves everything as it is: for what is played and not kept. */
export const NO_MASK: PersonalMask = { text: (text) => text, values: (values) => values, json: (value) => value };

/** What other systems answered, by node; the later answer of a node that was asked twice. */
export function recordedMocks(journal: readonly JournalEntry[]): Readonly<Record<string, Json>> {
  const mocks: Record<string, Json> = {};
  for (const entry of journal) for (const output of [entry.event, ...entry.outputs]) noteMock(mocks, output, NO_MASK);
  return mocks;
}

function turnFrom(event: FlowEvent, sinceMs: number, mask: PersonalMask, locale: string): DialogueTurn | null {
  switch (event.type) {
    case 'message.received':
      return event.text.trim() === '' ? null : { says: mask.text(event.text) };
    case 'choice.selected':
      return event.choice === PERSON_CHOICE ? askingForPerson(locale) : { chooses: event.choice };
    case 'person.requested':
      return askingForPerson(locale);
    case 'form.submitted':
      return { submits: mask.values(event.values) };
    case 'files.received':
      // A name may say who sent it; what the file is, its ending keeps.
      return { attaches: event.files.map(({ name }, index) => `${index + 1}${name.slice(name.lastIndexOf('.'))}`) };
    case 'timer.elapsed':
      return { waits: lengthOf(sinceMs) };
    case 'signal.raised':
      return { event: { name: event.name, data: mask.values(withoutKey(event.data)) } };
    case 'agent.accepted':
      return { agent: 'accept' };
    case 'agent.said':
      return event.text.trim() === '' ? null : { agentSays: mask.text(event.text) };
    case 'handoff.resolved':
      return { agent: 'resolve' };
    case 'handoff.returned':
      return { agent: 'return' };
    case 'handoff.abandoned':
      return { leaves: true };
    default:
      return null;
  }
}

/** The key may belong to this conversation alone; an event raised for a conversation needs none. */
function withoutKey({ key: _, ...data }: JsonObject): JsonObject {
  return data;
}

function askingForPerson(locale: string): DialogueTurn {
  return { says: locale.startsWith('zh') ? '人工' : 'agent' };
}

/** A second more than it was: the clock of a rehearsal does not run between the turns. */
function lengthOf(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000) + 1);
  return seconds <= 999_999 ? `${seconds}s` : `${Math.ceil(seconds / 3600)}h`;
}

/** What the conversation itself came to: words may hold personal values, places do not. */
function expectFrom({ trace }: JournalEntry): DialogueExpect {
  const node = trace.findLast((step) => !step.node.startsWith('_'))?.node;
  return node === undefined ? {} : { node };
}

/** What another system answered. A node that was asked twice keeps the later answer. */
function noteMock(mocks: Record<string, Json>, event: FlowEvent, mask: PersonalMask): void {
  if (event.type === 'effect.failed') {
    mocks[event.node] = 'fail';
    return;
  }
  if (event.type !== 'effect.completed' || !isJsonObject(event.output)) return;
  const { output } = event;
  if (typeof output['status'] === 'number') {
    mocks[event.node] = { status: output['status'], body: mask.json(output['body'] ?? null) };
  } else if (typeof output['state'] === 'string') mocks[event.node] = { state: output['state'] };
  else if (output['found'] === true) mocks[event.node] = { found: true };
  else if (Array.isArray(output['rows'])) mocks[event.node] = { rows: mask.json(output['rows']) };
  else if (typeof output['count'] === 'number') mocks[event.node] = { count: output['count'] };
  else if (output['result'] !== undefined && output['result'] !== null) mocks[event.node] = mask.json(output['result']);
  else if (output['accepted'] === true) mocks[event.node] = { accepted: true };
  else if (typeof output['text'] === 'string' && Array.isArray(output['sources'])) {
    mocks[event.node] = mask.text(output['text']);
  } else if (typeof output['text'] === 'string' && output['refused'] === false) {
    const { json = null } = output;
    mocks[event.node] = json === null ? mask.text(output['text']) : mask.json(json);
  }
}
