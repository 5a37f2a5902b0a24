// Finds the sentence of a turn that the flow did not understand, or shows by what came next that it was understood wrongly.
import type { Entity, Understood } from '#nodes/kit/effects.ts';
import type { CompiledFlow } from '#nodes/flow/compile.ts';
import type { FlowEvent } from '#nodes/flow/events.ts';
import { PERSON_CHOICE } from '#nodes/wire/person-choice.ts';
import type { MisunderstoodSentence, StoredSession } from '#runtime/ports/session-store.ts';
import type { PlayedTurn } from './play.ts';

/** Below this the flow acted on a guess. */
const SURE = 0.6;
const LONGEST = 500;
/** The state in which a flow rests; what it says there by itself is the fallback. */
const RESTING = '_idle';
/** What stands for a personal value, so that the sentence stays one. Order numbers, amounts and dates are no persons. */
const STAND_INS: Readonly<Partial<Record<Entity['kind'], string>>> = {
  phone: '13800138000',
  email: 'name@example.com',
  wechat: 'wechat_id',
  person: '李雷',
  address: '某路1号',
};

/** The misunderstood sentence of a turn; undefined for most. Answers to questions are none: they mean what was asked. */
export function misunderstoodIn(
  flow: CompiledFlow,
  before: Pick<StoredSession, 'snapshot' | 'status'>,
  event: FlowEvent,
  played: Pick<PlayedTurn, 'trace' | 'effects'>,
): MisunderstoodSentence | undefined {
  if (before.status !== 'bot' || before.snapshot === null) return undefined;
  if (asksForPerson(flow, event)) {
    const { text, understood } = before.snapshot.context.turn;
    const wasTaken = understood !== null && !understood.outOfScope && understood.intents.length > 0;
    return wasTaken ? sentenceOf(text, understood, 'handoff') : undefined;
  }
  if (event.type !== 'message.received' || event.understood === undefined) return undefined;
  const reason = reasonIn(flow, event.text, event.understood, played);
  return reason === undefined ? undefined : sentenceOf(event.text, event.understood, reason);
}

function asksForPerson({ triggers }: CompiledFlow, event: FlowEvent): boolean {
  if (event.type === 'person.requested') return true;
  if (event.type === 'choice.selected') return event.choice === PERSON_CHOICE;
  return event.type === 'message.received' && triggers.asksForPerson(event.text);
}

function reasonIn(
  flow: CompiledFlow,
  text: string,
  understood: Understood,
  { trace, effects }: Pick<PlayedTurn, 'trace' | 'effects'>,
): MisunderstoodSentence['reason'] | undefined {
  // A flow without intents judges nothing.
  if (flow.document.intents.length === 0) return undefined;
  const left = trace.map(({ node, port }) => ({ type: flow.nodes.get(node)?.type, port }));
  if (left.some(({ type, port }) => (type === 'knowledgeAnswer' || type === 'faqMatch') && port === 'answered'))
    return undefined;
  const routers = left.filter(({ type }) => type === 'intentRouter');
  const ways = routers.flatMap(({ port }) => (port === undefined ? [] : [port]));
  if (ways.includes('outOfScope')) return 'outOfScope';
  if (ways.includes('unclear') || (routers.length > 0 && ways.length === 0)) return 'unclear';
  const isFallback =
    trace.length === 0 &&
    effects.some(({ kind, node }) => kind === 'message.send' && node === RESTING) &&
    flow.triggers.byKeyword(text) === undefined &&
    flow.triggers.byIntent(understood) === undefined;
  if (isFallback) return understood.outOfScope ? 'outOfScope' : 'unclear';
  const acted = ways.length > 0 || left.some(({ type }) => type === 'onIntent');
  const isSure = (understood.intents[0]?.score ?? 0) >= SURE && understood.doubt === undefined;
  return acted && !isSure ? 'unsure' : undefined;
}

/** Nothing can be learnt from a picture of a face or a bare number. */
function sentenceOf(
  text: string,
  understood: Understood,
  reason: MisunderstoodSentence['reason'],
): MisunderstoodSentence | undefined {
  const masked = masks(text, understood.entities).replace(/\s+/gu, ' ').trim();
  if (!/\p{L}/u.test(masked)) return undefined;
  return {
    text: Array.from(masked).slice(0, LONGEST).join(''),
    reason,
    guess: understood.intents[0]?.intent ?? null,
    mood: understood.emotion.label,
  };
}

function masks(text: string, entities: readonly Entity[]): string {
  let masked = text.slice(0, 4 * LONGEST);
  for (const { kind, start, end } of [...entities].sort((a, b) => b.start - a.start)) {
    const standIn = STAND_INS[kind];
    if (standIn !== undefined && end <= masked.length) masked = masked.slice(0, start) + standIn + masked.slice(end);
  }
  // Numbers of cards and papers, whatever they are.
  return masked.replace(/\d(?:[ -]?\d){14,}[\dXx]?/gu, (digits) => digits.replace(/\d/gu, '0'));
}
