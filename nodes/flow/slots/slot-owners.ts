// Which slot a typed value belongs to when a sentence gives several, and which of several values counts.
import type { SlotKind, SlotSpec } from '#nodes/kit/slots.ts';
import { isGiven, namesOf, offer, type Offers, type Sentence } from './sentence.ts';
import type { Span } from './slot-spans.ts';
import { isDenied, placesOf } from './slot-words.ts';

const TYPED: readonly SlotKind[] = ['email', 'phone', 'order', 'date', 'time'];
/** How far a name may stand from its value. */
const REACH = 14;
const CLAUSE_END = /[,，。;；!！?？\n]/u;

/** Gives each typed value to its slot: by the name beside it, by the question that is open, or in the order of the slots. */
export function ownedSpans(sentence: Sentence, slots: readonly SlotSpec[], spans: readonly Span[]): Offers {
  const offers: Offers = new Map();
  for (const kind of TYPED) {
    const owners = slots.filter((slot) => slot.kind === kind);
    const meant = counting(
      sentence,
      spans.filter((span) => span.kind === kind && !isDenied(sentence.plain, span.start)),
    );
    if (owners.length === 0 || meant.length === 0) continue;
    const [only, second] = owners;
    if (only !== undefined && second === undefined) for (const span of meant) offer(offers, only, span.value);
    else share(sentence, owners, meant, spans, offers);
  }
  return offers;
}

/** After a correction only what follows it counts, if anything of the kind does. */
function counting({ tail }: Sentence, spans: readonly Span[]): readonly Span[] {
  const after = spans.filter((span) => span.start >= tail);
  return after.length > 0 ? after : spans;
}

function share(
  sentence: Sentence,
  owners: readonly SlotSpec[],
  meant: readonly Span[],
  all: readonly Span[],
  offers: Offers,
): void {
  const open: Span[] = [];
  for (const span of meant) {
    const named = namedOwner(sentence, owners, span, all);
    if (named === undefined) open.push(span);
    else offer(offers, named, span.value);
  }
  const free = [...owners].filter((slot) => !offers.has(slot));
  const { asked, last, correcting, values } = sentence;
  const [single] = open;
  if (single !== undefined && open.length === 1 && correcting && last !== undefined && free.includes(last)) {
    offer(offers, last, single.value);
    return;
  }
  const missing = free.filter((slot) => !isGiven(values, slot));
  const waiting =
    asked !== undefined && free.includes(asked) ? [asked, ...missing.filter((slot) => slot !== asked)] : missing;
  open.forEach((span, index) => {
    const slot = waiting[index];
    if (slot !== undefined) offer(offers, slot, span.value);
  });
}

/** The slot whose name stands closest to the value within its clause; a name before it is preferred. */
function namedOwner(
  { plain, correcting }: Sentence,
  owners: readonly SlotSpec[],
  span: Span,
  all: readonly Span[],
): SlotSpec | undefined {
  const low = plain.toLowerCase();
  const floor = Math.max(
    0,
    ...all.filter((other) => other.end <= span.start && other !== span).map((other) => other.end),
  );
  const from = Math.max(floor, span.start - REACH);
  const ahead = all.filter((other) => other.start >= span.end).map((other) => other.start);
  const until = Math.min(low.length, span.end + REACH, ...ahead);
  let best: { slot: SlotSpec; distance: number } | undefined;
  for (const slot of owners) {
    for (const name of namesOf(slot)) {
      for (const at of placesOf(low, name)) {
        const end = at + name.length;
        const between = end <= span.start ? low.slice(end, span.start) : low.slice(span.end, at);
        const isNear = (at >= from && end <= span.start) || (at >= span.end && end <= until);
        if (!isNear || (!correcting && CLAUSE_END.test(between))) continue;
        const distance = between.length + (end <= span.start ? 0 : 1);
        if (best === undefined || distance < best.distance) best = { slot, distance };
      }
    }
  }
  return best?.slot;
}
