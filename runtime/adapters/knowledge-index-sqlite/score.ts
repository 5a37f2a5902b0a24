// Scores one found entry against a question: BM25 per field, then a probability that the entry really answers.
import { isFunctionWord } from './function-words.ts';
import { FUNCTION_WORD } from './segment.ts';

/** BM25 constants of the literature. */
const K1 = 1.2;
const B = 0.75;

/** Logistic weights, fitted on public questions whose passage was there (answerable) or taken away (not); see DECISIONS.md. */
const PASSAGE_WEIGHTS = { strength: 3.95, coverage: 3.95, leadCoverage: 0, leadShare: 1.8, closeness: 0, bias: -6.4 };
const QUESTION_WEIGHTS = {
  strength: 1.0,
  coverage: 1.75,
  leadCoverage: 3.85,
  leadShare: 3.85,
  closeness: 2,
  bias: -4.9,
};
/** Questions of one subject are all near each other; only what is nearer than this speaks for an answer. */
const SAME_SUBJECT = 0.65;

/** A token of the question and how much it tells: its IDF among the searched entries times what kind of token it is. */
export interface QueryTerm {
  readonly token: string;
  readonly weight: number;
}

/** An entry's tokens: `lead` is the title or the question, `body` the text or the approved answer as stored, one token after the other with a space between. */
export interface EntryTokens {
  readonly lead: readonly string[];
  readonly body: string;
  /** Tokens of the body. */
  readonly bodyLength: number;
  /** A question-answer pair, or a passage under a heading that asks: the question decides, the answer only helps. */
  readonly isQuestion: boolean;
  /** How near in meaning, about -1..1; 0 when that is not known. */
  readonly nearness: number;
}

/** Sizes of the searched entries. */
export interface FieldAverages {
  readonly lead: number;
  readonly body: number;
}

/** What the probability is drawn from; each is 0..1 or a little above. */
export interface Evidence {
  /** BM25 of the entry, over the BM25 of a passage that holds every token of the question once. */
  readonly strength: number;
  /** Share of the question's weight found anywhere in the entry. */
  readonly coverage: number;
  /** Share of the question's weight found in the lead. */
  readonly leadCoverage: number;
  /** Share of the lead's tokens that the question also has. */
  readonly leadShare: number;
  /** How near the entry is in meaning, about -1..1. */
  readonly nearness: number;
  readonly isQuestion: boolean;
}

/** Entries imagined beside the real ones, so that in a base of three passages a word found in one of them still tells something. */
const BACKGROUND = 50;

/** Robertson's IDF, never negative; a token that nothing contains tells no more than one that a single entry contains. */
export function idfOf(entries: number, containing: number): number {
  const held = Math.max(containing, 1);
  return Math.log(1 + (entries + BACKGROUND - held + 0.5) / (held + 0.5));
}

/** Weighs one entry. */
export function weigh(terms: readonly QueryTerm[], entry: EntryTokens, averages: FieldAverages): Evidence {
  const asked = new Set(terms.map(({ token }) => token));
  const lead = countsOf(entry.lead, asked);
  const body = ` ${entry.body} `;
  const bodyWeight = entry.isQuestion ? 0.2 : 1;
  let score = 0;
  let mass = 0;
  let covered = 0;
  let leadCovered = 0;
  let shared = 0;
  for (const { token, weight } of terms) {
    const inLead = lead.get(token) ?? 0;
    const inBody = occurrencesOf(` ${token} `, body);
    mass += weight;
    if (inLead + inBody > 0) covered += weight;
    if (inLead > 0) {
      leadCovered += weight;
      shared += inLead * emphasisOf(token);
    }
    score += weight * saturated(inLead, entry.lead.length, averages.lead);
    score += weight * bodyWeight * saturated(inBody, entry.bodyLength, averages.body);
  }
  const whole = mass === 0 ? 1 : mass;
  return {
    strength: score / whole,
    coverage: covered / whole,
    leadCoverage: leadCovered / whole,
    leadShare: shared / Math.max(emphasisSum(entry.lead), 1),
    nearness: entry.nearness,
    isQuestion: entry.isQuestion,
  };
}

/** Function words of the lead weigh little, as they do in the question. */
function emphasisOf(token: string): number {
  return isFunctionWord(token) ? FUNCTION_WORD : 1;
}

function emphasisSum(tokens: readonly string[]): number {
  return tokens.reduce((sum, token) => sum + emphasisOf(token), 0);
}

/** The probability that the entry answers the question. */
export function probabilityOf(evidence: Evidence): number {
  const weights = evidence.isQuestion ? QUESTION_WEIGHTS : PASSAGE_WEIGHTS;
  const sum =
    weights.strength * evidence.strength +
    weights.coverage * evidence.coverage +
    weights.leadCoverage * evidence.leadCoverage +
    weights.leadShare * evidence.leadShare +
    weights.closeness * Math.max(0, evidence.nearness - SAME_SUBJECT);
  return 1 / (1 + Math.exp(-(sum + weights.bias)));
}

function saturated(count: number, length: number, average: number): number {
  if (count === 0) return 0;
  return (count * (K1 + 1)) / (count + K1 * (1 - B + (B * length) / Math.max(average, 1)));
}

/** How often a token, with its spaces, is in a text of tokens; cutting the text into tokens would take most of the time of a search. */
function occurrencesOf(token: string, text: string): number {
  let count = 0;
  // The space behind one is the space before the next.
  for (let at = text.indexOf(token); at !== -1; at = text.indexOf(token, at + token.length - 1)) count += 1;
  return count;
}

function countsOf(tokens: readonly string[], asked: ReadonlySet<string>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const token of tokens) if (asked.has(token)) counts.set(token, (counts.get(token) ?? 0) + 1);
  return counts;
}
