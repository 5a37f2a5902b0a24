// Reads one event against a set of slots: which values it gives, which it corrects, whether it drops the matter.
import type { AnswerSpec } from '#nodes/kit/answers.ts';
import type { Json, JsonObject } from '#nodes/kit/json.ts';
import { localize } from '#nodes/kit/localized.ts';
import type { SlotSpec } from '#nodes/kit/slots.ts';
import { normal } from '../answer/normal.ts';
import { parseAnswer } from '../answer/parse-answer.ts';
import { inLanguage } from '../answer/sentences.ts';
import type { FlowEvent } from '../events.ts';
import { choicesIn, confirmIn, numbersFor } from './slot-mentions.ts';
import { isGiven, namesOf, type Offers, type Sentence } from './sentence.ts';
import { ownedSpans } from './slot-owners.ts';
import { spansIn } from './slot-spans.ts';
import { freeTexts } from './slot-texts.ts';
import { correctionEnd, givesUp, isCorrecting, isDenied, isNamed, skips } from './slot-words.ts';

/** What is known before the event. */
export interface SlotMoment {
  readonly slots: readonly SlotSpec[];
  /** Values so far; an own key with null is an optional slot that was passed over. */
  readonly values: JsonObject;
  /** Name of the slot being asked for; null before the first question. */
  readonly asked: string | null;
  readonly now: number;
  readonly locale: string;
  /** Does the operator's own rule for the slot hold for a value? */
  readonly holds: (slot: SlotSpec, value: Json) => boolean;
}

/** What an event comes to. */
export interface SlotReading {
  /** The values after it. */
  readonly values: JsonObject;
  /** It gave, corrected, withdrew or passed over at least one value. */
  readonly heard: boolean;
  /** What was changed, as a sentence for the customer; empty when nothing was. */
  readonly changes: string;
  /** What is wrong with what was said, as a sentence for the customer; may be empty. */
  readonly problem: string;
  readonly givesUp: boolean;
}

/** Reads an event. Total; pure. */
export function readSlots(moment: SlotMoment, event: FlowEvent): SlotReading {
  const { slots, values, now, locale } = moment;
  const asked = slots.find((slot) => slot.name === moment.asked);
  if (event.type === 'choice.selected') return readChoice(moment, asked, event);
  if (event.type !== 'message.received') return nothing(moment, problemOf(asked, event, moment));
  const plain = normal(event.text);
  const spans = spansIn(plain, slots, asked, now);
  const sentence: Sentence = {
    plain,
    tail: correctionEnd(plain),
    correcting: isCorrecting(plain) || spans.some((span) => isDenied(plain, span.start)),
    asked,
    last: lastGiven(slots, asked, values),
    values,
    locale,
  };
  const offers = ownedSpans(sentence, slots, spans);
  numbersFor(sentence, slots, spans, offers);
  choicesIn(sentence, slots, spans, offers);
  // To a yes-or-no question 不用了 is an answer.
  confirmIn(sentence, offers);
  const isDropped = offers.size === 0 && givesUp(event.text);
  if (isDropped) return { ...nothing(moment, ''), givesUp: true };
  if (asked?.need === 'optional' && offers.size === 0 && asked.kind !== 'confirm' && skips(event.text))
    return { ...nothing(moment, ''), heard: true, values: put(values, asked.name, null) };
  freeTexts(sentence, slots, spans, offers);
  const settled = settle(moment, offers);
  if (settled.heard || settled.problem !== '') return settled;
  const withdrawn = sentence.correcting
    ? slots.find((slot) => isGiven(values, slot) && isNamed(plain, namesOf(slot)))
    : undefined;
  if (withdrawn !== undefined) return { ...settled, heard: true, values: without(values, withdrawn.name), problem: '' };
  return nothing(moment, problemOf(asked, event, moment));
}

