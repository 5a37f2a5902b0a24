// Finds the sentence of a turn that the flow did not understand, or shows by what came next that it was understood wrongly.
import type { Understood } from '#nodes/kit/effects.ts';
import { maskPersonal } from '#nodes/kit/mask-personal.ts';
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
  const masked = maskPersonal(text, understood.entities, LONGEST);
  if (!/\p{L}/u.test(masked)) return undefined;
  return {
    text: masked,
    reason,
    guess: understood.intents[0]?.intent ?? null,
    mood: understood.emotion.label,
  };
}
