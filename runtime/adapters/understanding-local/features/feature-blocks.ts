// The list of feature blocks: what of a sentence is counted. A new kind of evidence is a new entry here.
import type { Token, TokenisedText } from '../text/tokenise.ts';

/** Takes one feature, named by a 32-bit hash. */
export type FeatureSink = (hash: number) => void;

/** One block. Blocks of the same `group` are scaled to length 1 together, so that no group drowns another. */
export interface FeatureBlock {
  readonly name: string;
  readonly group: number;
  readonly emit: (sentence: TokenisedText, sink: FeatureSink) => void;
}

/** The blocks of this engine, in the order their features are stored. */
export const FEATURE_BLOCKS: readonly FeatureBlock[] = [
  { name: 'words', group: 0, emit: emitWords },
  { name: 'pairs', group: 0, emit: emitPairs },
  { name: 'letters', group: 1, emit: emitLetters },
];

const WORD_SEED = 0x2f1b_3c5d;
const PAIR_SEED = 0x51ed_2701;
const SPACED_SEED = 0x1b87_3593;
const UNSPACED_SEED = 0x27d4_eb2f;
const FACT_SEED = 0x165f_35a7;
const EDGE = 0x5f;

/** Words and pictograms. */
function emitWords({ text, tokens }: TokenisedText, sink: FeatureSink): void {
  for (const token of tokens) sink(hashOf(text, token, WORD_SEED));
}

/** Pairs of neighbouring words. */
function emitPairs({ text, tokens }: TokenisedText, sink: FeatureSink): void {
  let before = 0;
  for (const token of tokens) {
    const word = token.kind === 'symbol' ? 0 : hashOf(text, token, WORD_SEED);
    if (before !== 0 && word !== 0) sink(finish(Math.imul(before, 31) ^ word ^ PAIR_SEED));
    before = word;
  }
}

/** Runs of letters inside words (3 to 5), and runs of 1 to 3 characters of scripts without spaces. */
function emitLetters({ text, tokens }: TokenisedText, sink: FeatureSink): void {
  let runStart = -1;
  let runEnd = -1;
  for (const token of tokens) {
    if (token.kind === 'spaced') emitSpaced(text, token, sink);
    else if (token.kind === 'unspaced') {
      if (token.start !== runEnd) {
        emitUnspaced(text, runStart, runEnd, sink);
        runStart = token.start;
      }
      runEnd = token.end;
    }
  }
  emitUnspaced(text, runStart, runEnd, sink);
}

/** Letter runs of a word with its edges marked, so that a beginning differs from a middle. */
function emitSpaced(text: string, token: Token, sink: FeatureSink): void {
  const { start, end } = token;
  for (let from = start - 1; from <= end - 2; from += 1) {
    let hash = SPACED_SEED;
    for (let length = 1; length <= 5; length += 1) {
      const at = from + length - 1;
      if (at > end) break;
      hash = mix(hash, at < start || at === end ? EDGE : text.charCodeAt(at));
      if (length >= 3) sink(finish(hash ^ length));
    }
  }
}

function emitUnspaced(text: string, start: number, end: number, sink: FeatureSink): void {
  if (start < 0) return;
  for (let from = start; from < end; from += 1) {
    let hash = UNSPACED_SEED;
    for (let length = 1; length <= 3 && from + length <= end; length += 1) {
      hash = mix(hash, text.charCodeAt(from + length - 1));
      sink(finish(hash ^ length));
    }
  }
}

/** The feature that stands for a kind of fact, beside the words it was written with. */
export function factHash(kind: string): number {
  return hashOf(kind, { start: 0, end: kind.length, kind: 'symbol' }, FACT_SEED);
}

function hashOf(text: string, token: Token, seed: number): number {
  let hash = seed;
  for (let at = token.start; at < token.end; at += 1) hash = mix(hash, text.charCodeAt(at));
  return finish(hash);
}

function mix(hash: number, code: number): number {
  const mixed = Math.imul(hash ^ code, 0x9e37_79b1);
  return mixed ^ (mixed >>> 15);
}

/** Murmur3's finaliser: every input bit reaches every output bit. Zero is kept free to mean "nothing". */
function finish(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35);
  mixed ^= mixed >>> 16;
  return mixed === 0 ? 1 : mixed;
}
