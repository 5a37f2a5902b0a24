// What a document said before: its earlier contents, how one differs from the live one, and how one comes back.
import { FlowError } from '#nodes/kit/errors.ts';
import type { Compared, Source } from '#nodes/wire/knowledge.ts';
import type { Version, VersionDifference } from '#nodes/wire/knowledge-sites.ts';
import type { DocumentKind, DocumentReader, ReadPassage } from '#runtime/ports/document-reader.ts';
import type { FileStore } from '#runtime/ports/file-store.ts';
import type { StoredVersion } from '#runtime/ports/knowledge-site-store.ts';
import type { KnowledgeStore, StoredSource } from '#runtime/ports/knowledge-store.ts';
import type { Checks } from './checks.ts';
import type { Intake } from './intake.ts';
import { passagesFromRead } from './ingestion.ts';
import { sourceFromStored } from './shown-source.ts';

/** A file that is to take a document's place. `bytes` undefined: it was cut off at the size limit. */
export interface NewFile {
  readonly name: string;
  readonly bytes: Uint8Array | undefined;
}

/** Versions. Unknown ids fail with RESOURCE_NOT_FOUND; a file that is refused or cannot be read with its own code, in both languages. */
export interface Versions {
  /** The live one first, then the earlier ones, newest first. */
  list(workspaceId: string, sourceId: string): Promise<readonly Version[]>;
  /** What a written document (pasted, Markdown or plain text) says now, as it was brought. FILE_REFUSED for any other. */
  text(workspaceId: string, sourceId: string): Promise<string>;
  /** Against the live content. */
  difference(workspaceId: string, sourceId: string, version: number): Promise<VersionDifference>;
  /** Brings an earlier content back, as a new version. */
  restore(workspaceId: string, sourceId: string, version: number, author: string): Promise<Source>;
  /** Puts a file in the place of a document. */
  replace(workspaceId: string, sourceId: string, file: NewFile, author: string): Promise<Source>;
  /** What a file, or an earlier content, in the place of the document would do to the question set. Nothing is stored. */
  compare(workspaceId: string, sourceId: string, content: NewFile | { readonly version: number }): Promise<Compared>;
}

/** What versions lean on. */
export interface VersionsDeps {
  readonly store: KnowledgeStore;
  readonly files: FileStore;
  readonly reader: DocumentReader;
  readonly intake: Intake;
  readonly checks: Checks;
}

interface Content {
  readonly kind: DocumentKind;
  readonly bytes: Uint8Array;
}

/** Versions over the stores. */
export function createVersions(deps: VersionsDeps): Versions {
  const { store, files, reader, intake, checks } = deps;

  async function find(workspaceId: string, sourceId: string): Promise<StoredSource> {
    const source = await store.sources.get(workspaceId, sourceId);
    if (source === undefined) throw new FlowError('RESOURCE_NOT_FOUND', 'There is no such source in this workspace.');
    return source;
  }

  async function contentOf(workspaceId: string, sourceId: string, wanted: number): Promise<Content> {
    const known = (await store.versions.list(workspaceId, sourceId)).find(({ version }) => version === wanted);
    const bytes = known === undefined ? undefined : await files.get(workspaceId, known.fileId);
    if (known === undefined || bytes === undefined) {
      throw new FlowError('RESOURCE_NOT_FOUND', 'This version is not kept any more.');
    }
    return { kind: known.kind, bytes };
  }

  function inspected({ name, bytes }: NewFile): Content {
    if (bytes === undefined) throw new FlowError('FILE_TOO_LARGE', 'The file is larger than 20 MB.');
    const kind = reader.inspect({ name, bytes });
    if (!kind.ok) throw new FlowError(kind.problem.code, kind.problem.message.en, { message: kind.problem.message });
    return { kind: kind.value, bytes };
  }

  async function passagesOf(content: Content): Promise<readonly ReadPassage[]> {
    const read = await reader.read(content);
    if (!read.ok) throw new FlowError(read.problem.code, read.problem.message.en, { message: read.problem.message });
    return read.value;
  }

  return {
    async list(workspaceId, sourceId) {
      const source = await find(workspaceId, sourceId);
      const earlier = await store.versions.list(workspaceId, sourceId);
      return [shown(source, true), ...earlier.map((version) => shown(version, false))];
    },
    async text(workspaceId, sourceId) {
      const source = await find(workspaceId, sourceId);
      const bytes = isWritten(source) ? await files.get(workspaceId, source.fileId) : undefined;
      const text = bytes === undefined ? undefined : utf8(bytes);
      if (text === undefined) throw new FlowError('FILE_REFUSED', NO_TEXT.en, { message: NO_TEXT });
      return text;
    },
    async difference(workspaceId, sourceId, version) {
      await find(workspaceId, sourceId);
      const before = await passagesOf(await contentOf(workspaceId, sourceId, version));
      return differenceOf(before, await store.passages.list(workspaceId, sourceId));
    },
    async restore(workspaceId, sourceId, version, author) {
      const source = await find(workspaceId, sourceId);
      const content = await contentOf(workspaceId, sourceId, version);
      return sourceFromStored(await intake.propose(workspaceId, source, { ...content, author }));
    },
    async replace(workspaceId, sourceId, file, author) {
      const source = await find(workspaceId, sourceId);
      return sourceFromStored(await intake.propose(workspaceId, source, { ...inspected(file), author }));
    },
    async compare(workspaceId, sourceId, wanted) {
      const source = await find(workspaceId, sourceId);
      const content = 'version' in wanted ? await contentOf(workspaceId, sourceId, wanted.version) : inspected(wanted);
      const before = await store.passages.list(workspaceId, sourceId);
      return checks.compareContent(workspaceId, source, passagesFromRead(source, await passagesOf(content), before));
    },
  };
}

const NO_TEXT = {
  'zh-CN': '这份资料不能直接改文字。请修改原来的文件，再在“版本”里替换。',
  en: 'The text of this document cannot be edited here. Change its file, then replace it under “Versions”.',
};

/** Pages of websites are changed on the website. */
function isWritten({ kind, page }: StoredSource): boolean {
  return page === null && (kind === 'paste' || kind === 'md' || kind === 'txt');
}

/** Undefined for what is written in another encoding. */
function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** A passage is the same when its heading and its text are; a text that stands twice counts twice. */
export function differenceOf(before: readonly ReadPassage[], after: readonly ReadPassage[]): VersionDifference {
  const counts = new Map<string, number>();
  for (const passage of after) counts.set(keyOf(passage), (counts.get(keyOf(passage)) ?? 0) + 1);
  const taken = (passage: ReadPassage): boolean => {
    const left = counts.get(keyOf(passage)) ?? 0;
    counts.set(keyOf(passage), left - 1);
    return left > 0;
  };
  const removed = before.filter((passage) => !taken(passage));
  for (const passage of after) counts.set(keyOf(passage), 0);
  for (const passage of before) counts.set(keyOf(passage), (counts.get(keyOf(passage)) ?? 0) + 1);
  const added = after.filter((passage) => !taken(passage));
  return { removed: removed.map(plain), added: added.map(plain), same: before.length - removed.length };
}

function keyOf({ heading, text }: ReadPassage): string {
  return JSON.stringify([heading, text]);
}

function plain({ heading, text }: ReadPassage): { heading: string; text: string } {
  return { heading, text };
}

function shown(version: Omit<StoredVersion, 'fileId'>, live: boolean): Version {
  const { kind, sizeBytes, passages, author } = version;
  return {
    version: version.version,
    live,
    kind,
    sizeBytes,
    passages,
    author,
    liveAt: new Date(version.liveAt).toISOString(),
  };
}
