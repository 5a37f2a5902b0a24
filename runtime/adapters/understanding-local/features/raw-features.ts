// The features of one sentence before any model has looked at them: hashes, block by block.
import { normalise } from '../text/normalise.ts';
import { tokenise, type Token } from '../text/tokenise.ts';
import { factHash, FEATURE_BLOCKS } from './feature-blocks.ts';

/** Hashes with repetitions; block `b` owns `hashes[ends[b-1] .. ends[b]]`. */
export interface RawFeatures {
  /** The sentence in its normal form. */
  readonly text: string;
  /** Its words; their hashes come first, in the same order. */
  readonly tokens: readonly Token[];
  readonly hashes: Int32Array;
  readonly ends: readonly number[];
  /** The sentence as vectors of length 1 (or all zeros), one for each source of meaning there is. */
  readonly meanings: readonly Float32Array[];
}

/** Gives the vectors of a sentence in its normal form. */
export type MeaningSource = (text: string) => readonly Float32Array[];

const NO_MEANING: MeaningSource = () => [];

/** Reads a sentence as anyone typed it. `facts` are the kinds of facts in it: a phone number is one, whatever its digits. */
export function rawFeaturesOf(
  text: string,
  meaningsOf: MeaningSource = NO_MEANING,
  facts: readonly string[] = [],
): RawFeatures {
  const sentence = tokenise(normalise(text));
  const hashes: number[] = [];
  const ends: number[] = [];
  for (const block of FEATURE_BLOCKS) {
    block.emit(sentence, (hash) => {
      hashes.push(hash);
    });
    if (block === FEATURE_BLOCKS[0]) for (const fact of facts) hashes.push(factHash(fact));
    ends.push(hashes.length);
  }
  return { ...sentence, hashes: Int32Array.from(hashes), ends, meanings: meaningsOf(sentence.text) };
}
