// What an entry means, for search by meaning: a question as a whole; a passage as a whole and by its sentences.
import type { Embedder } from '#runtime/ports/embedder.ts';
import { bytesFromDirections, directionOf, modelMark, cosine, type Direction } from './vectors.ts';

/** Sentences of a passage that are read by themselves. */
const MAX_SENTENCES = 16;
const TEXT_CHARS = 4_000;
const PATIENCE_MS = 30_000;
/** Read in place of a text without a word: embedders refuse empty ones. */
const NOTHING = '-';

/** The text of an entry that says what it is about. */
export interface MeaningText {
  readonly lead: string;
  readonly body: string;
  /** A question is known by its wording alone. */
  readonly isQuestion: boolean;
}

/** Reads entries and questions. */
export interface MeaningReader {
  readonly model: string;
  /** Bytes to store for each text, in order. */
  bytesOf(texts: readonly MeaningText[]): Promise<readonly Uint8Array[]>;
  /** The direction of a customer's question; undefined when no word of it is known. */
  directionOf(question: string): Promise<Direction | undefined>;
}

/** How a reader reads. */
export interface ReadingHabits {
  /** Whether a passage is also read sentence by sentence: small models lose a sentence in a page. */
  readonly bySentence?: boolean;
  /** How long a customer's question may take to be read. */
  readonly questionMs?: number;
}

/** Reading through an embedder. */
export function createMeaningReader(
  embedder: Embedder,
  { bySentence = true, questionMs = PATIENCE_MS }: ReadingHabits = {},
): MeaningReader {
  const model = modelMark(embedder.name);
  const embed = (texts: readonly string[], ms: number) => embedder.embed(texts, AbortSignal.timeout(ms));
  return {
    model,
    async bytesOf(texts) {
      const parts = texts.map((text) => partsOf(text, bySentence));
      const vectors = await embed(parts.flat(), PATIENCE_MS);
      let at = 0;
      return parts.map((own) => {
        const directions = vectors.slice(at, at + own.length).map(directionOf);
        at += own.length;
        return bytesFromDirections({ model, directions });
      });
    },
    async directionOf(question) {
      const text = question.trim().slice(0, TEXT_CHARS);
      if (text === '') return undefined;
      const [vector] = await embed([text], questionMs);
      return vector?.some((value) => value !== 0) === true ? directionOf(vector) : undefined;
    },
  };
}

/** How near an entry's stored directions are to a question, about -1..1: a passage by its best sentence and as a whole. */
export function nearnessOf(question: Direction, directions: readonly Direction[]): number {
  const [whole, ...sentences] = directions;
  if (whole === undefined) return 0;
  const near = cosine(question, whole);
  if (sentences.length === 0) return near;
  return (near + Math.max(...sentences.map((sentence) => cosine(question, sentence)))) / 2;
}

function partsOf({ lead, body, isQuestion }: MeaningText, bySentence: boolean): readonly string[] {
  if (isQuestion) return [lead.slice(0, TEXT_CHARS) || NOTHING];
  const text = body.slice(0, TEXT_CHARS);
  const whole = `${lead} ${text}`.trim() || NOTHING;
  if (!bySentence) return [whole];
  const sentences = text.split(/(?<=[。！？!?；;\n])|(?<=\.)(?=\s)/u).filter((sentence) => sentence.trim().length > 1);
  return [whole, ...sentences.slice(0, MAX_SENTENCES)];
}
