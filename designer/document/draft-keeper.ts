// Keeps unsent drafts on this device: IndexedDB, because a large flow does not fit where other sites keep their settings.
import type { FlowDocument } from '#nodes/flow/document.ts';

/** A draft that the server has not confirmed. `revision` is the one it was made from. */
export interface KeptDraft {
  readonly flowId: string;
  readonly revision: number;
  readonly changes: number;
  readonly keptAt: string;
  readonly document: FlowDocument;
}

export interface DraftKeeper {
  read(flowId: string): Promise<KeptDraft | null>;
  write(draft: KeptDraft): Promise<void>;
  clear(flowId: string): Promise<void>;
}

const STORE = 'drafts';

/** Drafts in the browser's database. When it refuses (private window, full disk) nothing is kept and editing goes on. */
export function createBrowserDraftKeeper(name = 'tandem-drafts'): DraftKeeper {
  let opened: Promise<IDBDatabase | null> | null = null;

  function open(): Promise<IDBDatabase | null> {
    opened ??= new Promise((resolve) => {
      try {
        const request = indexedDB.open(name, 1);
        request.onupgradeneeded = () => {
          request.result.createObjectStore(STORE, { keyPath: 'flowId' });
        };
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => resolve(null);
        request.onblocked = () => resolve(null);
      } catch {
        resolve(null);
      }
    });
    return opened;
  }

  async function inStore<T>(
    mode: IDBTransactionMode,
    act: (store: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T | null> {
    const database = await open();
    if (database === null) return null;
    return await new Promise((resolve) => {
      try {
        const request = act(database.transaction(STORE, mode).objectStore(STORE));
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => resolve(null);
      } catch {
        resolve(null);
      }
    });
  }

  return {
    async read(flowId) {
      return parseKeptDraft(await inStore<unknown>('readonly', (store) => store.get(flowId)));
    },
    async write(draft) {
      await inStore('readwrite', (store) => store.put(draft));
    },
    async clear(flowId) {
      await inStore('readwrite', (store) => store.delete(flowId));
    },
  };
}

/** Drafts in memory only; for tests and where there is no database. */
export function createMemoryDraftKeeper(): DraftKeeper {
  const drafts = new Map<string, KeptDraft>();
  return {
    read: (flowId) => Promise.resolve(drafts.get(flowId) ?? null),
    write: (draft) => Promise.resolve(void drafts.set(draft.flowId, draft)),
    clear: (flowId) => Promise.resolve(void drafts.delete(flowId)),
  };
}

/** What the database gave, if it looks like a draft. The document itself is checked by whoever opens it. */
function parseKeptDraft(value: unknown): KeptDraft | null {
  if (typeof value !== 'object' || value === null) return null;
  const draft = value as Partial<KeptDraft>;
  return typeof draft.flowId === 'string' && typeof draft.revision === 'number' && typeof draft.document === 'object'
    ? (draft as KeptDraft)
    : null;
}
