// Reads which option or options of a question a customer means.
import type { AnswerOption, AnswerSpec, ParsedAnswer } from '#nodes/kit/answers.ts';
import { variantsOf } from '#nodes/kit/localized.ts';
import { normal, wordsOf } from './normal.ts';
import { placeIn } from './ordinal.ts';
import { accepted, refused } from './reading.ts';
import { similarityOf } from './similarity.ts';

type ChoiceSpec = Extract<AnswerSpec, { kind: 'choice' }>;

interface Names {
  readonly id: string;
  readonly names: readonly string[];
}

const MAX_SENTENCE = 200;
const MIN_SIMILARITY = 0.6;
const MIN_LEAD = 0.1;
const SEPARATORS = /[,，、;；/&+\n]|\s+and\s+|\s+or\s+|以及|还有|和|与|跟/;
const ALL = /^(?:全部|全都|都要|都选|全要|全选|所有|all|all of them|everything|both|两个都要|都)$/;
const NEGATION =
  /(?:(?<!要)不(?:是|要|想|选|用|需要)?|[没别甭]|除了|not|don't|do not|no)\s*(?:要|想|选|the|want|need)?\s*$/;

/** Prepared options, kept as long as the compiled flow keeps its spec. */
const prepared = new WeakMap<readonly AnswerOption[], readonly Names[]>();

/** A pressed option. */
export function parsePressedChoice(spec: ChoiceSpec, choice: string, locale: string): ParsedAnswer {
  if (!spec.options.some((option) => option.id === choice)) return unclear(locale);
  return accepted(spec.multiple ? [choice] : choice);
}

/** A written choice: the place, the name, a keyword, a part of the sentence, or something like it when `fuzzy`. */
export function parseWrittenChoice(spec: ChoiceSpec, text: string, locale: string): ParsedAnswer {
  const said = wordsOf(text).slice(0, MAX_SENTENCE);
  const plain = said === '' ? normal(text) : said;
  if (plain === '') return unclear(locale);
  const options = namesOf(spec.options);
  if (spec.multiple) {
    const several = severalIn(spec, options, plain);
    return several.length > 0 ? accepted(several) : unclear(locale);
  }
  const one = oneIn(spec, options, plain);
  return one === null ? unclear(locale) : accepted(one);
}

function severalIn(spec: ChoiceSpec, options: readonly Names[], said: string): readonly string[] {
  if (ALL.test(said)) return options.map((option) => option.id);
  const whole = exactly(options, said);
  if (whole !== null) return [whole];
  const pieces = said.split(SEPARATORS).flatMap((piece) => (/^[\d\s]+$/.test(piece) ? piece.split(/\s+/) : [piece]));
  const found = new Set<string>();
  for (const piece of pieces) {
    const part = wordsOf(piece);
    if (part === '') continue;
    const one = oneIn(spec, options, part);
    if (one !== null) found.add(one);
    else for (const id of mentioned(options, part)) found.add(id);
  }
  return options.flatMap((option) => (found.has(option.id) ? [option.id] : []));
}

function oneIn(spec: ChoiceSpec, options: readonly Names[], said: string): string | null {
  const exact = exactly(options, said);
  if (exact !== null) return exact;
  const place = placeIn(said, options.length);
  if (place !== null) return options[place]?.id ?? null;
  const inside = mentioned(options, said);
  if (inside.length === 1) return inside[0] ?? null;
  if (inside.length > 1 || !spec.fuzzy) return null;
  return alike(options, said);
}

/** The only option with exactly this name. */
function exactly(options: readonly Names[], said: string): string | null {
  const found = options.filter(({ names }) => names.includes(said));
  return found.length === 1 ? (found[0]?.id ?? null) : null;
}

/** Options named inside the sentence and not denied; a name inside a longer named one does not count. */
function mentioned(options: readonly Names[], said: string): readonly string[] {
  const hits = options.flatMap(({ id, names }) =>
    names.filter((name) => isMentioned(said, name)).map((name) => ({ id, name })),
  );
  const longest = hits.filter(
    (hit) =>
      !hits.some(
        (other) => other.id !== hit.id && other.name.length > hit.name.length && other.name.includes(hit.name),
      ),
  );
  return [...new Set(longest.map((hit) => hit.id))];
}

function isMentioned(said: string, name: string): boolean {
  const isLatin = /^[\x20-\x7e]+$/.test(name);
  // A single character means itself only in the shortest answers: 女 in 女的, but not 是 in 我是张三.
  if (name.length < 2 && (isLatin || said.length > 4)) return false;
  for (let at = said.indexOf(name); at !== -1; at = said.indexOf(name, at + name.length)) {
    const isWord = !isLatin || (!isLetter(said.charAt(at - 1)) && !isLetter(said.charAt(at + name.length)));
    if (isWord && !NEGATION.test(said.slice(Math.max(0, at - 20), at))) return true;
  }
  return false;
}

/** The option that is clearly most like what was said. */
function alike(options: readonly Names[], said: string): string | null {
  if (NEGATION.test(said) || /^(?:不|别|没|no\b|not\b|don't)/.test(said)) return null;
  const scored = options
    .map(({ id, names }) => ({ id, score: Math.max(...names.map((name) => likeness(said, name))) }))
    .sort((a, b) => b.score - a.score);
  const [best, second] = scored;
  if (best === undefined || best.score < MIN_SIMILARITY) return null;
  return best.score - (second?.score ?? 0) >= MIN_LEAD ? best.id : null;
}

function likeness(said: string, name: string): number {
  const isPart = Array.from(said).length >= 2 && name.includes(said);
  return Math.max(similarityOf(said, name), isPart ? 0.8 : 0);
}

function namesOf(options: readonly AnswerOption[]): readonly Names[] {
  const known = prepared.get(options);
  if (known !== undefined) return known;
  const names = options.map((option) => ({ id: option.id, names: everyName(option) }));
  prepared.set(options, names);
  return names;
}

function everyName({ id, label, keywords }: AnswerOption): readonly string[] {
  const written = [...variantsOf(label).map(({ text }) => text), ...(keywords ?? []), id];
  return [...new Set(written.map((text) => wordsOf(text) || normal(text)).filter((name) => name !== ''))];
}

function isLetter(char: string): boolean {
  return /^[a-z0-9]$/.test(char);
}

function unclear(locale: string): ParsedAnswer {
  return refused(locale, '请从选项中选择一项。', 'Please choose one of the options.');
}
