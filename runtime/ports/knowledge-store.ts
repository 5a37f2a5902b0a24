// What people put into knowledge: bases, sources, passages, questions. The searchable copy is the knowledge index.
import type { DocumentKind, DocumentProblem } from './document-reader.ts';
import type { SiteStore, VersionStore } from './knowledge-site-store.ts';

/** For whom, where and when something holds; empty lists and nulls: everybody, everywhere, always. Times are Unix ms. */
export interface StoredRules {
  readonly channels: readonly string[];
  readonly audiences: readonly string[];
  readonly tags: readonly string[];
  readonly startsAt: number | null;
  readonly endsAt: number | null;
}

/** Rules that hold for everything. */
export const NO_RULES: StoredRules = { channels: [], audiences: [], tags: [], startsAt: null, endsAt: null };

/** A base with what is in it. Times are Unix ms. */
export interface StoredBase {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly createdAt: number;
  /** Whether a language model may put what is found in it in order. */
  readonly rerank: boolean;
  readonly sources: number;
  readonly passages: number;
  readonly questions: number;
  /** Labels of its documents and questions, in order. */
  readonly labels: readonly string[];
}

/** A source. `fileId` names its bytes in the file store; `attempts` counts readings begun. */
export interface StoredSource {
  readonly id: string;
  readonly baseId: string;
  readonly name: string;
  readonly kind: DocumentKind;
  readonly sizeBytes: number;
  readonly fileId: string;
  readonly state: 'queued' | 'reading' | 'ready' | 'failed';
  /** 0..1. */
  readonly progress: number;
  readonly error: DocumentProblem | null;
  readonly attempts: number;
  readonly rules: StoredRules;
  readonly createdAt: number;
  /** Passages stored now. */
  readonly passages: number;
  /** Where it was read; null for what people brought. */
  readonly page: StoredPage | null;
  /** Counts contents from 1. Who brought this one, empty when a website did, and since when it is live. */
  readonly version: number;
  readonly author: string;
  readonly liveAt: number;
  /** The content that takes its place once it is read; null: none. */
  readonly pending: PendingContent | null;
}

/** A page of a website. */
export interface StoredPage {
  readonly siteId: string;
  readonly url: string;
  /** What the server said of this content, sent along the next time; empty: nothing. */
  readonly etag: string;
  readonly modified: string;
  /** Changes with what the page says. */
  readonly mark: string;
  /** Passages that were switched off where its text came from; they are switched off when it is read anew. Absent: none. */
  readonly off?: readonly string[];
  /** Since when the website has it no more; null: it has. A page that is gone is not found. */
  readonly goneAt: number | null;
}

/** A newer content of a source. */
export interface PendingContent {
  readonly kind: DocumentKind;
  readonly fileId: string;
  readonly sizeBytes: number;
  readonly author: string;
}

/** The part of a source that changes while it is read. */
export type SourceProgress = Pick<StoredSource, 'state' | 'progress' | 'error' | 'attempts'>;

/** A passage of a source. */
export interface StoredPassage {
  readonly id: string;
  readonly baseId: string;
  readonly sourceId: string;
  readonly ordinal: number;
  readonly heading: string;
  readonly text: string;
  readonly disabled: boolean;
}

/** A question with its approved answer. */
export interface StoredQuestion {
  readonly id: string;
  readonly baseId: string;
  readonly question: string;
  readonly similar: readonly string[];
  readonly answer: string;
  readonly mode: 'exact' | 'rephrase';
  readonly negative: readonly string[];
  readonly rules: StoredRules;
  readonly disabled: boolean;
  readonly updatedAt: number;
  /** The list that brought it; null: a person wrote it. */
  readonly origin: QuestionOrigin | null;
}

/** Where a question came from: a list at an address that is read again and again. */
export interface QuestionOrigin {
  readonly siteId: string;
  /** The question as the list has it. */
  readonly key: string;
  /** Changes with what its row says. While it does not, what people changed stands. */
  readonly mark: string;
}

