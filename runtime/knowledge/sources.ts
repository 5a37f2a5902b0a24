// Sources: pasted and uploaded, read in the background, looked at and removed.
import { FlowError } from '#nodes/kit/errors.ts';
import type { KnowledgeRules, Passage, Source, Uploaded } from '#nodes/wire/knowledge.ts';
import type { DocumentKind, DocumentReader, ReadPassage } from '#runtime/ports/document-reader.ts';
import type { KnowledgeIndex } from '#runtime/ports/knowledge-index.ts';
import {
  NO_RULES,
  type KnowledgeStore,
  type StoredPassage,
  type StoredRules,
  type StoredSource,
} from '#runtime/ports/knowledge-store.ts';
import { indexedPassage, isFindable, type Ingestion } from './ingestion.ts';
import type { Intake } from './intake.ts';
import type { Removal } from './removal.ts';
import { storedRules } from './rules.ts';
import { sourceFromStored } from './shown-source.ts';

/** One file of an upload. */
export interface UploadedFile {
  readonly name: string;
  /** Undefined when it was cut off at the size limit. */
  readonly bytes: Uint8Array | undefined;
}

/** Sources and passages. Unknown ids fail with RESOURCE_NOT_FOUND. */
export interface Sources {
  list(workspaceId: string, baseId: string): Promise<readonly Source[]>;
  paste(
    workspaceId: string,
    baseId: string,
    paste: {
      readonly name: string;
      readonly text: string;
      readonly rules?: KnowledgeRules;
      /** Who brings it; empty when it is nobody. */
      readonly author?: string;
    },
  ): Promise<Source>;
  /** Takes or refuses one file; a refusal is a value, so the rest of a batch goes on. */
  upload(workspaceId: string, baseId: string, file: UploadedFile, author?: string): Promise<Uploaded['files'][number]>;
  /** Reads a failed source again; one that is queued or ready already stays as it is. */
  retry(workspaceId: string, sourceId: string): Promise<Source>;
  /** For whom, where and when its passages hold; takes effect at once. */
  setRules(workspaceId: string, sourceId: string, rules: KnowledgeRules): Promise<Source>;
  remove(workspaceId: string, sourceId: string): Promise<void>;
  passages(workspaceId: string, sourceId: string): Promise<readonly Passage[]>;
  setPassageDisabled(workspaceId: string, passageId: string, disabled: boolean): Promise<Passage>;
  /** How a text would be cut. Fails with FILE_UNREADABLE or INGEST_LIMIT. */
  preview(text: string): Promise<readonly ReadPassage[]>;
}

/** What sources lean on. */
export interface SourcesDeps {
  readonly store: KnowledgeStore;
  readonly index: KnowledgeIndex;
  readonly reader: DocumentReader;
  readonly ingestion: Ingestion;
  readonly intake: Intake;
  readonly removal: Removal;
}

const NAME_CHARS = 200;

