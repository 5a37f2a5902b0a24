// A source as people see it.
import type { Source } from '#nodes/wire/knowledge.ts';
import type { StoredSource } from '#runtime/ports/knowledge-store.ts';
import { shownRules } from './rules.ts';

/** The wire form of a source. */
export function sourceFromStored(source: StoredSource): Source {
  const { page } = source;
  return {
    id: source.id,
    baseId: source.baseId,
    name: source.name,
    kind: source.kind,
    sizeBytes: source.sizeBytes,
    state: source.state,
    progress: source.progress,
    passages: source.passages,
    error: source.error === null ? null : { code: source.error.code, message: source.error.message },
    rules: shownRules(source.rules),
    createdAt: new Date(source.createdAt).toISOString(),
    page:
      page === null
        ? null
        : {
            siteId: page.siteId,
            url: page.url,
            goneAt: page.goneAt === null ? null : new Date(page.goneAt).toISOString(),
          },
    version: source.version,
    author: source.author,
    liveAt: new Date(source.liveAt).toISOString(),
  };
}
