// A node named in the address (`?node=ID`) is selected and shown once the canvas stands.
import { useStore } from '@xyflow/react';
import { useEffect } from 'react';
import { useSearchParams } from 'react-router';
import type { CanvasActions } from './canvas-context.ts';
import { selectNodes, useViewStore } from './view-store.ts';

export function useNodeInAddress(actions: CanvasActions): void {
  const view = useViewStore();
  const stands = useStore((state) => state.panZoom !== null && state.width > 0);
  const [query, setQuery] = useSearchParams();
  const wanted = query.get('node');
  useEffect(() => {
    if (wanted === null || !stands) return;
    selectNodes(view, [wanted]);
    actions.reveal(wanted, true);
    setQuery(
      (before) => {
        before.delete('node');
        return before;
      },
      { replace: true },
    );
  }, [wanted, stands, view, actions, setQuery]);
}
