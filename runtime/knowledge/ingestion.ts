// Reads queued sources one after the other, so that what was begun is finished, also after a crash.
import type { Clock } from '#runtime/ports/clock.ts';
import type { DocumentProblem, DocumentReader, ReadPassage } from '#runtime/ports/document-reader.ts';
import type { FileStore } from '#runtime/ports/file-store.ts';
import type { IndexedPassage, KnowledgeIndex } from '#runtime/ports/knowledge-index.ts';
import type { KnowledgeStore, PendingContent, StoredPassage, StoredSource } from '#runtime/ports/knowledge-store.ts';
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
/** Earlier contents of a source that are kept beside the live one. */
const VERSIONS_KEPT = 10;

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
  const { store, index, files, reader, clock, onFault } = deps;
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
        await failNow(item, OUR_FAULT).catch(onFault);
      }
    }
    running = undefined;
  }

  async function ingest({ workspaceId, sourceId }: Item): Promise<void> {
    const source = await store.sources.get(workspaceId, sourceId);
    if (source === undefined || !isUnread(source)) return;
    const attempts = source.attempts + 1;
    if (attempts > MAX_ATTEMPTS) return fail(workspaceId, source, TOO_OFTEN);
    await store.sources.progress(workspaceId, sourceId, { state: 'reading', progress: 0.05, error: null, attempts });
    // A content that was never live has none to fall back on; a newer one leaves the live one as it is.
    const { kind, fileId } = source.pending ?? source;
    const bytes = await files.get(workspaceId, fileId);
    if (bytes === undefined) return fail(workspaceId, source, GONE);
    const read = await reader.read({ kind, bytes }, stop.signal);
    if (stop.signal.aborted) return;
    if (!read.ok) return fail(workspaceId, source, read.problem);
    await keep(workspaceId, source, read.value);
  }

  async function keep(workspaceId: string, source: StoredSource, read: readonly ReadPassage[]): Promise<void> {
    const before = await store.passages.list(workspaceId, source.id);
    const passages = passagesFromRead(source, read, before);
    if (source.pending !== null && saysTheSame(before, passages) && !isStandIn(source)) {
      if (!(await withdraw(workspaceId, source, source.pending, null))) return;
    } else if (!(await keepPassages(workspaceId, source, passages))) return dropIfGone(workspaceId, source.id);
    if (!(await publish(workspaceId, source, passages, before))) return;
    const kept = await store.sources.progress(workspaceId, source.id, { state: 'ready', progress: 1, error: null });
    // Deleted while it was read: nothing of it may be found.
    if (!kept) await index.dropSource(workspaceId, source.id);
  }

  async function dropIfGone(workspaceId: string, sourceId: string): Promise<void> {
    if ((await store.sources.get(workspaceId, sourceId)) === undefined) await index.dropSource(workspaceId, sourceId);
  }

  /** False when the source is gone, or a still newer content came meanwhile. */
  async function keepPassages(
    workspaceId: string,
    source: StoredSource,
    passages: readonly StoredPassage[],
  ): Promise<boolean> {
    if (source.pending === null) return store.passages.replace(workspaceId, source.id, passages);
    const content = { pending: source.pending, passages, at: clock.now(), keep: VERSIONS_KEPT };
    const forgotten = await store.sources.adopt(workspaceId, source.id, content);
    for (const fileId of forgotten ?? []) await files.remove(workspaceId, fileId);
    return forgotten !== undefined;
  }

  /** The new passages first, what is over then: there is no moment in which nothing is found. False: stopped, or nothing to be found. */
  async function publish(
    workspaceId: string,
    source: StoredSource,
    passages: readonly StoredPassage[],
    before: readonly StoredPassage[],
  ): Promise<boolean> {
    // For whom it is, and whether the website still has it, may have been changed while it was read.
    const now = (await store.sources.get(workspaceId, source.id)) ?? source;
    const found = isFindable(now) ? passages.filter(({ disabled }) => !disabled) : [];
    for (let from = 0; from < found.length; from += INDEX_BATCH) {
      const batch = found.slice(from, from + INDEX_BATCH);
      await index.upsert(
        workspaceId,
        batch.map((passage) => indexedPassage(now, passage)),
      );
      if (stop.signal.aborted) return false;
      const done = Math.min(1, (from + batch.length) / found.length);
      const progress = READ_SHARE + (1 - READ_SHARE) * 0.98 * done;
      if (!(await store.sources.progress(workspaceId, source.id, { progress }))) break;
    }
    const kept = new Set(found.map(({ id }) => id));
    for (const { id } of [...before, ...passages]) if (!kept.has(id)) await index.dropPassage(workspaceId, id);
    return true;
  }

  async function fail(workspaceId: string, source: StoredSource, error: DocumentProblem): Promise<void> {
    const isWithdrawn = source.pending !== null && (await withdraw(workspaceId, source, source.pending, error));
    // Where nothing was ever read, there is nothing to fall back on.
    if (source.pending === null || (isWithdrawn && source.passages === 0))
      await store.sources.progress(workspaceId, source.id, { state: 'failed', progress: 0, error });
  }

  async function failNow({ workspaceId, sourceId }: Item, error: DocumentProblem): Promise<void> {
    const source = await store.sources.get(workspaceId, sourceId);
    if (source !== undefined) await fail(workspaceId, source, error);
  }

  /** False when it is not the newest any more. */
  async function withdraw(
    workspaceId: string,
    { id }: StoredSource,
    pending: PendingContent,
    error: DocumentProblem | null,
  ): Promise<boolean> {
    const isDone = await store.sources.withdraw(workspaceId, id, pending, error);
    if (isDone) await files.remove(workspaceId, pending.fileId);
    return isDone;
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

function isUnread({ state, pending }: StoredSource): boolean {
  return state === 'queued' || state === 'reading' || pending !== null;
}

/** Whether passages of a source may be found: a page that its website has no more may not. */
export function isFindable(source: Pick<StoredSource, 'page'>): boolean {
  return source.page === null || source.page.goneAt === null;
}

/** Whether a page is the text of a file or bundle, until its website is read. */
export function isStandIn({ page, kind }: Pick<StoredSource, 'page' | 'kind'>): boolean {
  return page !== null && kind === 'paste';
}

/** A passage as the index takes it. */
export function indexedPassage(
  source: Pick<StoredSource, 'name' | 'rules' | 'page'>,
  passage: StoredPassage,
): IndexedPassage {
  return {
    id: passage.id,
    baseId: passage.baseId,
    sourceId: passage.sourceId,
    title: passage.heading === '' ? source.name : passage.heading,
    text: passage.text,
    ...(source.page === null ? {} : { url: source.page.url }),
    ...indexedRules(source.rules),
  };
}

/** The same place keeps its id when a source is read again, and a text that was switched off stays off. */
export function passagesFromRead(
  source: Pick<StoredSource, 'id' | 'baseId' | 'page' | 'kind'>,
  read: readonly ReadPassage[],
  before: readonly StoredPassage[],
): readonly StoredPassage[] {
  const off = new Set(before.filter(({ disabled }) => disabled).map(({ text }) => text));
  for (const text of isStandIn(source) ? (source.page?.off ?? []) : []) off.add(text);
  return read.map(({ heading, text }, ordinal) => ({
    id: `${source.id}-${String(ordinal)}`,
    baseId: source.baseId,
    sourceId: source.id,
    ordinal,
    heading,
    text,
    disabled: off.has(text),
  }));
}

function saysTheSame(before: readonly StoredPassage[], after: readonly StoredPassage[]): boolean {
  return (
    before.length === after.length &&
    before.every(({ heading, text }, at) => heading === after[at]?.heading && text === after[at].text)
  );
}

function problem(zh: string, en: string): DocumentProblem {
  return { code: 'FILE_UNREADABLE', message: { 'zh-CN': zh, en } };
}
