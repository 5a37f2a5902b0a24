// What people put into knowledge: bases, sources, passages, questions. The searchable copy is the knowledge index.
import type { DocumentKind, DocumentProblem } from './document-reader.ts';

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
  readonly sources: number;
  readonly passages: number;
  readonly questions: number;
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
}

/** Bases. */
export interface BaseStore {
  /** By name. */
  list(workspaceId: string): Promise<readonly StoredBase[]>;
  get(workspaceId: string, id: string): Promise<StoredBase | undefined>;
  /** Inserts, or changes name and description. */
  save(workspaceId: string, base: Pick<StoredBase, 'id' | 'name' | 'description' | 'createdAt'>): Promise<void>;
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
  /** Removes the source with its passages. */
  remove(workspaceId: string, id: string): Promise<void>;
  /** Sources of every workspace that are queued or were being read, oldest first. */
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
}
