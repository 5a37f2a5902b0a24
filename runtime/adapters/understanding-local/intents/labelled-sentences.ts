// Turns a training set into labelled sentences: examples, the intent's own name and description, and sentences that mean none of them.
import type { TrainingSet } from '#runtime/ports/understanding.ts';
import { factKindsIn } from '../entities/fact-kinds.ts';
import { termFinderOf } from '../entities/terms.ts';
import { rawFeaturesOf, type MeaningSource, type RawFeatures } from '../features/raw-features.ts';
import { languageOf } from '../text/language.ts';
import { normalise } from '../text/normalise.ts';
import { OTHER_TOPICS } from '../assets/other-topics.ts';

/** A sentence to learn from. `label` -1: none of the intents. `source` tells where it comes from. */
export interface LabelledSentence {
  readonly raw: RawFeatures;
  readonly label: number;
  readonly source: 'example' | 'name' | 'outside' | 'pool';
  /** Of an example: its place among those of its intent. */
  readonly example?: number;
}

/** Only predictions are explained by words: what is learnt from needs no memory for them. */
const NO_TOKENS: RawFeatures['tokens'] = [];

/** Reads a training set. The same sentence twice in one intent counts once. */
export function labelledSentencesOf(set: TrainingSet, meaningsOf: MeaningSource): LabelledSentence[] {
  const sentences: LabelledSentence[] = [];
  const seen = new Set<string>();
  const languages = new Set<string>();
  const terms = termFinderOf(set.dictionaries ?? []);
  const plain = set.task === 'labels';
  function add(text: string, label: number, source: LabelledSentence['source'], example?: number): void {
    const key = `${label} ${normalise(text)}`;
    if (seen.has(key)) return;
    seen.add(key);
    const raw = { ...rawFeaturesOf(text, meaningsOf, plain ? [] : factKindsIn(text, terms)), tokens: NO_TOKENS };
    if (raw.hashes.length > 0) sentences.push({ raw, label, source, ...(example === undefined ? {} : { example }) });
  }
  set.intents.forEach(({ name, description, examples }, label) => {
    examples.forEach((example, at) => {
      languages.add(languageOf(example));
      add(example, label, 'example', at);
    });
    if (plain) return;
    add(wordsOfName(name), label, 'name');
    if (description !== undefined) add(description, label, 'name');
  });
  for (const text of set.outOfScope ?? []) add(text, -1, 'outside');
  if (!plain) {
    const pools = Object.entries(OTHER_TOPICS).filter(([language]) => languages.size === 0 || languages.has(language));
    for (const [, texts] of pools) for (const text of texts) add(text, -1, 'pool');
  }
  return sentences;
}

/** `card_arrival`, `cardArrival` and `card.arrival` are all "card arrival". */
function wordsOfName(name: string): string {
  return name.replace(/[_.\-/]+/gu, ' ').replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2');
}
