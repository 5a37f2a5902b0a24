// Looks a question up and says what would be answered. The chat and the hit test both come through here.
import type { EffectRequests, EffectResults, KnowledgeHit } from '#nodes/kit/effects.ts';
import type { FoundHit, KnowledgeIndex } from '#runtime/ports/knowledge-index.ts';
import { RERANKED, type Reranker } from './rerank.ts';
import { bestSentences } from './sentences.ts';

/** Confidence from which an answer is given unless a flow says otherwise. */
export const DEFAULT_MIN_SCORE = 0.35;
/** Hits below this share a word with the question and nothing else; they are not worth showing. One that shares no word at all is there for its meaning. */
const NOISE = 0.05;
/** Second hits are cited when they are nearly as good as the first. */
const CLOSE = 0.85;
const QUOTE_CHARS = 600;
/** A question this close to what was asked may be what the customer asks next. */
const RELATED = 0.1;
const MOST_FOLLOW_UPS = 3;

/** Who asks, where and when. */
export interface Asker {
  readonly modelAvailable: boolean;
  /** Puts what is found in order; undefined: it stays as the index found it. */
  readonly rerank?: Reranker | undefined;
  /** Undefined: wherever an entry holds. */
  readonly channel?: string | undefined;
  readonly audiences?: readonly string[] | undefined;
  /** Unix ms. */
  readonly at: number;
}

/** The effect's result; its hits say why they were found. */
export type Retrieved = Omit<EffectResults['knowledge.search'], 'hits'> & { readonly hits: readonly FoundHit[] };

/** Hits, how sure they make us, and the answer in the words of the source; empty `answer`: nothing was found. */
export async function retrieve(
  index: KnowledgeIndex,
  workspaceId: string,
  request: EffectRequests['knowledge.search'],
  asker: Asker,
): Promise<Retrieved> {
  const { modelAvailable } = asker;
  const found = await index.search(workspaceId, {
    text: request.question,
    baseIds: request.baseIds,
    topK: asker.rerank === undefined ? request.topK : Math.max(request.topK, RERANKED),
    channel: asker.channel,
    audiences: asker.audiences,
    tags: request.tags,
    at: asker.at,
  });
  const heard = found.filter((hit) => hit.score >= NOISE || hit.why.words === 0);
  const hits = ((await asker.rerank?.(request.question, heard)) ?? heard).slice(0, request.topK);
  const [best] = hits;
  if (best === undefined) return { hits: [], confidence: 0, answer: '', sources: [], modelAvailable };
  return {
    hits,
    confidence: best.score,
    answer: answerOf(request.question, best),
    sources: citedHits(hits).map((hit) => sourceFromHit(hit, answerOf(request.question, hit))),
    ...followUpsOf(hits),
    // An answer that must stand as written is not handed to a model.
    modelAvailable: modelAvailable && (best.answer === undefined || best.mayRephrase === true),
  };
}

/** Other questions with an answer of their own among the hits, so that the customer may go on with one of them. */
function followUpsOf([best, ...others]: readonly KnowledgeHit[]): Pick<Retrieved, 'followUps'> {
  const seen = new Set([best?.title, best?.answer]);
  const followUps = others
    .filter(({ title, answer, score }) => {
      if (answer === undefined || score < RELATED || seen.has(title) || seen.has(answer)) return false;
      seen.add(title).add(answer);
      return true;
    })
    .map(({ title }) => title)
    .slice(0, MOST_FOLLOW_UPS);
  return followUps.length === 0 ? {} : { followUps };
}

/** A source as it is shown under an answer. */
export function sourceFromHit(
  hit: KnowledgeHit,
  quote: string,
): { readonly title: string; readonly quote: string; readonly url?: string } {
  return { title: hit.title, quote: quote.slice(0, QUOTE_CHARS), ...(hit.url === undefined ? {} : { url: hit.url }) };
}

/** An approved answer is given word for word. */
function answerOf(question: string, hit: KnowledgeHit): string {
  return hit.answer ?? bestSentences(question, hit.text);
}

/** The answer is the first hit's; another passage is named only when it says about the same. An approved answer stands alone. */
function citedHits(hits: readonly KnowledgeHit[]): readonly KnowledgeHit[] {
  const [best] = hits;
  if (best === undefined || best.answer !== undefined) return hits.slice(0, 1);
  return hits
    .filter((hit) => hit === best || (hit.answer === undefined && hit.score >= best.score * CLOSE))
    .slice(0, 2);
}
