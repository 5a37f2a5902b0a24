// What somebody does in a rehearsal, as the event the flow would get.
import { typeOfName } from '#nodes/kit/file-types.ts';
import type { JsonObject } from '#nodes/kit/json.ts';
import type { SentFile } from '#nodes/kit/messages.ts';
import type { FlowEvent, SessionStarted } from '#nodes/flow/events.ts';
import type { Rehearse } from '#nodes/wire/flows.ts';
import { PERSON_CHOICE } from '#nodes/wire/person-choice.ts';

/** One act of the wire. */
export type RehearsalAct = NonNullable<Rehearse['act']>;

/** The first event: as a recorded conversation began, else always with the same seed, so that a rehearsal can be repeated. */
export function startEvent(at: number, locale: string, start: Rehearse['start']): SessionStarted {
  return {
    type: 'session.started',
    at,
    sessionId: start?.sessionId ?? 'rehearsal',
    seed: start?.seed ?? 1,
    locale,
    channel: start?.channel ?? 'rehearsal',
    source: parseValues(start?.source ?? { page: 'rehearsal' }),
    customer: parseValues(start?.customer ?? {}),
  };
}

/** The event of an act, without what understanding says. */
export function eventFromAct(act: RehearsalAct, at: number, locale: string): FlowEvent {
  const messageId = `rehearsal-${at}`;
  switch (act.kind) {
    case 'text':
      return { type: 'message.received', at, messageId, text: act.text };
    case 'choice':
      return act.choice === PERSON_CHOICE
        ? { type: 'person.requested', at, messageId }
        : { type: 'choice.selected', at, messageId, choice: act.choice };
    case 'form':
      return { type: 'form.submitted', at, messageId, values: parseValues(act.values) };
    case 'files':
      return { type: 'files.received', at, messageId, files: act.names.flatMap(pretendedFile) };
    case 'elapsed':
      return { type: 'timer.elapsed', at, timerId: act.timerId, event: act.event };
    case 'event':
      return { type: 'signal.raised', at, name: act.name, data: parseValues(act.data ?? {}) };
    case 'agent':
      return agentEvent(act.step, at, locale);
  }
}

function agentEvent(step: 'accept' | 'resolve' | 'return' | 'abandon', at: number, locale: string): FlowEvent {
  const agent = { id: 'rehearsal', name: locale.startsWith('zh') ? '客服小田' : 'Tian' };
  switch (step) {
    case 'accept':
      return { type: 'agent.accepted', at, agent };
    case 'resolve':
      return { type: 'handoff.resolved', at, agent };
    case 'return':
      return { type: 'handoff.returned', at, agent, note: '' };
    case 'abandon':
      return { type: 'handoff.abandoned', at };
  }
}

const PRETENDED_BYTES = 1000;

/** A file that is only named. One with a strange ending would never have been taken in. */
function pretendedFile(name: string, index: number): readonly SentFile[] {
  const type = typeOfName(name);
  if (type === undefined) return [];
  const { contentType, kind } = type;
  return [{ id: `rehearsal-${index}`, name, contentType, kind, sizeBytes: PRETENDED_BYTES }];
}

/** The request was JSON. */
function parseValues(values: Readonly<Record<string, unknown>>): JsonObject {
  return values as JsonObject;
}
