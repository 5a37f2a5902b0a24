// Renames a variable in the drawing as one step of the history, and in the tests of the flow; undo and redo take the tests along.
import type { QueryClient } from '@tanstack/react-query';
import type { FlowDocument } from '#nodes/flow/document.ts';
import { renameInDialogue } from '#nodes/flow/usages/rename-variable.ts';
import { subjectOf } from '#nodes/flow/usages/variable-usages.ts';
import { changeDialogues } from '../api/dialogues.ts';
import type { Editor } from '../document/editor.ts';

interface Renaming {
  readonly editor: Editor;
  readonly cache: QueryClient;
  readonly flowId: string;
  readonly from: string;
  readonly to: string;
  /** The drawing with the new name. */
  readonly renamed: FlowDocument;
  readonly onFailed: (error: unknown) => void;
}

/** Runs it. Tests are written one after the other; what fails is told, the drawing stays renamed. */
export function renameEverywhere({ editor, cache, flowId, from, to, renamed, onFailed }: Renaming): void {
  const before = subjectOf(editor.getState().document, from);
  const after = subjectOf(renamed, to);
  const label = { verb: 'renameVariable', subject: { name: from, type: '' } } as const;
  if (!editor.run({ label, apply: () => renamed })) return;
  let writing = Promise.resolve();
  let isDone = true;
  const write = (): void => {
    const [subject, name] = isDone ? [before, to] : [after, from];
    writing = writing
      .then(() => changeDialogues(cache, flowId, (dialogue) => renameInDialogue(dialogue, subject, name)))
      .catch(onFailed);
  };
  write();
  editor.subscribe(() => {
    const { undoLabel, redoLabel } = editor.getState();
    const now = undoLabel === label ? true : redoLabel === label ? false : isDone;
    if (now === isDone) return;
    isDone = now;
    write();
  });
}
