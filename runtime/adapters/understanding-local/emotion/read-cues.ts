// Reads the lexicon's cues in a sentence, with what stands before them: "not", "very", "a bit".
import { EMOTIONS, type Emotion } from '#nodes/kit/effects.ts';
import { matchesOf } from '../text/matches-of.ts';
import type { EmotionLexicon, Evidence } from './cue.ts';

/** Evidence found, and the words that gave it, strongest first. */
export interface CueReading {
  readonly evidence: Record<Emotion, number>;
  readonly reasons: readonly { readonly words: string; readonly mood: Emotion; readonly strength: number }[];
}

/** A lexicon ready to read with: phrases by their first character, longest first. */
export interface CompiledLexicon {
  readonly lexicon: EmotionLexicon;
  readonly wholeWords: boolean;
  readonly phrases: ReadonlyMap<string, readonly { readonly words: string; readonly evidence: Evidence }[]>;
}

/** Sorts the phrases so that each place of a text is compared with a handful. */
export function compileLexicon(lexicon: EmotionLexicon, wholeWords: boolean): CompiledLexicon {
  const phrases = new Map<string, { words: string; evidence: Evidence }[]>();
  for (const { evidence, phrases: listed } of lexicon.cues) {
    for (const words of listed) {
      const first = words.charAt(0);
      phrases.set(first, [...(phrases.get(first) ?? []), { words, evidence }]);
    }
  }
  for (const group of phrases.values()) group.sort((a, b) => b.words.length - a.words.length);
  return { lexicon, wholeWords, phrases };
}

/** Reads a normalised text. */
export function readCues({ lexicon, wholeWords, phrases }: CompiledLexicon, text: string): CueReading {
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
  for (let at = 0; at < text.length; at += 1) {
    if (wholeWords && isLetter(text, at - 1)) continue;
    const phrase = phrases
      .get(text.charAt(at))
      ?.find(({ words }) => text.startsWith(words, at) && !(wholeWords && isLetter(text, at + words.length)));
    if (phrase === undefined) continue;
    const { words, evidence: found } = phrase;
    const before = text.slice(Math.max(0, at - 16), at);
    at += words.length - 1;
    const negation = lexicon.negation.exec(before);
    if (negation !== null) note(`${negation[0]}${words}`, turned(found), 1);
    else note(words, found, lexicon.stronger.test(before) ? 1.3 : lexicon.weaker.test(before) ? 0.6 : 1);
  }
  for (const { pattern, evidence: found } of lexicon.patterns) {
    for (const [words] of matchesOf(text, pattern)) note(words, found, 1);
  }
  return { evidence, reasons: reasons.sort((a, b) => b.strength - a.strength) };
}

/** "Not satisfied" is a complaint; "not angry" is calm. */
function turned(found: Evidence): Evidence {
  if ((found.happy ?? 0) > 1.2) return { angry: 1.1, sad: 0.6 };
  if ((found.calm ?? 0) > 0) return {};
  return { calm: 0.8 };
}

function isLetter(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39);
}