/** Bases. */
export interface BaseStore {
  /** By name. */
  list(workspaceId: string): Promise<readonly StoredBase[]>;
  get(workspaceId: string, id: string): Promise<StoredBase | undefined>;
  /** Inserts, or changes name and description. */
  save(
    workspaceId: string,
    base: Pick<StoredBase, 'id' | 'name' | 'description' | 'createdAt' | 'rerank'>,
  ): Promise<void>;
  /** Whether one of these bases (none named: of all) is to be reranked. */
  reranks(workspaceId: string, ids: readonly string[]): Promise<boolean>;
  /** Removes the base with all its sources, passages and questions. */
  remove(workspaceId: string, id: string): Promise<void>;
}

/** Sources. */
export interface SourceStore {
  /** Newest first. */
  list(workspaceId: string, baseId: string): Promise<readonly StoredSource[]>;
  get(workspaceId: string, id: string): Promise<StoredSource | undefined>;
  insert(workspaceId: string, source: Omit<StoredSource, 'passages'>): Promise<void>;
  setRules(workspaceId: string, id: string, rules: StoredRules): Promise<void>;
  /** False when the source is gone. */
  progress(workspaceId: string, id: string, change: Partial<SourceProgress>): Promise<boolean>;
  /** Pages of a website. */
  ofSite(workspaceId: string, siteId: string): Promise<readonly StoredSource[]>;
  setPage(workspaceId: string, id: string, page: StoredPage, name?: string): Promise<void>;
  /** Queues a newer content; what is live stays so until it is read. */
  propose(workspaceId: string, id: string, pending: PendingContent): Promise<void>;
  /** Puts the newer content aside: the live one stays. `error` says why. False when it is not the newest any more. */
  withdraw(workspaceId: string, id: string, pending: PendingContent, error: DocumentProblem | null): Promise<boolean>;
  /**
   * Makes the newer content live with its passages, all or nothing, and keeps the one before as a version, at most `keep` of them. Answers with
   * the files that no version needs any more; undefined when the source is gone or a still newer content came.
   */
  adopt(
    workspaceId: string,
    id: string,
    content: {
      readonly pending: PendingContent;
      readonly passages: readonly StoredPassage[];
      readonly at: number;
      readonly keep: number;
    },
  ): Promise<readonly string[] | undefined>;
  /** Removes the source with its passages and versions. */
  remove(workspaceId: string, id: string): Promise<void>;
  /** Sources of every workspace that are queued, were being read, or have a newer content, oldest first. */
  unfinished(): Promise<readonly { readonly workspaceId: string; readonly id: string }[]>;
}

/** Passages. */
export interface PassageStore {
  /** In order. */
  list(workspaceId: string, sourceId: string): Promise<readonly StoredPassage[]>;
  get(workspaceId: string, id: string): Promise<StoredPassage | undefined>;
  /** Puts these in place of the source's passages, all or nothing; false when the source is gone. */
  replace(workspaceId: string, sourceId: string, passages: readonly StoredPassage[]): Promise<boolean>;
  setDisabled(workspaceId: string, id: string, disabled: boolean): Promise<void>;
}

/** Questions. */
export interface QuestionStore {
  /** Newest change first. */
  list(workspaceId: string, baseId: string): Promise<readonly StoredQuestion[]>;
  get(workspaceId: string, id: string): Promise<StoredQuestion | undefined>;
  save(workspaceId: string, question: StoredQuestion): Promise<void>;
  remove(workspaceId: string, id: string): Promise<void>;
}

/** Everything together. */
export interface KnowledgeStore {
  readonly bases: BaseStore;
  readonly sources: SourceStore;
  readonly passages: PassageStore;
  readonly questions: QuestionStore;
  readonly sites: SiteStore;
  readonly versions: VersionStore;
}
