// What a measurement and a look at the sentences say: mix-ups, sentences that say the same, and gaps.
import type { FlowIntent } from '#nodes/flow/document.ts';
import type { Examined } from '#nodes/wire/trainer.ts';
import type { Taught } from '../document/flow-commands.ts';
import { NO_INTENT } from './taught.ts';

/** A measurement and what it was made of. */
export interface Measured {
  readonly result: Examined;
  readonly of: Taught;
}

/** Sentences of one intent that were taken for another (`NO_INTENT`: not understood). */
export interface MixUp {
  readonly from: string;
  readonly to: string;
  readonly sentences: readonly string[];
}

/** Two sentences of different intents that say the same. */
export interface Overlap {
  readonly one: { readonly intent: string; readonly sentence: string };
  readonly other: { readonly intent: string; readonly sentence: string };
  readonly identical: boolean;
}

/** Something an intent lacks. */
export type Gap =
  | { readonly kind: 'empty' | 'alike'; readonly intent: string }
  | { readonly kind: 'few'; readonly intent: string; readonly count: number }
  | { readonly kind: 'language'; readonly intent: string; readonly language: Language };

export type Language = 'zh' | 'en';

/** Fewer sentences than this make an intent unreliable. */
export const ENOUGH = 15;
/** From here on sentences of an intent say little more than one of them. */
const TOO_ALIKE = 0.7;
const HAN = /\p{Script=Han}/u;

/** Mix-ups, most frequent first. */
export function mixUpsOf({ result, of }: Measured): readonly MixUp[] {
  const pairs = new Map<string, { from: string; to: string; sentences: string[] }>();
  for (const { intent, example, said } of result.mistakes) {
    const to = said ?? NO_INTENT;
    const key = `${intent}\n${to}`;
    const pair = pairs.get(key) ?? { from: intent, to, sentences: [] };
    pair.sentences.push(exampleOf(of, intent, example));
    pairs.set(key, pair);
  }
  return [...pairs.values()].sort((a, b) => b.sentences.length - a.sentences.length);
}

/** Rows and columns of the confusion table. `left`: mix-ups that are not in it. */
export interface Confusion {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly left: number;
}

/** Rows and columns shown at most; more are not taken in at a glance. */
const MOST_SHOWN = 14;

/** The table of the most frequent mix-ups: every row has a cell. What was not understood is its last column. */
export function confusionOf(mixUps: readonly MixUp[]): Confusion {
  const rows = new Set<string>();
  const columns = new Set<string>();
  for (const { from, to } of mixUps) {
    const fits =
      (rows.has(from) || rows.size < MOST_SHOWN) && (columns.has(to) || to === NO_INTENT || columns.size < MOST_SHOWN);
    if (!fits) continue;
    rows.add(from);
    columns.add(to);
  }
  return {
    rows: [...rows],
    columns: [...columns].sort((a, b) => Number(a === NO_INTENT) - Number(b === NO_INTENT)),
    left: mixUps.filter(({ from, to }) => !rows.has(from) || !columns.has(to)).length,
  };
}

/** For the sentences of an intent that were mistaken: what they were taken for. */
export function mistakenIn({ result, of }: Measured, intent: string): ReadonlyMap<string, string> {
  return new Map(
    result.mistakes
      .filter((one) => one.intent === intent)
      .map(({ example, said }) => [exampleOf(of, intent, example), said ?? NO_INTENT]),
  );
}

/** Overlaps that still stand in what is taught now. */
export function overlapsOf({ result, of }: Measured, now: Taught): readonly Overlap[] {
  const has = new Map(now.intents.map(({ id, examples }) => [id, new Set(examples)]));
  return result.alike
    .map(({ one, other, likeness }) => ({
      one: { intent: one.intent, sentence: exampleOf(of, one.intent, one.example) },
      other: { intent: other.intent, sentence: exampleOf(of, other.intent, other.example) },
      identical: likeness >= 1,
    }))
    .filter(({ one, other }) => [one, other].every(({ intent, sentence }) => has.get(intent)?.has(sentence) === true));
}

/** Gaps of the intents, worst first. `locales` are the languages the flow speaks. */
export function gapsOf(
  intents: readonly FlowIntent[],
  locales: readonly string[],
  result: Examined | undefined,
): readonly Gap[] {
  const sameness = new Map(result?.intents.map(({ id, sameness: value }) => [id, value]));
  const spoken = (['zh', 'en'] as const).filter((language) => locales.some((one) => one.startsWith(language)));
  const gaps = intents.flatMap(({ id, examples }): readonly Gap[] => {
    if (examples.length === 0) return [{ kind: 'empty', intent: id }];
    const few: readonly Gap[] = examples.length < ENOUGH ? [{ kind: 'few', intent: id, count: examples.length }] : [];
    const alike: readonly Gap[] =
      examples.length > 2 && (sameness.get(id) ?? 0) >= TOO_ALIKE ? [{ kind: 'alike', intent: id }] : [];
    const heard = new Set(examples.map(languageOf));
    const missing = spoken.length < 2 ? [] : spoken.filter((language) => !heard.has(language));
    return [...few, ...alike, ...missing.map((language): Gap => ({ kind: 'language', intent: id, language }))];
  });
  const order: readonly Gap['kind'][] = ['empty', 'alike', 'few', 'language'];
  return [...gaps].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

function languageOf(sentence: string): Language {
  return HAN.test(sentence) ? 'zh' : 'en';
}

function exampleOf({ intents }: Taught, intent: string, example: number): string {
  return intents.find(({ id }) => id === intent)?.examples[example] ?? '';
}
