// Free texts and names in a sentence: behind their label, behind what leads in a name, or what is left for the open question.
import { variantsOf } from '#nodes/kit/localized.ts';
import type { SlotSpec } from '#nodes/kit/slots.ts';
import { wordsOf } from '../answer/normal.ts';
import { textOf } from '../expression/json-values.ts';
import { isGiven, namesOf, offer, type Offers, type Sentence } from './sentence.ts';
import { masked, type Span } from './slot-spans.ts';
import { labelledText, nameIn } from './slot-words.ts';

const DELIMITERS = /[,，。;；!！?？\n]+/u;
const JOINTS =
  /^(?:我的|我|是|的|和|还有|另外|然后|要|在|到|就|请|联系|my|is|are|the|and|also|on|at|for|to|by|it's|it is|its|i'd like|i want|please|a|an|in|of|would like|i|me|number|reach)+$/iu;
const CUES =
  /(?:不对|不是|说错了?|打错了?|写错了?|错了|更正(?:一下)?|改成|改为|换成|应该是|no\s*(?=[,.]|$)|wait|actually|i mean(?:t)?|sorry|make (?:it|that)|should be)/giu;
/** A correction without a label is a word or two. */
const SHORT = 24;

/** Offers free texts. Values of other kinds were found before and are blanked out. */
export function freeTexts(
  sentence: Sentence,
  slots: readonly SlotSpec[],
  spans: readonly Span[],
  offers: Offers,
): void {
  const { plain, asked, last, tail, correcting } = sentence;
  const textSlots = slots.filter((slot) => slot.kind === 'text' || slot.kind === 'name');
  if (textSlots.length === 0) return;
  const rest = spans.reduce((text, span) => masked(text, span.start, span.end), plain);
  let isLabelled = false;
  for (const slot of textSlots) {
    const value =
      labelledText(rest, namesOf(slot)) ?? (slot.kind === 'name' ? nameIn(rest, slot === asked && !correcting) : null);
    if (value === null) continue;
    isLabelled = true;
    offer(offers, slot, trimmed(value));
  }
  if (isLabelled) return;
  if (correcting) {
    if (last === undefined || !textSlots.includes(last) || offers.size > 0 || tail === 0) return;
    const value = trimmed(rest.slice(tail).replace(/^[\s,，。;；:：]*(?:应该)?(?:是|叫|it's|it is|to)?\s*/iu, ''));
    if (value !== '' && value.length <= SHORT) offer(offers, last, value);
    return;
  }
  if (asked === undefined || !textSlots.includes(asked)) return;
  if (offers.size === 0) offer(offers, asked, plain.trim());
  else if (![...offers].some(([slot, offered]) => isChanged(sentence, slot, offered))) {
    const left = remainder(rest, slots, offers);
    if (left !== '') offer(offers, asked, left);
  }
}

/** A sentence that changes an earlier answer is about that answer. */
function isChanged({ values }: Sentence, slot: SlotSpec, offered: ReadonlySet<string>): boolean {
  return isGiven(values, slot) && !offered.has(textOf(values[slot.name] ?? null, ''));
}

/** What is left of a sentence when values, names of slots and words between them are gone. */
function remainder(rest: string, slots: readonly SlotSpec[], offers: Offers): string {
  const names = slots.flatMap(namesOf);
  const options = [...offers.keys()].flatMap(({ answer }) =>
    answer.kind === 'choice'
      ? answer.options.flatMap(({ label, keywords }) => [
          ...variantsOf(label).map(({ text }) => text),
          ...(keywords ?? []),
        ])
      : [],
  );
  const kept = rest
    .split(DELIMITERS)
    .map((clause) => trimmed(clause))
    .filter((clause) => clause !== '' && !isOnlyJoints(clause, [...names, ...options]));
  return kept.join(/[\u4e00-\u9fff]/u.test(rest) ? '，' : ', ');
}

function isOnlyJoints(clause: string, names: readonly string[]): boolean {
  let left = wordsOf(clause).replaceAll('’', "'").replace(CUES, ' ');
  for (const name of [...names].sort((a, b) => b.length - a.length)) left = left.replaceAll(name.toLowerCase(), ' ');
  return left.split(/\s+/u).every((word) => word === '' || JOINTS.test(word) || /^[\d\p{P}\p{S}]+$/u.test(word));
}

function trimmed(text: string): string {
  return text.replace(/^[\s,，。;；:：!！]+|[\s,，。;；:：!！]+$/gu, '').trim();
}
