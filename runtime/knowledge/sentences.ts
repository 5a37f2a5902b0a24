// Splits text into sentences, Chinese and English, and picks those that answer a question.
import { ordersAssistant } from './orders.ts';

const ABBREVIATION = /(?:\b(?:mr|mrs|ms|dr|prof|vs|etc|inc|no|st|approx|dept|fig|e\.g|i\.e|a\.m|p\.m)|\b[A-Z])\.$/i;
/** After a closing mark, or at a line end; a `?` or `;` inside an address ends nothing. */
const SENTENCE_ENDS = /(?<=[。！？!?；;…][”’」』"'）)]*)(?!(?<=:\/\/[!-~]{0,500})[!-~])|(?<=\.["'”’)]*)(?=\s)|(?<=\n)/u;
const HAN_RUN = /\p{Script=Han}+/gu;
/** Words that ask how much, how long or when: the answer holds a figure. */
const ASKS_FIGURE = /多少|几|多久|多长|多远|什么时候|何时|how (?:much|many|long|far|often|soon)|\bwhen\b|what time/i;
/** A passage up to this length is given whole. */
const WHOLE_CHARS = 160;
const ANSWER_CHARS = 320;
const MAX_SENTENCES = 3;
/** Longest text looked at. */
const TEXT_CHARS = 8000;

/** The sentences of a text with their closing marks, in order. A line end also ends a sentence. */
export function sentencesOf(text: string): readonly string[] {
  const sentences: string[] = [];
  let current = '';
  for (const piece of text.split(SENTENCE_ENDS)) {
    // The split also falls before a closing quote: it belongs to the sentence it closes.
    if (current === '' && /^[”’」』"'）)]+\s*$/u.test(piece)) current = sentences.pop() ?? '';
    current += piece;
    const open = ABBREVIATION.test(current.trimEnd()) && !piece.endsWith('\n');
    if (open) continue;
    if (current.trim() !== '') sentences.push(current.trim());
    current = '';
  }
  return current.trim() === '' ? sentences : [...sentences, current.trim()];
}

/**
 * The part of a passage that answers: a short passage whole, else its best sentence and those near it that are about as good.
 * Never more than three sentences, always as written. Sentences that give orders to an assistant are not quoted; empty when nothing else is there.
 */
export function bestSentences(question: string, passage: string): string {
  const text = statedPart(passage.slice(0, TEXT_CHARS).trim());
  return text.length <= WHOLE_CHARS ? text : joined(evidenceOf(question, text)).slice(0, ANSWER_CHARS * 2);
}

/** The sentences of a passage that answer, in order, each as it is written there; at most three. */
export function evidenceOf(question: string, passage: string): readonly string[] {
  const sentences = sentencesOf(passage.slice(0, TEXT_CHARS).trim()).filter((sentence) => !ordersAssistant(sentence));
  if (sentences.length === 0) return [];
  const scores = scoresOf(question, sentences);
  const best = scores.indexOf(Math.max(...scores));
  const top = scores[best] ?? 0;
  const chosen = new Set([best]);
  const length = () => [...chosen].reduce((sum, index) => sum + (sentences[index]?.length ?? 0), 0);
  const add = (index: number) => {
    const size = sentences[index]?.length;
    if (size !== undefined && chosen.size < MAX_SENTENCES && length() + size <= ANSWER_CHARS) chosen.add(index);
  };
  // A sentence that only opens (a heading, a list head, three words) says nothing without the next one.
  if (/[:：]$/.test(sentences[best] ?? '') || (sentences[best] ?? '').length < 16) add(best + 1);
  for (const index of [best + 1, best - 1, best + 2, best - 2]) {
    if ((scores[index] ?? 0) >= top * 0.6 && top > 0) add(index);
  }
  return [...chosen].sort((a, b) => a - b).map((index) => sentences[index] ?? '');
}

/** Whether a text says something of what a passage says: at least a fifth of its words are there. */
export function sharesWords(text: string, passage: string): boolean {
  const share = sharedShare(text, passage);
  return share > 0 && share >= 0.2;
}

/** The share of a text's words that a passage holds, 0..1; 1 for a text without words of its own. */
export function sharedShare(text: string, passage: string): number {
  const said = termsOf(text);
  const known = termsOf(passage);
  return said.size === 0 ? 1 : [...said].filter((term) => known.has(term)).length / said.size;
}

/** A text as it is, unless some of its sentences speak to an assistant: then the others. */
function statedPart(text: string): string {
  if (!ordersAssistant(text)) return text;
  return joined(sentencesOf(text).filter((sentence) => !ordersAssistant(sentence)));
}

/** Overlap with the question, each term weighted by how few sentences hold it. */
function scoresOf(question: string, sentences: readonly string[]): readonly number[] {
  const asked = termsOf(question);
  const held = sentences.map(termsOf);
  const weightOf = (term: string) => {
    const containing = held.filter((terms) => terms.has(term)).length;
    return containing === 0 ? 0 : Math.log(1 + sentences.length / containing);
  };
  const weights = new Map([...asked].map((term) => [term, weightOf(term)]));
  const wantsFigure = ASKS_FIGURE.test(question);
  return sentences.map((sentence, index) => {
    let score = 0;
    for (const [term, weight] of weights) if (held[index]?.has(term) === true) score += weight;
    const hasFigure = /\d|[一二三四五六七八九十百千两半]/.test(sentence);
    return score > 0 && wantsFigure && hasFigure ? score * 1.3 : score;
  });
}

/** Words cut to their first letters (charge and charging meet), and pairs of Chinese characters. */
function termsOf(text: string): ReadonlySet<string> {
  const folded = text.normalize('NFKC').toLowerCase();
  const terms = new Set<string>();
  for (const [word] of folded.matchAll(/[\p{L}\p{N}]+/gu)) {
    if (!/\p{Script=Han}/u.test(word) && (word.length > 2 || /\d/.test(word))) terms.add(word.slice(0, 5));
  }
  for (const [run] of folded.matchAll(HAN_RUN)) {
    const characters = Array.from(run);
    characters.slice(1).forEach((character, index) => terms.add(`${characters[index] ?? ''}${character}`));
  }
  return terms;
}

/** Chinese sentences follow each other directly, others after a blank. */
function joined(sentences: readonly string[]): string {
  return sentences.reduce((text, sentence) => {
    if (text === '') return sentence;
    return /[\p{Script=Han}。！？；”」』）]$/u.test(text) ? `${text}${sentence}` : `${text} ${sentence}`;
  }, '');
}
