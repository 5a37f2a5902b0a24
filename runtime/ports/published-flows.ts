// What customers talk to: published versions, immutable, with the understanding model trained for each.
import type { FlowDocument } from '#nodes/flow/document.ts';
import type { TrainedModel } from './understanding.ts';

/** A published version by name. */
export interface PublishedRef {
  readonly workspaceId: string;
  readonly flowId: string;
  readonly slug: string;
  readonly version: number;
  /** A version that a share of the new sessions (1 to 99 in a hundred) gets instead. */
  readonly candidate?: { readonly version: number; readonly share: number };
}

/** A published version whole. */
export interface PublishedFlow extends PublishedRef {
  readonly name: string;
  /** With everything it calls inlined, as it was when it was published. */
  readonly document: FlowDocument;
  /** Null when the flow has no intents. */
  readonly model: TrainedModel | null;
}

/** Read access to published versions. */
export interface PublishedFlows {
  /** The version new sessions start with, or undefined when the slug is unknown or never published. */
  current(slug: string): Promise<PublishedRef | undefined>;
  /** A version, for as long as a session may be pinned to it. Scoped to the workspace. */
  load(workspaceId: string, flowId: string, version: number): Promise<PublishedFlow | undefined>;
}
