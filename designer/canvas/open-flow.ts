// Opens a flow for editing: checks the document, brings back work that was not saved, ties editor and autosave together.
import type { FlowDocument } from '#nodes/flow/document.ts';
import type { PackDefinition } from '#nodes/packs/pack-definition.ts';
import { NODE_TYPES } from '#nodes/registry.gen.ts';
import type { FlowDetail } from '#nodes/wire/flows.ts';
import { ApiProblem } from '../api/http.ts';
import { fetchDraft, saveDraft } from '../api/flows.ts';
import { createAutosave, type Autosave, type SaveOutcome } from '../document/autosave.ts';
import { createBrowserDraftKeeper, type DraftKeeper } from '../document/draft-keeper.ts';
import { createEditor, type Editor } from '../document/editor.ts';
import { isFlowDocument } from '../document/is-flow-document.ts';

export interface OpenFlow {
  readonly id: string;
  readonly editor: Editor;
  readonly autosave: Autosave;
  /** Changes brought back from this device. */
  readonly keptChanges: number;
  close(): void;
}

const keeper: DraftKeeper = createBrowserDraftKeeper();

/** A document of the wire, if it has the form this version reads. */
export function parseDocument(value: unknown): FlowDocument | null {
  return isFlowDocument(value) ? value : null;
}

/** Opens it with the built-in types and those of `packs`. `null` when the draft does not have the current form; nothing is opened then, so nothing can be damaged. */
export async function openFlow(detail: FlowDetail, packs: readonly PackDefinition[]): Promise<OpenFlow | null> {
  const id = detail.flow.id;
  const stored = parseDocument(detail.document);
  if (stored === null) return null;
  const kept = await keeper.read(id);
  const drawn = kept !== null && parseDocument(kept.document) !== null ? kept.document : stored;
  const { document, types } = await typed(drawn, packs);
  const editor = createEditor({ document, types });
  // Unsaved work goes on from the revision it was made from: if the server has moved on, the save says so.
  const autosave = createAutosave({
    flowId: id,
    revision: kept !== null && drawn === kept.document ? kept.revision : detail.revision,
    keeper,
    save: (revision, next) => save(id, revision, next),
  });
  let last = document;
  const stop = editor.subscribe(() => {
    const next = editor.getState().document;
    if (next === last) return;
    last = next;
    autosave.changed(next);
  });
  const stopWatching = autosave.subscribe(() => {
    if (autosave.getState().kind === 'conflict') editor.setReadOnly(true);
  });
  const restored = kept !== null && drawn === kept.document;
  if (restored) autosave.changed(document);
  return {
    id,
    editor,
    autosave,
    keptChanges: restored ? kept.changes : 0,
    close() {
      stop();
      stopWatching();
      void autosave.flush();
      autosave.close();
    },
  };
}

/** Own node types are read by a part of the program that most servers never need. */
async function typed(document: FlowDocument, packs: readonly PackDefinition[]) {
  if (packs.length === 0) return { document, types: NODE_TYPES };
  const { withPacks } = await import('../document/pack-types.ts');
  return withPacks(document, packs);
}

async function save(id: string, revision: number, document: FlowDocument): Promise<SaveOutcome> {
  try {
    const saved = await saveDraft(id, { revision, document });
    return { kind: 'saved', revision: saved.revision, savedAt: saved.savedAt };
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    if (error.code === 'REVISION_CONFLICT') {
      const stands = await alreadySaved(id, document);
      if (stands !== null) return stands;
      return {
        kind: 'conflict',
        revision: Number(error.facts['revision'] ?? revision),
        by: textOf(error.facts['by']),
        at: textOf(error.facts['at']),
      };
    }
    const passing = error.code === 'NETWORK' || error.status >= 500 || error.status === 429 || error.status === 401;
    return passing ? { kind: 'unreachable' } : { kind: 'refused', message: error.message };
  }
}

/** The answer to this very save may have been lost (a reload, a broken line): then what is to be saved stands already. */
async function alreadySaved(id: string, document: FlowDocument): Promise<SaveOutcome | null> {
  const now = await fetchDraft(id).catch(() => null);
  if (now === null || JSON.stringify(now.document) !== JSON.stringify(document)) return null;
  return { kind: 'saved', revision: now.revision, savedAt: now.flow.draftAt };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
