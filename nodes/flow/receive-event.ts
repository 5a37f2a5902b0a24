// What an event changes in the context before the chart sees it: the time, the latest words, the moods.
import type { Understood } from '#nodes/kit/effects.ts';
import type { FlowContext, MoodSample } from './context.ts';
import type { FlowEvent, SessionStarted } from './events.ts';
import { forgetExpired } from './variable-places.ts';

const MOODS_KEPT = 10;
const INTENTS_KEPT = 5;
const MOOD_TEXT_LENGTH = 80;

/** The context of a session that starts with this event. `initial` holds the flow's variables with their first values. */
export function contextFrom(event: SessionStarted, initial: FlowContext['vars']): FlowContext {
  const context: FlowContext = {
    vars: initial,
    customer: event.customer,
    session: {
      id: event.sessionId,
      locale: event.locale,
      channel: event.channel,
      source: event.source,
      startedAt: event.at,
      seed: event.seed,
      ...(event.contactId === undefined ? {} : { contactId: event.contactId }),
    },
    turn: { text: '', understood: null },
    now: event.at,
    moods: [],
    visits: {},
    tries: {},
    person: null,
    ...(event.shared === undefined ? {} : { flow: event.shared }),
  };
  return forgetExpired(context, event.at);
}

/** The context with the event's time and words in it. */
export function receiveEvent(before: FlowContext, event: FlowEvent): FlowContext {
  const lasting = before.catching === undefined && before.turns === undefined ? before : newTurn(before, event);
  const context = forgetExpired(event.shared === undefined ? lasting : { ...lasting, flow: event.shared }, event.at);
  switch (event.type) {
    case 'message.received': {
      const understood = event.understood === undefined ? null : brief(event.understood);
      return {
        ...context,
        now: event.at,
        turn: { text: event.text, understood },
        moods: moodsWith(context.moods, event.text, understood),
      };
    }
    case 'choice.selected':
      return { ...context, now: event.at, turn: { text: event.choice, understood: null } };
    case 'form.submitted':
    case 'files.received':
      return { ...context, now: event.at, turn: { text: '', understood: null } };
    default:
      return { ...context, now: event.at };
  }
}

const ACTS: ReadonlySet<FlowEvent['type']> = new Set([
  'message.received',
  'choice.selected',
  'form.submitted',
  'files.received',
]);

/** Once the customer does something, a catch stands ready again, and the variables of the turn are gone. */
function newTurn(context: FlowContext, event: FlowEvent): FlowContext {
  const { catching: _catching, turns: _turns, ...lasting } = context;
  return ACTS.has(event.type) ? lasting : context;
}

/** Only what later decisions need is kept in the session. */
function brief(understood: Understood): Understood {
  return { ...understood, intents: understood.intents.slice(0, INTENTS_KEPT) };
}

function moodsWith(moods: readonly MoodSample[], text: string, understood: Understood | null): readonly MoodSample[] {
  if (understood === null) return moods;
  const { label, intensity } = understood.emotion;
  const sample: MoodSample = {
    label,
    intensity,
    text: Array.from(text.slice(0, 2 * MOOD_TEXT_LENGTH))
      .slice(0, MOOD_TEXT_LENGTH)
      .join(''),
  };
  return [...moods, sample].slice(-MOODS_KEPT);
}
