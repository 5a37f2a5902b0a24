// What any list of sentences is read into, before it meets the flow.

/** An intent of a list, by the name it has there. */
export interface ListedIntent {
  readonly name: string;
  readonly examples: readonly string[];
}

/**
 * A list that was read. `outOfScope`: sentences that mean none of the intents. `shortened`: sentences that were too long and were cut.
 */
export interface TaughtList {
  readonly format: ListFormat;
  readonly intents: readonly ListedIntent[];
  readonly outOfScope: readonly string[];
  readonly shortened: number;
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
  private shortened = 0;

  add(name: string, sentence: string): void {
    const whole = sentence.replace(/\s+/gu, ' ').trim();
    const text = whole.slice(0, LONGEST);
    if (text !== whole) this.shortened += 1;
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
      shortened: this.shortened,
    };
  }
}

/** Several lists as one; the first names the format. */
export function mergeLists(lists: readonly TaughtList[]): TaughtList {
  const [first] = lists;
  if (first !== undefined && lists.length === 1) return first;
  const builder = new ListBuilder();
  for (const { intents } of lists)
    for (const { name, examples } of intents) {
      builder.add(name, '');
      for (const sentence of examples) builder.add(name, sentence);
    }
  return {
    ...builder.list(first?.format ?? 'plain'),
    outOfScope: [...new Set(lists.flatMap(({ outOfScope }) => outOfScope))],
    shortened: lists.reduce((sum, { shortened }) => sum + shortened, 0),
  };
}
