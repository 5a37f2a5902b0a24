// Leaving the page: unsent work is sent on the way out, and the browser asks only if there is any.
import { useEffect } from 'react';
import { saveDraftOnLeave } from '../api/flows.ts';
import type { OpenFlow } from './open-flow.ts';

/** Guards while the flow is open. */
export function useLeaveGuard(open: OpenFlow): void {
  useEffect(() => {
    const onLeave = (event: BeforeUnloadEvent): void => {
      if (!open.autosave.hasUnsent()) return;
      if (open.autosave.getState().kind === 'conflict') return;
      saveDraftOnLeave(open.id, { revision: open.autosave.revision(), document: open.editor.getState().document });
      event.preventDefault();
    };
    const onOnline = (): void => void open.autosave.flush();
    window.addEventListener('beforeunload', onLeave);
    window.addEventListener('online', onOnline);
    return () => {
      window.removeEventListener('beforeunload', onLeave);
      window.removeEventListener('online', onOnline);
    };
  }, [open]);
}
