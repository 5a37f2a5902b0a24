// The searchable store of passages and questions.
import type { KnowledgeHit } from '#nodes/kit/effects.ts';

/** A passage or question to be found. `text` is what is searched; `answer` is set for question-answer pairs. */
export interface IndexedPassage {
  readonly id: string;
  readonly baseId: string;
  readonly sourceId: string;
  readonly title: string;
  readonly text: string;
  readonly url?: string;
  readonly answer?: string;
  /** Further wordings of the same question; each is searched. */
  readonly alternatives?: readonly string[];
  /** Channels it holds on; none named: all. */
  readonly channels?: readonly string[];
  /** Customer groups it is for; none named: everybody. */
  readonly audiences?: readonly string[];
  /** Labels a flow may ask for. */
  readonly tags?: readonly string[];
  /** From when until when it holds, Unix ms; `endsAt` is not included. */
  readonly startsAt?: number;
  readonly endsAt?: number;
  /** A question that holds one of these words is about something else. */
  readonly negative?: readonly string[];
  /** Whether an approved answer must stand as written. */
  readonly mode?: 'exact' | 'rephrase';
}

/** A question with what is known of who asks. */
export interface KnowledgeQuery {
  readonly text: string;
  /** None named: all of the workspace. */
  readonly baseIds: readonly string[];
  readonly topK: number;
  /** Undefined: wherever it holds. */
  readonly channel?: string | undefined;
  /** Groups the customer belongs to; what is for other groups is not found. */
  readonly audiences?: readonly string[] | undefined;
  /** Only what carries one of these labels. */
  readonly tags?: readonly string[] | undefined;
  /** The moment, Unix ms; undefined also finds what has ended or not begun. */
  readonly at?: number | undefined;
  /** Not to ask an embeddings server: for many searches in a row, whose lines are drawn for the bundled tables. */
  readonly offline?: boolean | undefined;
}

/** A hit with why it was found. */
export interface FoundHit extends KnowledgeHit {
  readonly why: {
    /** Share of the question's words in it, and in its title or question; nearness in meaning. Each 0..1. */
    readonly words: number;
    readonly title: number;
    readonly meaning: number;
    /** Who read what is meant: nobody (words alone), the bundled tables, or an embeddings server. */
    readonly readBy: 'nobody' | 'tables' | 'server';
    /** The wording of a question that was met; empty for a passage. */
    readonly wording: string;
  };
}

/** How far an embeddings server has read the entries of a workspace. Until all are read, search goes by the bundled tables. */
export interface ServerReadingState {
  /** The model, as the server names it. */
  readonly model: string;
  readonly read: number;
  readonly all: number;
  /** Whether search goes by it. */
  readonly ready: boolean;
  /** What went wrong last, in English; undefined when nothing did. */
  readonly problem: string | undefined;
}

/** Search over passages by words and by meaning. Every call is scoped to one workspace, inside the query. */
export interface KnowledgeIndex {
  upsert(workspaceId: string, passages: readonly IndexedPassage[]): Promise<void>;
  /** Best first; scores calibrated to 0..1. An empty question finds nothing. */
  search(workspaceId: string, query: KnowledgeQuery): Promise<readonly FoundHit[]>;
  dropSource(workspaceId: string, sourceId: string): Promise<void>;
  dropPassage(workspaceId: string, passageId: string): Promise<void>;
  dropBase(workspaceId: string, baseId: string): Promise<void>;
  /** Undefined when there is no embeddings server. */
  serverReading(workspaceId: string): Promise<ServerReadingState | undefined>;
}
