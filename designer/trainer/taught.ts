// Changes of what a flow is taught, as pure functions: a sentence goes in, out, or from one intent to another.
import type { FlowIntent } from '#nodes/flow/document.ts';
import type { Taught } from '../document/flow-commands.ts';

/** Stands for "no intent" wherever an intent is named. */
export const NO_INTENT = '';

const LONGEST = 1000;
/** What the wire takes of an intent. */
export const MOST_EXAMPLES = 5_000;

/** With the sentences in an intent (or in none); those that are there already are not doubled. */
export function withSentences(taught: Taught, intent: string, sentences: readonly string[]): Taught {
  return edit(taught, intent, (known) =>
    [...new Set([...known, ...sentences.map((one) => one.trim().slice(0, LONGEST)).filter((one) => one !== '')])].slice(
      0,
      MOST_EXAMPLES,
    ),
  );
}

/** What becomes of lines that are to be added. */
export interface Admitted {
  /** What comes in. */
  readonly sentences: readonly string[];
  /** Lines that were there already, or twice. */
  readonly known: number;
  /** Sentences that were cut. */
  readonly shortened: number;
  /** Sentences without room. */
  readonly left: number;
  /** Sentences that come in and stand in another intent (or in none) as well. */
  readonly elsewhere: readonly { readonly sentence: string; readonly intent: string }[];
}

/** Looks at lines before they are added to an intent (or to none): case, width and spaces make no difference. */
export function admit(taught: Taught, intent: string, lines: readonly string[]): Admitted {
  const known = sentencesOf(taught, intent);
  const seen = new Set(known.map(plainly));
  const whole = lines.map((line) => line.trim()).filter((line) => line !== '');
  const fresh = whole.filter((line) => {
    const words = plainly(line);
    return !seen.has(words) && seen.add(words);
  });
  const sentences = fresh.slice(0, Math.max(0, MOST_EXAMPLES - known.length)).map((line) => line.slice(0, LONGEST));
  const wanted = new Map(sentences.map((sentence) => [plainly(sentence), sentence]));
  const others = [{ id: NO_INTENT, examples: taught.outOfScope }, ...taught.intents].filter(({ id }) => id !== intent);
  return {
    sentences,
    known: whole.length - fresh.length,
    shortened: fresh.filter((line) => line.length > LONGEST).length,
    left: fresh.length - sentences.length,
    elsewhere: others.flatMap(({ id, examples }) =>
      examples.flatMap((example) => {
        const sentence = wanted.get(plainly(example));
        return sentence === undefined ? [] : [{ sentence, intent: id }];
      }),
    ),
  };
}

function plainly(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/gu, '');
}

/** Without a sentence in an intent (or in none). */
export function withoutSentence(taught: Taught, intent: string, sentence: string): Taught {
  return edit(taught, intent, (known) => known.filter((one) => one !== sentence));
}

/** With the sentence taken from one intent to another. */
export function movedSentence(taught: Taught, from: string, to: string, sentence: string): Taught {
  return withSentences(withoutSentence(taught, from, sentence), to, [sentence]);
}

/** With another text in the place of a sentence. */
export function rewritten(taught: Taught, intent: string, at: number, text: string): Taught {
  return edit(taught, intent, (known) => known.map((one, place) => (place === at ? text.slice(0, LONGEST) : one)));
}

/** With a new intent at the end. */
export function withNewIntent(taught: Taught, id: string, name: string): Taught {
  return { ...taught, intents: [...taught.intents, { id, name, examples: [] }] };
}

/** Without an intent and its sentences. */
export function withIntentGone(taught: Taught, intent: string): Taught {
  return { ...taught, intents: taught.intents.filter(({ id }) => id !== intent) };
}

/** With one intent changed. */
export function withIntent(taught: Taught, changed: FlowIntent): Taught {
  return { ...taught, intents: taught.intents.map((one) => (one.id === changed.id ? changed : one)) };
}

/** The sentences of an intent (or of none). */
export function sentencesOf({ intents, outOfScope }: Taught, intent: string): readonly string[] {
  return intent === NO_INTENT ? outOfScope : (intents.find(({ id }) => id === intent)?.examples ?? []);
}

function edit(taught: Taught, intent: string, change: (known: readonly string[]) => readonly string[]): Taught {
  if (intent === NO_INTENT) return { ...taught, outOfScope: change(taught.outOfScope) };
  return {
    ...taught,
    intents: taught.intents.map((one) => (one.id === intent ? { ...one, examples: [...change(one.examples)] } : one)),
  };
}
