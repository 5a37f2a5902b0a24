// The store of flows: drafts with a revision, published versions that never change.
import type { FlowDocument } from '#nodes/flow/document.ts';
import type { Dialogue } from '#nodes/wire/dialogues.ts';
import type { StoredRollout } from './release-store.ts';
import type { TrainedModel } from './understanding.ts';

/** Who did it, as kept with what they did. */
export interface Author {
  readonly id: string;
  readonly name: string;
}

/** A flow without its document. Times are Unix ms. */
export interface StoredFlow {
  readonly workspaceId: string;
  readonly id: string;
  /** Unique over all workspaces: it stands alone in public addresses. */
  readonly slug: string;
  readonly name: string;
  readonly nodeCount: number;
  readonly draftRevision: number;
  readonly draftAt: number;
  readonly draftBy: Author;
  /** Content hash of the draft. */
  readonly draftHash: string;
  /** The version new sessions get; null: never published. After a rollback it is not the newest. */
  readonly publishedVersion: number | null;
  readonly publishedAt: number | null;
  readonly publishedHash: string | null;
  /** The version a share of the new sessions gets instead (1 to 99 in a hundred). */
  readonly candidate: { readonly version: number; readonly share: number; readonly hash: string } | null;
}

/** A document on its way into the store, with what is kept beside it. */
export interface DocumentWrite {
  readonly document: FlowDocument;
  readonly hash: string;
  readonly by: Author;
  readonly at: number;
  /** Keys of what the author changed with this write (`changeKey`); `*`: all of it. */
  readonly changed?: readonly string[];
}

/** A new flow; its draft has revision 1. */
export interface NewFlow extends DocumentWrite {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
}

/** How a write that depends on a revision ended. `conflict` tells whose revision stands. */
export type DraftWritten =
  | { readonly outcome: 'saved'; readonly revision: number }
  | { readonly outcome: 'conflict'; readonly revision: number; readonly by: Author; readonly at: number }
  | { readonly outcome: 'missing' };

/** A version without its document. */
export interface StoredVersion {
  readonly version: number;
  readonly note: string;
  readonly by: Author;
  readonly at: number;
  readonly hash: string;
  readonly nodeCount: number;
}

/** What publishing writes: the draft as it was at `revision`, with the model trained for it. */
export interface NewVersion extends DocumentWrite {
  readonly revision: number;
  readonly note: string;
  /** Null when the flow has no intents. */
  readonly model: TrainedModel | null;
  /** The document with everything it calls inlined; null when it calls nothing. */
  readonly composed: FlowDocument | null;
  readonly calls: readonly FlowCallRow[];
  /** Release it to a share of new sessions only; the published version stays for the others. Its `version` is filled in. */
  readonly rollout?: Omit<StoredRollout, 'version'>;
  /** The newest version when the gate was opened; another one since then, and nothing is written. */
  readonly after: number | null;
  /** The test dialogues of the draft, kept with the version. */
  readonly dialogues: readonly Dialogue[];
}

/** One flow that a version calls. */
export interface FlowCallRow {
  readonly flowId: string;
  readonly version: number;
  /** False: the newest at the moment of publishing. */
  readonly pinned: boolean;
}

/** A flow whose published version calls another. */
export interface FlowCaller {
  readonly flowId: string;
  readonly name: string;
  /** The published version of the caller. */
  readonly publishedVersion: number;
  /** The version it calls. */
  readonly version: number;
  readonly pinned: boolean;
}

/** How publishing ended. Only `published` wrote anything. */
export type VersionWritten =
  | { readonly outcome: 'published'; readonly version: number }
  /** Somebody else published meanwhile. */
  | { readonly outcome: 'overtaken'; readonly version: number; readonly by: string }
  | Exclude<DraftWritten, { outcome: 'saved' }>;

/** Drafts. Archived flows are in none of the answers. Each call is one transaction. */
export interface FlowStore {
  /** Newest draft first. */
  list(workspaceId: string): Promise<readonly StoredFlow[]>;
  get(
    workspaceId: string,
    flowId: string,
  ): Promise<{ readonly flow: StoredFlow; readonly document: FlowDocument } | undefined>;
  /** Nothing is written when the slug is taken, in whichever workspace. */
  create(workspaceId: string, flow: NewFlow): Promise<'created' | 'slug-taken'>;
  /** Writes only if `revision` is still current; the last 200 drafts are kept. */
  saveDraft(workspaceId: string, flowId: string, revision: number, draft: DocumentWrite): Promise<DraftWritten>;
  rename(
    workspaceId: string,
    flowId: string,
    change: { readonly name?: string; readonly slug?: string },
  ): Promise<'renamed' | 'slug-taken' | 'missing'>;
  /** Deletes a flow that was never published; archives one that was, so that its running sessions go on. Its slug is free again. */
  remove(workspaceId: string, flowId: string, at: number): Promise<'deleted' | 'archived' | 'missing'>;
}

/** Published versions, immutable. */
export interface FlowVersionStore {
  /**
   * Adds the next version and makes it current, in one transaction, if the draft is still at `revision`. With a rollout: makes it the
   * candidate, if no other rollout runs and the base version is still current (else `conflict`, with the draft's own revision).
   */
  publish(workspaceId: string, flowId: string, version: NewVersion): Promise<VersionWritten>;
  /** Newest first, without removed ones. */
  versions(workspaceId: string, flowId: string): Promise<readonly StoredVersion[]>;
  version(
    workspaceId: string,
    flowId: string,
    version: number,
  ): Promise<
    { readonly version: StoredVersion; readonly document: FlowDocument; readonly composed: FlowDocument } | undefined
  >;
  /** The flows whose published version calls this one, by name. */
  callers(workspaceId: string, flowId: string): Promise<readonly FlowCaller[]>;
}
