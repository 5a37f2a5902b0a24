// A cue: words that show a mood, and how strongly.
import type { Emotion } from '#nodes/kit/effects.ts';

/** Evidence for moods, in logits: 1 is a clear sign, 2 a very strong one. */
export type Evidence = Partial<Readonly<Record<Emotion, number>>>;

/** Phrases that show the same. */
export interface Cue {
  readonly evidence: Evidence;
  readonly phrases: readonly string[];
}

/** A pattern for what no single phrase can say. */
export interface CuePattern {
  readonly evidence: Evidence;
  readonly pattern: RegExp;
}

/** What one language knows of moods. */
export interface EmotionLexicon {
  readonly cues: readonly Cue[];
  readonly patterns: readonly CuePattern[];
  /** Ends just before a cue and turns it round. */
  readonly negation: RegExp;
  /** Ends just before a cue and makes it stronger or weaker. */
  readonly stronger: RegExp;
  readonly weaker: RegExp;
}

/** The phrases of a list written as running text; a line break separates too. */
export function listed(separator: ' ' | ',', text: string): readonly string[] {
  return text
    .split(separator === ' ' ? /\s+/u : /,|\n/u)
    .map((phrase) => phrase.trim())
    .filter((phrase) => phrase !== '');
}
