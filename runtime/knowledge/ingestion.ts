// Reads queued sources one after the other, so that what was begun is finished, also after a crash.
import type { Clock } from '#runtime/ports/clock.ts';
import type { DocumentProblem, DocumentReader, ReadPassage } from '#runtime/ports/document-reader.ts';
import type { FileStore } from '#runtime/ports/file-store.ts';
import type { IndexedPassage, KnowledgeIndex } from '#runtime/ports/knowledge-index.ts';
import type { KnowledgeStore, StoredPassage, StoredSource } from '#runtime/ports/knowledge-store.ts';
import { indexedRules } from './rules.ts';

/** What reading leans on. */
export interface IngestionDeps {
  readonly store: KnowledgeStore;
  readonly index: KnowledgeIndex;
  readonly files: FileStore;
  readonly reader: DocumentReader;
  readonly clock: Clock;
  /** Hears of failures that are ours, not the document's. */
  readonly onFault: (fault: unknown) => void;
}

/** The queue of sources. */
export interface Ingestion {
  /** Queues what an earlier run left unfinished. */
  resume(): Promise<void>;
  add(workspaceId: string, sourceId: string): void;
  /** When nothing is queued or being read. */
  settled(): Promise<void>;
  /** Stops; what is unfinished stays so in the store and is read at the next start. */
  close(): Promise<void>;
}

/** A source that took the server down this often is not tried again by itself. */
const MAX_ATTEMPTS = 3;
/** Passages indexed between two looks at whether the source still exists. */
const INDEX_BATCH = 200;
const READ_SHARE = 0.5;

const GONE: DocumentProblem = problem(
  '找不到上传的文件。请删除后重新上传。',
  'The uploaded file is missing. Delete this source and upload the file again.',
);
const TOO_OFTEN: DocumentProblem = problem(
  '多次读取均未完成。请检查文件后重试。',
  'Reading was begun several times and never finished. Check the file and try again.',
);
const OUR_FAULT: DocumentProblem = problem(
  '保存时出错。请稍后重试。',
  'It could not be stored. Try again in a moment.',
);

interface Item {
  readonly workspaceId: string;
  readonly sourceId: string;
}

/** A queue that works while there is something to read. */
export function createIngestion(deps: IngestionDeps): Ingestion {
  const { store, index, files, reader, onFault } = deps;
  const stop = new AbortController();
  const waiting: Item[] = [];
  let running: Promise<void> | undefined;

  function add(item: Item): void {
    if (stop.signal.aborted) return;
    if (!waiting.some((other) => other.sourceId === item.sourceId && other.workspaceId === item.workspaceId)) {
      waiting.push(item);
    }
    running ??= drain();
  }

  async function drain(): Promise<void> {
    for (;;) {
      // Not before the caller's own turn is over.
      await Promise.resolve();
      const item = stop.signal.aborted ? undefined : waiting.shift();
      if (item === undefined) break;
      try {
        await ingest(item);
      } catch (fault) {
        if (stop.signal.aborted) break;
        onFault(fault);
        await fail(item, OUR_FAULT).catch(onFault);
      }
    }
    running = undefined;
  }

  async function ingest({ workspaceId, sourceId }: Item): Promise<void> {
    const source = await store.sources.get(workspaceId, sourceId);
    if (source === undefined || source.state === 'ready' || source.state === 'failed') return;
    const attempts = source.attempts + 1;
    if (attempts > MAX_ATTEMPTS) return fail({ workspaceId, sourceId }, TOO_OFTEN);
    await store.sources.progress(workspaceId, sourceId, { state: 'reading', progress: 0.05, error: null, attempts });
    const bytes = await files.get(workspaceId, source.fileId);
    if (bytes === undefined) return fail({ workspaceId, sourceId }, GONE);
    const read = await reader.read({ kind: source.kind, bytes }, stop.signal);
    if (stop.signal.aborted) return;
    if (!read.ok) return fail({ workspaceId, sourceId }, read.problem);
    await keep(workspaceId, source, read.value);
  }

  async function keep(workspaceId: string, source: StoredSource, read: readonly ReadPassage[]): Promise<void> {
    const passages = read.map((passage, ordinal) => passageFromRead(source, passage, ordinal));
    if (!(await store.passages.replace(workspaceId, source.id, passages))) return;
    // For whom it is may have been changed while it was read.
    const { rules } = (await store.sources.get(workspaceId, source.id)) ?? source;
    await index.dropSource(workspaceId, source.id);
    for (let from = 0; from < passages.length; from += INDEX_BATCH) {
      const batch = passages.slice(from, from + INDEX_BATCH);
      await index.upsert(
        workspaceId,
        batch.map((passage) => indexedPassage({ name: source.name, rules }, passage)),
      );
      if (stop.signal.aborted) return;
      const done = Math.min(1, (from + batch.length) / passages.length);
      const progress = READ_SHARE + (1 - READ_SHARE) * 0.98 * done;
      if (!(await store.sources.progress(workspaceId, source.id, { progress }))) break;
    }
    const kept = await store.sources.progress(workspaceId, source.id, { state: 'ready', progress: 1, error: null });
    // Deleted while it was read: nothing of it may be found.
    if (!kept) await index.dropSource(workspaceId, source.id);
  }

  async function fail({ workspaceId, sourceId }: Item, error: DocumentProblem): Promise<void> {
    await store.sources.progress(workspaceId, sourceId, { state: 'failed', progress: 0, error });
  }

  return {
    async resume() {
      for (const { workspaceId, id } of await store.sources.unfinished()) add({ workspaceId, sourceId: id });
    },
    add: (workspaceId, sourceId) => add({ workspaceId, sourceId }),
    async settled() {
      while (running !== undefined) await running;
    },
    async close() {
      stop.abort();
      await running;
      await reader.close();
    },
  };
}

/** A passage as the index takes it. */
export function indexedPassage(source: Pick<StoredSource, 'name' | 'rules'>, passage: StoredPassage): IndexedPassage {
  return {
    id: passage.id,
    baseId: passage.baseId,
    sourceId: passage.sourceId,
    title: passage.heading === '' ? source.name : passage.heading,
    text: passage.text,
    ...indexedRules(source.rules),
  };
}

function passageFromRead(source: StoredSource, passage: ReadPassage, ordinal: number): StoredPassage {
  return {
    // The same place keeps its id when a source is read again.
    id: `${source.id}-${String(ordinal)}`,
    baseId: source.baseId,
    sourceId: source.id,
    ordinal,
    heading: passage.heading,
    text: passage.text,
    disabled: false,
  };
}

function problem(zh: string, en: string): DocumentProblem {
  return { code: 'FILE_UNREADABLE', message: { 'zh-CN': zh, en } };
}
