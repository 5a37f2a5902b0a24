// The keyboard of the desk. Keys are matched by place (event.code), so layouts and Option letters do not matter.
import { useEffect, useRef } from 'react';
import { isComposing, isTyping } from '../ui/keys.ts';

/** What the keys of the desk do. */
export interface DeskKeys {
  readonly next: () => void;
  readonly previous: () => void;
  readonly claim: () => void;
  readonly reply: () => void;
  readonly note: () => void;
  readonly resolve: () => void;
  readonly give: () => void;
  readonly mood: () => void;
  readonly help: () => void;
}

const WITH_ALT: Readonly<Record<string, keyof DeskKeys>> = {
  KeyJ: 'next',
  KeyK: 'previous',
  KeyT: 'claim',
  KeyL: 'reply',
  KeyP: 'note',
  KeyE: 'resolve',
  KeyR: 'give',
  KeyM: 'mood',
};

/** Listens while the desk is shown. */
export function useDeskKeys(keys: DeskKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (isComposing(event) || document.querySelector('[role="dialog"]') !== null) return;
      const name = event.altKey && !event.ctrlKey && !event.metaKey ? WITH_ALT[event.code] : undefined;
      if (name !== undefined) {
        event.preventDefault();
        latest.current[name]();
      } else if (event.key === '?' && !isTyping(event.target)) {
        event.preventDefault();
        latest.current.help();
      }
    }
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
