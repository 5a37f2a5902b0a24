// Published versions ready to be played: compiled once, with their model loaded, kept while they are used.
import { compileFlow, type CompiledFlow } from '#nodes/flow/compile.ts';
import type { PublishedFlow, PublishedFlows } from '#runtime/ports/published-flows.ts';
import type { Understander, Understanding } from '#runtime/ports/understanding.ts';
import { withMoods, type WorkspaceMoods } from '#runtime/understanding/understanding.ts';
import { BoundedCache } from './bounded-cache.ts';

const KEPT = 100;

/** A version that can be played. */
export interface PlayableFlow {
  readonly published: PublishedFlow;
  readonly compiled: CompiledFlow;
  readonly understander: Understander;
}

/** Loads playable versions; two callers that ask at once share one load. */
export interface PlayableFlows {
  load(workspaceId: string, flowId: string, version: number): Promise<PlayableFlow | undefined>;
}

/** Creates the cache. `emotionOnly` understands moods and entities for flows without a model; `moods` is what staff corrected in them. */
export function createPlayableFlows(
  flows: PublishedFlows,
  understanding: Pick<Understanding, 'load'>,
  emotionOnly: Understander,
  moods?: WorkspaceMoods,
): PlayableFlows {
  const cache = new BoundedCache<Promise<PlayableFlow | undefined>>(KEPT);
  const load = async (workspaceId: string, flowId: string, version: number): Promise<PlayableFlow | undefined> => {
    const published = await flows.load(workspaceId, flowId, version);
    if (published === undefined) return undefined;
    const understander = published.model === null ? emotionOnly : understanding.load(published.model);
    const compiled = compileFlow(published.document);
    if (moods === undefined) return { published, compiled, understander };
    await moods.ready(workspaceId);
    return { published, compiled, understander: withMoods(understander, workspaceId, moods) };
  };
  return {
    async load(workspaceId, flowId, version) {
      const key = `${workspaceId}/${flowId}/${String(version)}`;
      const known = cache.get(key);
      if (known !== undefined) return known;
      const loading = load(workspaceId, flowId, version);
      cache.set(key, loading);
      const found = await loading.catch((error: unknown) => {
        cache.delete(key);
        throw error;
      });
      if (found === undefined) cache.delete(key);
      return found;
    },
  };
}