function settle({ slots, values, asked, now, locale, holds }: SlotMoment, offers: Offers): SlotReading {
  let next = values;
  let heard = false;
  let problem = '';
  const changes: string[] = [];
  for (const slot of slots) {
    const offered = [...(offers.get(slot) ?? [])];
    const [raw] = offered;
    if (raw === undefined) continue;
    const parsed = parseAnswer(
      slot.answer,
      { type: 'message.received', at: now, messageId: '', text: offered.join(' ; ') },
      { now, locale },
    );
    if (offered.length > 1 || !parsed.ok || !holds(slot, parsed.value)) {
      const own = localize(slot.refusal, locale);
      problem ||=
        offered.length > 1
          ? severalWords(locale, slot, offered)
          : own !== ''
            ? own
            : parsed.ok
              ? ruleWords(locale, slot)
              : parsed.reason;
      continue;
    }
    const value = parsed.value;
    const old = Object.hasOwn(values, slot.name) ? values[slot.name] : null;
    // Said again is also an answer, to the question that is open.
    if (old === value && slot.name !== asked) continue;
    heard = true;
    if (isGiven(values, slot) && old !== value) changes.push(changeWords(locale, slot, value));
    next = put(next, slot.name, value);
  }
  return { values: next, heard, changes: changes.join(inLanguage(locale, '，', ', ')), problem, givesUp: false };
}

function readChoice(
  moment: SlotMoment,
  asked: SlotSpec | undefined,
  event: FlowEvent & { type: 'choice.selected' },
): SlotReading {
  const { slots, now, locale } = moment;
  // A button of an earlier question corrects that one.
  const order =
    asked === undefined ? slots : [asked, ...slots.filter((slot) => slot !== asked && slot.kind === 'choice')];
  const taken = order.find((slot) => parseAnswer(slot.answer, event, { now, locale }).ok);
  if (taken === undefined) return nothing(moment, problemOf(asked, event, moment));
  const id = event.choice;
  return settle(moment, new Map([[taken, new Set([taken.kind === 'confirm' ? id : labelOf(taken.answer, id)])]]));
}

function labelOf(answer: AnswerSpec, id: string): string {
  return answer.kind === 'choice' && answer.options.some((option) => option.id === id) ? id : '';
}

function lastGiven(slots: readonly SlotSpec[], asked: SlotSpec | undefined, values: JsonObject): SlotSpec | undefined {
  const before = asked === undefined ? slots : slots.slice(0, slots.indexOf(asked));
  return before.findLast((slot) => isGiven(values, slot));
}

function nothing({ values }: SlotMoment, problem: string): SlotReading {
  return { values, heard: false, changes: '', problem, givesUp: false };
}

function problemOf(asked: SlotSpec | undefined, event: FlowEvent, { now, locale }: SlotMoment): string {
  if (asked === undefined) return '';
  const own = localize(asked.refusal, locale);
  if (own !== '') return own;
  const parsed = parseAnswer(asked.answer, event, { now, locale });
  return parsed.ok ? '' : parsed.reason;
}

function changeWords(locale: string, slot: SlotSpec, value: Json): string {
  const label = localize(slot.label, locale) || slot.name;
  const shown = shownValue(slot, value, locale);
  return inLanguage(locale, `${label}改为 ${shown}`, `${label} is now ${shown}`);
}

function shownValue({ answer }: SlotSpec, value: Json, locale: string): string {
  if (answer.kind === 'choice') {
    const option = answer.options.find(({ id }) => id === value);
    if (option !== undefined) return localize(option.label, locale);
  }
  if (typeof value === 'boolean') return inLanguage(locale, value ? '是' : '否', value ? 'yes' : 'no');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
}

function severalWords(locale: string, slot: SlotSpec, offered: readonly string[]): string {
  const label = localize(slot.label, locale) || slot.name;
  const shown = offered.slice(0, 3).map((value) => shownValue(slot, value, locale));
  return inLanguage(
    locale,
    `${label}是${shown.join('还是')}？请只告诉我一个。`,
    `${label}: ${shown.join(' or ')}? Please give me just one.`,
  );
}

function ruleWords(locale: string, slot: SlotSpec): string {
  const label = localize(slot.label, locale) || slot.name;
  return inLanguage(locale, `这个${label}不合适，请换一个。`, `That ${label} does not fit. Please give me another.`);
}

function put(values: JsonObject, name: string, value: Json): JsonObject {
  return name === '__proto__' ? values : { ...values, [name]: value };
}

function without(values: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([key]) => key !== name));
}
