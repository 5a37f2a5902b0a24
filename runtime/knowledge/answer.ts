// An answer written by a model from passages, with citations that are checked before anybody sees the final text.
import type { EffectRequests, EffectResults, KnowledgeHit } from '#nodes/kit/effects.ts';
import { FlowError } from '#nodes/kit/errors.ts';
import type { LanguageModel } from '#runtime/ports/language-model.ts';
import { NO_ANSWER, promptFor } from './prompt.ts';
import { sourceFromHit } from './retrieval.ts';
import { bestSentences, sharesWords } from './sentences.ts';
import { supportedPart } from './support.ts';

const CITATION = /[[【]\s*(\d{1,2}(?:\s*[,，、]\s*\d{1,2})*)\s*[\]】]/g;
const MAX_MS = 60_000;

/** How the answer travels. */
export interface AnswerOptions {
  readonly signal: AbortSignal;
  /** Pieces as they come, for whoever watches; the returned text is what counts. */
  readonly onDelta?: (text: string) => void;
}

/**
 * Asks the model. Citations of passages that do not exist are dropped, the others renumbered in the order they appear; addresses and images
 * that no passage holds are removed, and so is every sentence the passages do not support. Fails with MODEL_UNAVAILABLE (also when the model finds no answer, or says nothing the passages
 * support) or EGRESS_TIMEOUT: the caller then gives the quoted answer.
 */
export async function writeAnswer(
  model: LanguageModel,
  request: EffectRequests['model.generate'],
  options: AnswerOptions,
): Promise<EffectResults['model.generate']> {
  if (request.passages.length === 0) throw unavailable('There are no passages to answer from.');
  const limit = AbortSignal.timeout(Math.min(Math.max(request.timeoutMs, 1), MAX_MS));
  const written = await streamed(model, request, AbortSignal.any([options.signal, limit]), options.onDelta);
  const text = withoutForeignAddresses(written, request.passages);
  if (text === '' || text.includes(NO_ANSWER)) throw unavailable('The model found no answer in the passages.');
  const cited = withCheckedCitations(supportedText(text, request), request.passages);
  if (cited.hits.length > 0) {
    return { text: cited.text, sources: cited.hits.map((hit) => sourceFromHit(hit, quoteOf(request.question, hit))) };
  }
  const supporting = request.passages.find((hit) => sharesWords(cited.text, `${hit.text} ${hit.answer ?? ''}`));
  if (supporting === undefined) throw unavailable('The model said something that no passage supports.');
  return { text: cited.text, sources: [sourceFromHit(supporting, quoteOf(request.question, supporting))] };
}

/** What the passages support of it; MODEL_UNAVAILABLE when that is nothing. */
function supportedText(text: string, request: EffectRequests['model.generate']): string {
  const plain = text.replace(
    CITATION,
    (_, numbers: string) =>
      `[${numbers
        .split(/[,，、]/)
        .map((one) => one.trim())
        .join('][')}]`,
  );
  const supported = supportedPart(plain, request.question, request.passages);
  if (supported === '') throw unavailable('The model said something that no passage supports.');
  return supported;
}

/** The whole text without what a thinking model thought. Watchers get nothing until it is sure that this is an answer. */
async function streamed(
  model: LanguageModel,
  request: EffectRequests['model.generate'],
  signal: AbortSignal,
  onDelta: ((text: string) => void) | undefined,
): Promise<string> {
  let raw = '';
  let shown = 0;
  for await (const part of model.generate(promptFor(request), signal)) {
    if (part.type !== 'delta') continue;
    raw += part.text;
    const visible = withoutThoughts(raw);
    const isOpen = visible.length < NO_ANSWER.length && NO_ANSWER.startsWith(visible);
    if (isOpen || visible.startsWith(NO_ANSWER) || visible.length <= shown) continue;
    onDelta?.(visible.slice(shown));
    shown = visible.length;
  }
  return withoutThoughts(raw).trim();
}

function withoutThoughts(raw: string): string {
  const open = raw.indexOf('<think>');
  if (open === -1) return '<think>'.startsWith(raw.trimStart()) ? '' : raw;
  const close = raw.indexOf('</think>', open);
  return close === -1 ? raw.slice(0, open) : (raw.slice(0, open) + raw.slice(close + '</think>'.length)).trimStart();
}

/** The text with citations numbered 1, 2 ... by first appearance, and the hits they mean. */
function withCheckedCitations(
  text: string,
  passages: readonly KnowledgeHit[],
): { readonly text: string; readonly hits: readonly KnowledgeHit[] } {
  const order: KnowledgeHit[] = [];
  const checked = text.replace(CITATION, (_, numbers: string) => {
    const marks = numbers.split(/[,，、]/).map((number) => {
      const hit = passages[Number(number) - 1];
      if (hit === undefined) return '';
      if (!order.includes(hit)) order.push(hit);
      return `[${String(order.indexOf(hit) + 1)}]`;
    });
    return marks.join('');
  });
  return {
    text: checked
      .replace(/[ \t]+([,.;!?，。；！？])/g, '$1')
      .replace(/ {2,}/g, ' ')
      .trim(),
    hits: order,
  };
}

/** A passage or a customer may have talked the model into an address that carries data away; only addresses of the passages stay. */
function withoutForeignAddresses(text: string, passages: readonly KnowledgeHit[]): string {
  const known = passages.map((hit) => `${hit.text}\n${hit.answer ?? ''}\n${hit.url ?? ''}`).join('\n');
  return text
    .replace(/!\[([^\][]*)\]\([^)]*\)/g, '$1')
    .replace(/\[([^\][]+)\]\(([^)]*)\)/g, (_, words: string, address: string) =>
      known.includes(address) ? `${words} (${address})` : words,
    )
    .replace(/\b(?:https?:\/\/|www\.)[^\s<>"'，。；！？、）)\]】]+/gi, (address) =>
      known.includes(address.replace(/[.,;:!?]+$/, '')) ? address : '',
    )
    .trim();
}

function quoteOf(question: string, hit: KnowledgeHit): string {
  return hit.answer ?? bestSentences(question, hit.text);
}

function unavailable(message: string): FlowError {
  return new FlowError('MODEL_UNAVAILABLE', message);
}
