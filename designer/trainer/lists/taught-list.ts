// What any list of sentences is read into, before it meets the flow.

/** An intent of a list, by the name it has there. */
export interface ListedIntent {
  readonly name: string;
  readonly examples: readonly string[];
}

/** A list that was read. `outOfScope`: sentences that mean none of the intents. */
export interface TaughtList {
  readonly format: ListFormat;
  readonly intents: readonly ListedIntent[];
  readonly outOfScope: readonly string[];
}

/** Where a list comes from. */
export type ListFormat = 'csv' | 'rasa' | 'dialogflow' | 'botpress' | 'json' | 'plain';

/** Names under which other products keep what means nothing. */
const NONE_NAMES: ReadonlySet<string> = new Set([
  'none',
  'oos',
  'out_of_scope',
  'outofscope',
  'nlu_fallback',
  'default fallback intent',
  '无',
  '都不是',
  '兜底',
]);
const LONGEST = 1000;

/** Collects sentences by the name of their intent, in the order they come. */
export class ListBuilder {
  private readonly intents = new Map<string, Set<string>>();
  private readonly none = new Set<string>();

  add(name: string, sentence: string): void {
    const text = sentence.replace(/\s+/gu, ' ').trim().slice(0, LONGEST);
    if (NONE_NAMES.has(name.trim().toLowerCase())) {
      if (text !== '') this.none.add(text);
      return;
    }
    const key = name.trim().slice(0, 200);
    if (key === '') return;
    const known = this.intents.get(key) ?? new Set<string>();
    this.intents.set(key, known);
    if (text !== '') known.add(text);
  }

  list(format: ListFormat): TaughtList {
    return {
      format,
      intents: [...this.intents].map(([name, examples]) => ({ name, examples: [...examples] })),
      outOfScope: [...this.none],
    };
  }
}
