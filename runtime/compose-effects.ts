// Which room answers which effect of a flow.
import type { EffectRequests, EffectResults } from '#nodes/kit/effects.ts';
import { FlowError } from '#nodes/kit/errors.ts';
import type { Json } from '#nodes/kit/json.ts';
import type { Desk } from './desk/desk.ts';
import { runLocal, runRemote } from './effects/effects.ts';
import { createHttpRequest } from './effects/http-request.ts';
import type { Leads } from './leads/leads.ts';
import type { HttpFetcher } from './ports/http-fetcher.ts';
import type { KnowledgeIndex } from './ports/knowledge-index.ts';
import type { SessionsDeps } from './sessions/sessions.ts';
import type { DispatchDeps } from './sessions/dispatch.ts';

/** The effect `knowledge.search`, as flows and rehearsals ask for it. */
export type KnowledgeSearch = (
  workspaceId: string,
  request: EffectRequests['knowledge.search'],
) => Promise<EffectResults['knowledge.search']>;

/** Answers from the index alone. */
export function searchOf(index: KnowledgeIndex): KnowledgeSearch {
  return async (workspaceId, { question, baseIds, topK, minScore }) => {
    const found = await index.search(workspaceId, { text: question, baseIds, topK });
    return answerFrom(found.filter((hit) => hit.score >= minScore));
  };
}

/** The local effects over the rooms. */
export function localEffects(rooms: {
  readonly desk: Desk;
  readonly leads: Leads;
  readonly search: KnowledgeSearch;
}): SessionsDeps['local'] {
  return (session, flow) => (effect) =>
    runLocal(
      {
        'understanding.predict': ({ request }) => parseJson(flow.understander.understand(request.text)),
        'knowledge.search': async ({ request }) => parseJson(await rooms.search(session.workspaceId, request)),
        'lead.find': async ({ request }) => parseJson(await rooms.leads.find(session.workspaceId, request)),
        'desk.availability': async ({ request }) =>
          parseJson(await rooms.desk.availability(session.workspaceId, request.department)),
      },
      effect,
      session,
    );
}

/** The remote effects over the ways out. */
export function remoteEffects(ways: { readonly fetcher: HttpFetcher }): DispatchDeps['remote'] {
  const handlers = {
    'http.request': createHttpRequest(ways.fetcher),
    'model.generate': () =>
      Promise.reject(new FlowError('MODEL_UNAVAILABLE', 'Set TANDEM_LLM_BASE_URL and TANDEM_LLM_MODEL, then restart.')),
  };
  return (row, signal) => runRemote(handlers, row, signal);
}

function answerFrom(hits: EffectResults['knowledge.search']['hits']): EffectResults['knowledge.search'] {
  const [best] = hits;
  return {
    hits,
    confidence: best?.score ?? 0,
    answer: best === undefined ? '' : (best.answer ?? best.text),
    sources: hits
      .slice(0, 3)
      .map(({ title, text, url }) => ({ title, quote: text, ...(url === undefined ? {} : { url }) })),
    modelAvailable: false,
  };
}

/** Results of effects hold JSON values only; their read-only interfaces merely lack an index signature. */
function parseJson(result: EffectResults[keyof EffectResults]): Json {
  return result as unknown as Json;
}
