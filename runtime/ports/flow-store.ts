// The store of flows: drafts with a revision, published versions that never change.
import type { FlowDocument } from '#nodes/flow/document.ts';
import type { Dialogue } from '#nodes/wire/dialogues.ts';
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
  /** Newest published version; null: never published. */
  readonly publishedVersion: number | null;
  readonly publishedAt: number | null;
  readonly publishedHash: string | null;
}

/** A document on its way into the store, with what is kept beside it. */
export interface DocumentWrite {
  readonly document: FlowDocument;
  readonly hash: string;
  readonly by: Author;
  readonly at: number;
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
  /** The newest version when the gate was opened; another one since then, and nothing is written. */
  readonly after: number | null;
  /** The test dialogues of the draft, kept with the version. */
  readonly dialogues: readonly Dialogue[];
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
  /** Adds the next version and makes it current, in one transaction, if the draft is still at `revision`. */
  publish(workspaceId: string, flowId: string, version: NewVersion): Promise<VersionWritten>;
  /** Newest first. */
  versions(workspaceId: string, flowId: string): Promise<readonly StoredVersion[]>;
  version(
    workspaceId: string,
    flowId: string,
    version: number,
  ): Promise<{ readonly version: StoredVersion; readonly document: FlowDocument } | undefined>;
}
