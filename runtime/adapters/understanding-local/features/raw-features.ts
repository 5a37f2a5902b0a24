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

/** Room to write hashes in while a sentence is read. */
let room = new Int32Array(1024);

function enlarged(full: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(full.length * 2);
  larger.set(full);
  return larger;
}

const NO_MEANING: MeaningSource = () => [];

/** Reads a sentence as anyone typed it. `facts` are the kinds of facts in it: a phone number is one, whatever its digits. */
export function rawFeaturesOf(
  text: string,
  meaningsOf: MeaningSource = NO_MEANING,
  facts: readonly string[] = [],
): RawFeatures {
  const sentence = tokenise(normalise(text));
  const ends: number[] = [];
  let count = 0;
  const emit = (hash: number): void => {
    if (count === room.length) room = enlarged(room);
    room[count++] = hash;
  };
  for (const block of FEATURE_BLOCKS) {
    block.emit(sentence, emit);
    if (block === FEATURE_BLOCKS[0]) for (const fact of facts) emit(factHash(fact));
    ends.push(count);
  }
  return { ...sentence, hashes: room.slice(0, count), ends, meanings: meaningsOf(sentence.text) };
}
