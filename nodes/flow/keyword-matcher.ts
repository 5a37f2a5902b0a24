// One matcher for all keyword rules of a flow: exact words by table, contained and leading words by one Aho-Corasick automaton, patterns last.
import { compilePattern, type Pattern } from '#nodes/kit/pattern.ts';

/** One rule. `value` is what the caller wants back. */
export interface KeywordRule<T> {
  readonly words: readonly string[];
  readonly match: 'exact' | 'contains' | 'starts' | 'pattern';
  readonly priority: number;
  readonly value: T;
}

/** A match; a higher priority wins, then the longer word, then the earlier rule. */
export interface KeywordMatch<T> {
  readonly value: T;
  readonly priority: number;
  readonly length: number;
  readonly order: number;
}

interface Entry<T> {
  readonly rule: KeywordRule<T>;
  readonly order: number;
  readonly length: number;
}

interface AutomatonNode<T> {
  readonly next: Map<string, number>;
  fail: number;
  readonly entries: Entry<T>[];
}

const EDGE = /^[\s\p{P}]$/u;

/** Text as rules see it: NFKC, lower case, spaces folded, closing punctuation dropped. */
export function normalizeKeyword(text: string): string {
  const plain = text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ');
  // By hand: /[\s\p{P}]+$/ takes seconds on 20,000 marks that do not end the text.
  let start = 0;
  let end = plain.length;
  while (start < end && EDGE.test(plain.charAt(start))) start += 1;
  while (end > start && EDGE.test(plain.charAt(end - 1))) end -= 1;
  return plain.slice(start, end);
}

/** Builds the matcher. Unreadable patterns are left out (validation names them). */
export function createKeywordMatcher<T>(
  rules: readonly KeywordRule<T>[],
): (text: string) => KeywordMatch<T> | undefined {
  const exact = new Map<string, Entry<T>>();
  const patterns: { readonly entry: Entry<T>; readonly pattern: Pattern }[] = [];
  const nodes: AutomatonNode<T>[] = [{ next: new Map(), fail: 0, entries: [] }];
  rules.forEach((rule, order) => {
    for (const word of rule.words) {
      if (rule.match === 'pattern') {
        const compiled = compilePattern(word, { ignoreCase: true });
        if (compiled.ok) patterns.push({ entry: { rule, order, length: word.length }, pattern: compiled.pattern });
        continue;
      }
      const key = normalizeKeyword(word);
      if (key === '') continue;
      const entry: Entry<T> = { rule, order, length: key.length };
      if (rule.match === 'exact') {
        const known = exact.get(key);
        if (known === undefined || rule.priority > known.rule.priority) exact.set(key, entry);
      } else insert(nodes, key, entry);
    }
  });
  link(nodes);
  return (text) => {
    const normal = normalizeKeyword(text);
    let best = better(undefined, exact.get(normal));
    if (nodes.length > 1) best = scan(nodes, normal, best);
    for (const { entry, pattern } of patterns) if (pattern.test(text)) best = better(best, entry);
    return best;
  };
}

function insert<T>(nodes: AutomatonNode<T>[], key: string, entry: Entry<T>): void {
  let at = 0;
  for (const char of key) {
    const node = nodes[at];
    if (node === undefined) return;
    let next = node.next.get(char);
    if (next === undefined) {
      next = nodes.push({ next: new Map(), fail: 0, entries: [] }) - 1;
      node.next.set(char, next);
    }
    at = next;
  }
  nodes[at]?.entries.push(entry);
}

function link<T>(nodes: AutomatonNode<T>[]): void {
  const queue: number[] = [...(nodes[0]?.next.values() ?? [])];
  for (let head = 0; head < queue.length; head++) {
    const node = nodes[queue[head] ?? 0];
    if (node === undefined) continue;
    for (const [char, child] of node.next) {
      const target = nodes[child];
      if (target === undefined) continue;
      let fail = node.fail;
      while (fail !== 0 && nodes[fail]?.next.get(char) === undefined) fail = nodes[fail]?.fail ?? 0;
      target.fail = nodes[fail]?.next.get(char) ?? 0;
      target.entries.push(...(nodes[target.fail]?.entries ?? []));
      queue.push(child);
    }
  }
}

function scan<T>(
  nodes: readonly AutomatonNode<T>[],
  text: string,
  found: KeywordMatch<T> | undefined,
): KeywordMatch<T> | undefined {
  let best = found;
  let at = 0;
  let position = 0;
  for (const char of text) {
    position += char.length;
    let next = nodes[at]?.next.get(char);
    while (next === undefined && at !== 0) {
      at = nodes[at]?.fail ?? 0;
      next = nodes[at]?.next.get(char);
    }
    at = next ?? 0;
    for (const entry of nodes[at]?.entries ?? []) {
      const start = position - entry.length;
      if (entry.rule.match === 'starts' ? start === 0 : isWholeWord(text, start, position)) best = better(best, entry);
    }
  }
  return best;
}

/** A Latin keyword must not sit inside a longer Latin word ("art" in "start"); Chinese has no such borders. */
function isWholeWord(text: string, start: number, end: number): boolean {
  const latin = /[a-z0-9]/;
  const inside = (a: string | undefined, b: string | undefined) =>
    a !== undefined && b !== undefined && latin.test(a) && latin.test(b);
  return !inside(text[start - 1], text[start]) && !inside(text[end - 1], text[end]);
}

function better<T>(best: KeywordMatch<T> | undefined, entry: Entry<T> | undefined): KeywordMatch<T> | undefined {
  if (entry === undefined) return best;
  const { rule, length, order } = entry;
  if (best !== undefined) {
    if (
      rule.priority !== best.priority
        ? rule.priority < best.priority
        : length !== best.length
          ? length < best.length
          : order >= best.order
    ) {
      return best;
    }
  }
  return { value: rule.value, priority: rule.priority, length, order };
}
