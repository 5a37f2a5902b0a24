// The store of test dialogues: those of a flow's draft, and those that each published version went out with.
import type { Dialogue } from '#nodes/wire/dialogues.ts';
import type { DialogueOrigin } from '#nodes/wire/flow-tests.ts';
import type { Author } from './flow-store.ts';

/** A dialogue as kept. Times are Unix ms. */
export interface KeptDialogue {
  readonly id: string;
  readonly revision: number;
  readonly dialogue: Dialogue;
  readonly origin: DialogueOrigin;
  readonly by: Author;
  readonly at: number;
}

/** A dialogue on its way in. */
export type NewDialogue = Omit<KeptDialogue, 'revision'>;

/** How a change that depends on a revision ended. */
export type DialogueWritten =
  | { readonly outcome: 'saved'; readonly revision: number }
  | { readonly outcome: 'conflict'; readonly standing: KeptDialogue }
  | { readonly outcome: 'missing' };

/** Scoped to a workspace and a flow; whether the flow exists is not asked. Each call is one transaction. */
export interface DialogueStore {
  /** In the order they were added. */
  list(workspaceId: string, flowId: string): Promise<readonly KeptDialogue[]>;
  /** Adds all of them or, when that would be more than `limit`, none. */
  add(
    workspaceId: string,
    flowId: string,
    dialogues: readonly NewDialogue[],
    limit: number,
  ): Promise<'added' | 'too-many'>;
  /** Writes only if `revision` is still current. */
  save(
    workspaceId: string,
    flowId: string,
    id: string,
    revision: number,
    change: { readonly dialogue: Dialogue; readonly by: Author; readonly at: number },
  ): Promise<DialogueWritten>;
  remove(workspaceId: string, flowId: string, id: string): Promise<boolean>;
  /** Those a version was published with; none for a version from before dialogues were kept. */
  ofVersion(workspaceId: string, flowId: string, version: number): Promise<readonly Dialogue[]>;
}
