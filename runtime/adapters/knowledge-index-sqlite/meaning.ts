// What an entry means, for search by meaning: a question as a whole; a passage as a whole and by its sentences.
import type { Embedder } from '#runtime/ports/embedder.ts';
import { bytesFromDirections, directionOf, modelMark, cosine, type Direction } from './vectors.ts';

/** Sentences of a passage that are read by themselves. */
const MAX_SENTENCES = 16;
const TEXT_CHARS = 4_000;
const PATIENCE_MS = 30_000;

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

/** Reading through an embedder that is always there. */
export function createMeaningReader(embedder: Embedder): MeaningReader {
  const model = modelMark(embedder.name);
  const embed = (texts: readonly string[]) => embedder.embed(texts, AbortSignal.timeout(PATIENCE_MS));
  return {
    model,
    async bytesOf(texts) {
      const parts = texts.map(partsOf);
      const vectors = await embed(parts.flat());
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
      const [vector] = await embed([text]);
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

function partsOf({ lead, body, isQuestion }: MeaningText): readonly string[] {
  if (isQuestion) return [lead.slice(0, TEXT_CHARS)];
  const text = body.slice(0, TEXT_CHARS);
  const sentences = text.split(/(?<=[。！？!?；;\n])|(?<=\.)(?=\s)/u).filter((sentence) => sentence.trim().length > 1);
  return [`${lead} ${text}`.trim(), ...sentences.slice(0, MAX_SENTENCES)];
}