/** Sources over the stores. */
export function createSources(deps: SourcesDeps): Sources {
  const { store, index, reader, ingestion, intake, removal } = deps;

  async function find(workspaceId: string, sourceId: string): Promise<StoredSource> {
    const source = await store.sources.get(workspaceId, sourceId);
    if (source === undefined) throw new FlowError('RESOURCE_NOT_FOUND', 'There is no such source in this workspace.');
    return source;
  }

  async function insert(
    workspaceId: string,
    baseId: string,
    file: {
      readonly name: string;
      readonly kind: DocumentKind;
      readonly bytes: Uint8Array;
      readonly author: string;
      readonly rules?: StoredRules;
    },
  ): Promise<Source> {
    const { rules = NO_RULES, name } = file;
    return sourceFromStored(
      await intake.add(workspaceId, baseId, { ...file, name: shownName(name), rules, page: null }),
    );
  }

  return {
    async list(workspaceId, baseId) {
      if ((await store.bases.get(workspaceId, baseId)) === undefined) throw noBase();
      return (await store.sources.list(workspaceId, baseId)).map(sourceFromStored);
    },
    paste: (workspaceId, baseId, { name, text, rules, author = '' }) =>
      insert(workspaceId, baseId, {
        name,
        author,
        kind: 'paste',
        bytes: new TextEncoder().encode(text),
        rules: storedRules(rules),
      }),
    async upload(workspaceId, baseId, { name, bytes }, author = '') {
      const refused = (problem: NonNullable<Source['error']>) => ({
        name: shownName(name),
        source: null,
        error: problem,
      });
      if (bytes === undefined) return refused(TOO_LARGE);
      const inspected = reader.inspect({ name, bytes });
      if (!inspected.ok) return refused(inspected.problem);
      const source = await insert(workspaceId, baseId, { name, kind: inspected.value, bytes, author });
      return { name: source.name, source, error: null };
    },
    async retry(workspaceId, sourceId) {
      const source = await find(workspaceId, sourceId);
      if (source.state !== 'failed') return sourceFromStored(source);
      const fresh = { state: 'queued', progress: 0, error: null, attempts: 0 } as const;
      await store.sources.progress(workspaceId, sourceId, fresh);
      ingestion.add(workspaceId, sourceId);
      return sourceFromStored({ ...source, ...fresh });
    },
    async setRules(workspaceId, sourceId, wanted) {
      const source = { ...(await find(workspaceId, sourceId)), rules: storedRules(wanted) };
      await store.sources.setRules(workspaceId, sourceId, source.rules);
      if (!isFindable(source)) return sourceFromStored(source);
      const passages = await store.passages.list(workspaceId, sourceId);
      await index.upsert(
        workspaceId,
        passages.filter((passage) => !passage.disabled).map((passage) => indexedPassage(source, passage)),
      );
      return sourceFromStored(source);
    },
    async remove(workspaceId, sourceId) {
      const source = await find(workspaceId, sourceId);
      await removal.exclude(workspaceId, source);
      await removal.remove(workspaceId, source);
    },
    async passages(workspaceId, sourceId) {
      await find(workspaceId, sourceId);
      return (await store.passages.list(workspaceId, sourceId)).map(passageFromStored);
    },
    async setPassageDisabled(workspaceId, passageId, disabled) {
      const passage = await store.passages.get(workspaceId, passageId);
      if (passage === undefined)
        throw new FlowError('RESOURCE_NOT_FOUND', 'There is no such passage in this workspace.');
      const source = await find(workspaceId, passage.sourceId);
      await store.passages.setDisabled(workspaceId, passageId, disabled);
      if (disabled) await index.dropPassage(workspaceId, passageId);
      else if (isFindable(source)) await index.upsert(workspaceId, [indexedPassage(source, passage)]);
      return passageFromStored({ ...passage, disabled });
    },
    async preview(text) {
      const read = await reader.read({ kind: 'paste', bytes: new TextEncoder().encode(text) });
      if (!read.ok) throw new FlowError(read.problem.code, read.problem.message.en, { message: read.problem.message });
      return read.value;
    },
  };
}

const TOO_LARGE: NonNullable<Source['error']> = {
  code: 'FILE_TOO_LARGE',
  message: {
    'zh-CN': '文件超过 20 MB。请拆分后分别上传。',
    en: 'The file is larger than 20 MB. Split it and upload the parts.',
  },
};

function noBase(): FlowError {
  return new FlowError('RESOURCE_NOT_FOUND', 'There is no such knowledge base in this workspace.');
}

/** The last part of a name without characters that mislead a reader. */
function shownName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  const clean = last.replace(/[\p{Cc}\p{Cf}]/gu, '').trim();
  return clean === '' ? 'file' : clean.slice(0, NAME_CHARS);
}

function passageFromStored({ id, sourceId, ordinal, heading, text, disabled }: StoredPassage): Passage {
  return { id, sourceId, ordinal, heading, text, disabled };
}
