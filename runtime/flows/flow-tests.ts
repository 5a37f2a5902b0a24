// What flows need from the room of dialogues: the tests of a flow, to be copied, kept and played. Given by the composition root.
import type { FlowDocument } from '#nodes/flow/document.ts';
import type { Dialogue } from '#nodes/wire/dialogues.ts';
import type { DialogueOrigin, DialogueRun } from '#nodes/wire/flow-tests.ts';
import type { Author } from '#runtime/ports/flow-store.ts';

/** The callback. */
export interface FlowTests {
  /** Reads dialogues of a file. Fails with REQUEST_INVALID, naming the place. */
  read(json: readonly unknown[]): readonly Dialogue[];
  list(workspaceId: string, flowId: string): Promise<readonly Dialogue[]>;
  addAll(
    workspaceId: string,
    author: Author,
    flowId: string,
    dialogues: readonly Dialogue[],
    origin: DialogueOrigin,
  ): Promise<void>;
  /** Plays all tests of a flow on a document that compiles. */
  play(workspaceId: string, flowId: string, document: FlowDocument): Promise<readonly DialogueRun[]>;
}
