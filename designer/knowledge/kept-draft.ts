// What somebody began to write stays in this browser tab until it is saved or given up: Escape, another part of the page or a reload lose nothing.
import { useEffect, useRef, useState } from 'react';

const PREFIX = 'tandem.draft.';
const PAUSE_MS = 300;

/** A form whose content is kept. */
export interface KeptDraft<Form> {
  readonly form: Form;
  /** Whether the form was opened with what had been written before. */
  readonly isRestored: boolean;
  change(part: Partial<Form>): void;
  /** Saved, or given up: nothing is kept any more. */
  forget(): void;
  /** Gives up what was written and starts with this again. */
  restart(form: Form): void;
}

/** A form that opens with what was written under `key` before, else with `initial`. */
export function useKeptDraft<Form extends object>(key: string, initial: Form): KeptDraft<Form> {
  const [kept] = useState(() => parseDraft(stored(key), initial));
  const [form, setForm] = useState(kept ?? initial);
  const [isRestored, setRestored] = useState(kept !== undefined);
  const unkept = useRef<Form>(undefined);

  useEffect(() => {
    const flush = (): void => {
      if (unkept.current !== undefined) store(key, unkept.current);
      unkept.current = undefined;
    };
    const timer = setTimeout(flush, PAUSE_MS);
    window.addEventListener('pagehide', flush);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('pagehide', flush);
      // Also when the form is closed between two strokes.
      flush();
    };
  }, [key, form]);

  const drop = (): void => {
    unkept.current = undefined;
    store(key, undefined);
  };
  return {
    form,
    isRestored,
    change(part) {
      const next = { ...form, ...part };
      unkept.current = next;
      setForm(next);
    },
    forget: drop,
    restart(fresh) {
      drop();
      setRestored(false);
      setForm(fresh);
    },
  };
}

/** Whether something written under this key waits to be saved. */
export function hasDraft(key: string): boolean {
  return stored(key) !== null;
}

/** What was kept, where it still has the form's shape; anything else is as if nothing was kept. */
export function parseDraft<Form extends object>(json: string | null, initial: Form): Form | undefined {
  try {
    const kept: unknown = JSON.parse(json ?? 'null');
    if (typeof kept !== 'object' || kept === null) return undefined;
    const parts = Object.entries(initial).map(([name, usual]) => {
      const value: unknown = Reflect.get(kept, name);
      return [name, isAlike(value, usual) ? value : usual] as const;
    });
    return Object.fromEntries(parts) as Form;
  } catch {
    return undefined;
  }
}

function isAlike(value: unknown, usual: unknown): boolean {
  if (usual === null || value === null) return value !== undefined;
  return typeof value === typeof usual && Array.isArray(value) === Array.isArray(usual);
}

function stored(key: string): string | null {
  try {
    return window.sessionStorage.getItem(PREFIX + key);
  } catch {
    return null;
  }
}

function store(key: string, form: object | undefined): void {
  try {
    if (form === undefined) window.sessionStorage.removeItem(PREFIX + key);
    else window.sessionStorage.setItem(PREFIX + key, JSON.stringify(form));
  } catch {
    // A full or forbidden store: the form itself still holds what was written.
  }
}
