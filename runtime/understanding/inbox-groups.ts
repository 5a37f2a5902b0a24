// The inbox as people work through it: equal sentences are one, sentences about the same stand together, each with the intents it may be.
import { setImmediate } from 'node:timers/promises';
import type { Inbox, InboxItem } from '#nodes/wire/trainer.ts';
import type { InboxSentence } from '#runtime/ports/inbox-store.ts';
import type { Understanding } from '#runtime/ports/understanding.ts';
import { bareWords, likenessOf, nearestIntents, type PlacedIntent } from './nearness.ts';

/** From here on two sentences are about the same. */
const TOGETHER = 0.7;
const OFFERED = 9;
/** The event loop breathes after so many sentences. */
const AT_ONCE = 20;

interface Group {
  readonly leader: Float32Array;
  readonly items: InboxItem[];
}

/** Groups of sentences, those said most often first. `sentences` are newest first. */
export async function groupInbox(
  sentences: readonly InboxSentence[],
  placed: readonly PlacedIntent[],
  meaningOf: Understanding['meaningOf'],
): Promise<Inbox['groups']> {
  const groups: Group[] = [];
  for (const [at, item] of merged(sentences, placed).entries()) {
    if (at % AT_ONCE === AT_ONCE - 1) await setImmediate();
    const vector = meaningOf(item.text);
    const near = nearestIntents(vector, placed).filter(({ likeness }) => likeness > 0);
    const placedItem = { ...item, near: near.slice(0, OFFERED) };
    const home = nearestGroup(groups, vector);
    if (home === undefined) groups.push({ leader: vector, items: [placedItem] });
    else home.items.push(placedItem);
  }
  const saidIn = ({ items }: Group): number => items.reduce((sum, { ids }) => sum + ids.length, 0);
  return groups
    .map((group, place) => ({ group, place, said: saidIn(group) }))
    .sort((a, b) => b.said - a.said || a.place - b.place)
    .map(({ group }) => ({ items: group.items }));
}

function nearestGroup(groups: readonly Group[], vector: Float32Array): Group | undefined {
  let best: Group | undefined;
  let most = TOGETHER;
  for (const group of groups) {
    const likeness = likenessOf(group.leader, vector);
    if (likeness < most) continue;
    most = likeness;
    best = group;
  }
  return best;
}

/** One item a wording; the newest one speaks for the others. */
function merged(sentences: readonly InboxSentence[], placed: readonly PlacedIntent[]): readonly InboxItem[] {
  const known = new Set(placed.map(({ intent }) => intent));
  const items = new Map<string, InboxItem>();
  for (const { id, text, reason, guess, mood, at, sessionId } of sentences) {
    const key = bareWords(text);
    const former = items.get(key);
    if (former !== undefined) former.ids.push(id);
    else
      items.set(key, {
        ids: [id],
        text,
        reason,
        guess: guess !== null && known.has(guess) ? guess : null,
        mood,
        at: new Date(at).toISOString(),
        sessionId,
        near: [],
      });
  }
  return [...items.values()];
}
