// The features of one sentence before any model has looked at them: hashes, block by block.
import { normalise } from '../text/normalise.ts';
import { tokenise } from '../text/tokenise.ts';
import { FEATURE_BLOCKS } from './feature-blocks.ts';

/** Hashes with repetitions; block `b` owns `hashes[ends[b-1] .. ends[b]]`. */
export interface RawFeatures {
  /** The sentence in its normal form. */
  readonly text: string;
  readonly hashes: Int32Array;
  readonly ends: readonly number[];
}

/** Reads a sentence as anyone typed it. */
export function rawFeaturesOf(text: string): RawFeatures {
  const sentence = tokenise(normalise(text));
  const hashes: number[] = [];
  const ends: number[] = [];
  for (const block of FEATURE_BLOCKS) {
    block.emit(sentence, (hash) => {
      hashes.push(hash);
    });
    ends.push(hashes.length);
  }
  return { text: sentence.text, hashes: Int32Array.from(hashes), ends };
}
