// Changes of what a flow is taught, as pure functions: a sentence goes in, out, or from one intent to another.
import type { FlowIntent } from '#nodes/flow/document.ts';
import type { Taught } from '../document/flow-commands.ts';

/** Stands for "no intent" wherever an intent is named. */
export const NO_INTENT = '';

const LONGEST = 1000;

/** With the sentences in an intent (or in none); those that are there already are not doubled. */
export function withSentences(taught: Taught, intent: string, sentences: readonly string[]): Taught {
  return edit(taught, intent, (known) => [
    ...new Set([...known, ...sentences.map((one) => one.trim().slice(0, LONGEST)).filter((one) => one !== '')]),
  ]);
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
