// The messages a turn adds to the transcript: what the customer or the person did, and what the flow said.
import type { Effect } from '#nodes/kit/effects.ts';
import type { JsonObject } from '#nodes/kit/json.ts';
import { cardsOf, type MessageBody, type SentFile } from '#nodes/kit/messages.ts';
import { labelled } from '#nodes/kit/punctuation.ts';
import type { FlowEvent } from '#nodes/flow/events.ts';
import { choiceAt, namesPlace } from '#nodes/flow/plain-text.ts';
import type { Message } from '#nodes/wire/customer.ts';
import { PERSON_CHOICE } from '#nodes/wire/person-choice.ts';
import type { StoredSession } from '#runtime/ports/session-store.ts';
import type { Act } from './sessions.ts';

/** The messages of a turn, numbered from the session's `lastSeq + 1`. `recent` are the newest messages before it: labels of choices and fields come from them. */
export function messagesFrom(
  { id: sessionId, lastSeq, locale }: Pick<StoredSession, 'id' | 'lastSeq' | 'locale'>,
  event: FlowEvent,
  effects: readonly Effect[],
  recent: readonly Message[],
): readonly Message[] {
  const messages: Message[] = [];
  const at = new Date(event.at).toISOString();
  const own = ownMessage(event, recent, locale);
  if (own !== undefined) messages.push({ ...own, seq: lastSeq + 1, at });
  for (const effect of effects) {
    if (effect.kind !== 'message.send') continue;
    const body: MessageBody = effect.request;
    const seq = lastSeq + messages.length + 1;
    messages.push({
      id: `${sessionId}-${String(seq)}`,
      seq,
      at,
      from: body.kind === 'notice' ? 'system' : 'bot',
      ...body,
    });
  }
  return messages;
}

/** Does the event need the newest messages to be written down? */
export function needsRecent(event: Pick<FlowEvent, 'type'> & { readonly text?: string }): boolean {
  if (event.type === 'message.received') return namesPlace(event.text ?? '');
  return event.type === 'choice.selected' || event.type === 'form.submitted';
}

/**
 * A pressed suggestion is what the customer says: its words are played like typed ones. And "2" or "the second one" presses the second of what
 * was offered last.
 */
export function spokenChoice(given: Act, recent: readonly Message[]): Act {
  const act = pressed(given, recent);
  if (act.type !== 'choice.selected' || !act.choice.startsWith('say:')) return act;
  return { type: 'message.received', messageId: act.messageId, text: labelOf(act.choice, recent) };
}

function pressed(act: Act, recent: readonly Message[]): Act {
  const latest = recent.at(-1);
  if (act.type !== 'message.received' || act.merged !== undefined || latest?.from !== 'bot') return act;
  const choice = choiceAt(latest, act.text);
  return choice === undefined ? act : { type: 'choice.selected', messageId: act.messageId, choice: choice.id };
}

type Own = Pick<Message, 'id' | 'from' | 'kind' | 'text' | 'by' | 'files'>;

function ownMessage(event: FlowEvent, recent: readonly Message[], locale: string): Own | undefined {
  switch (event.type) {
    case 'message.received':
      // The messages of a burst were written down as they came.
      if (event.merged !== undefined) return undefined;
      return { id: event.messageId, from: 'customer', kind: 'text', text: event.text };
    case 'choice.selected':
      return { id: event.messageId, from: 'customer', kind: 'text', text: labelOf(event.choice, recent) };
    case 'person.requested':
      return { id: event.messageId, from: 'customer', kind: 'text', text: PERSON_LABEL };
    case 'form.submitted':
      return { id: event.messageId, from: 'customer', kind: 'text', text: formText(event.values, recent, locale) };
    case 'files.received':
      return { id: event.messageId, from: 'customer', ...mediaOf(event.files) };
    case 'agent.said': {
      const { messageId: id, text, files, agent } = event;
      return { id, from: 'agent', by: agent.name, ...(files === undefined ? { kind: 'text', text } : mediaOf(files)) };
    }
    default:
      return undefined;
  }
}

/** Sent files; their names are the text, for whoever shows no files. */
function mediaOf(files: readonly SentFile[]): Pick<Message, 'kind' | 'text' | 'files'> {
  return { kind: 'media', text: files.map(({ name }) => name).join('\n'), files: [...files] };
}

const PERSON_LABEL = '转人工 / Talk to a person';

function labelOf(choice: string, recent: readonly Message[]): string {
  for (const message of [...recent].reverse()) {
    const label =
      message.choices?.find((option) => option.id === choice)?.label ??
      cardsOf(message)
        .flatMap(({ title, buttons }) =>
          buttons.map(({ id, label }) => ({ id, label: message.cards === undefined ? label : `${label} · ${title}` })),
        )
        .find((button) => button.id === choice)?.label;
    if (label !== undefined) return label;
  }
  return choice === PERSON_CHOICE ? PERSON_LABEL : choice;
}

function formText(values: JsonObject, recent: readonly Message[], locale: string): string {
  const form = [...recent].reverse().find((message) => message.form !== undefined)?.form;
  if (values['cancelled'] === true) return form?.cancelLabel ?? '—';
  const fields = form?.fields ?? [];
  const lines = Object.entries(values).flatMap(([name, value]) => {
    if (value === null || value === '' || name === 'consent') return [];
    const field = fields.find((candidate) => candidate.name === name);
    const shown =
      field?.options?.find((option) => option.id === value)?.label ??
      (typeof value === 'object' ? JSON.stringify(value) : String(value));
    return [labelled(field?.label ?? name, shown, locale)];
  });
  return lines.join('\n') || '—';
}
