// Reads the lexicon's cues in a sentence, with what stands before them: "not", "very", "a bit".
import { EMOTIONS, type Emotion } from '#nodes/kit/effects.ts';
import type { EmotionLexicon, Evidence } from './cue.ts';

/** Evidence found, and the words that gave it, strongest first. */
export interface CueReading {
  readonly evidence: Record<Emotion, number>;
  readonly reasons: readonly { readonly words: string; readonly mood: Emotion; readonly strength: number }[];
}

interface CompiledLexicon {
  readonly lexicon: EmotionLexicon;
  readonly phrases: RegExp;
  readonly evidenceOf: ReadonlyMap<string, Evidence>;
}

/** Joins all phrases into one pattern, longest first, so that a text is read once. */
export function compileLexicon(lexicon: EmotionLexicon, wholeWords: boolean): CompiledLexicon {
  const evidenceOf = new Map(
    lexicon.cues.flatMap(({ evidence, phrases }) => phrases.map((phrase) => [phrase, evidence])),
  );
  const alternatives = [...evidenceOf.keys()].sort((a, b) => b.length - a.length).map(escaped);
  const either = alternatives.join('|');
  const phrases = new RegExp(wholeWords ? String.raw`(?<![\p{L}\p{N}])(?:${either})(?![\p{L}\p{N}])` : either, 'gu');
  return { lexicon, phrases, evidenceOf };
}

/** Reads a normalised text. */
export function readCues({ lexicon, phrases, evidenceOf }: CompiledLexicon, text: string): CueReading {
  const evidence: Record<Emotion, number> = { calm: 0, anxious: 0, angry: 0, sad: 0, happy: 0 };
  const reasons: { words: string; mood: Emotion; strength: number }[] = [];
  function note(words: string, found: Evidence, factor: number): void {
    let strongest: Emotion = 'calm';
    for (const mood of EMOTIONS) {
      const strength = (found[mood] ?? 0) * factor;
      // A second sign of the same mood adds less than the first.
      evidence[mood] += strength / (1 + evidence[mood] * 0.35);
      if (strength > (found[strongest] ?? 0) * factor) strongest = mood;
    }
    if (strongest !== 'calm') reasons.push({ words, mood: strongest, strength: (found[strongest] ?? 0) * factor });
  }
  for (const match of text.matchAll(phrases)) {
    const [words] = match;
    const before = text.slice(Math.max(0, match.index - 16), match.index);
    const found = evidenceOf.get(words) ?? {};
    const factor = lexicon.stronger.test(before) ? 1.3 : lexicon.weaker.test(before) ? 0.6 : 1;
    if (lexicon.negation.test(before)) note(`${lexicon.negation.exec(before)?.[0] ?? ''}${words}`, turned(found), 1);
    else note(words, found, factor);
  }
  for (const { pattern, evidence: found } of lexicon.patterns) {
    for (const [words] of text.matchAll(pattern)) note(words, found, 1);
  }
  return { evidence, reasons: reasons.sort((a, b) => b.strength - a.strength) };
}

/** "Not satisfied" is a complaint; "not angry" is calm. */
function turned(found: Evidence): Evidence {
  if ((found.happy ?? 0) > 1.2) return { angry: 1.1, sad: 0.6 };
  if ((found.calm ?? 0) > 0) return {};
  return { calm: 0.8 };
}

function escaped(phrase: string): string {
  return phrase.replace(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);
}
