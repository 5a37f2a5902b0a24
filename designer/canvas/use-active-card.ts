// Whether a card has the roving focus. While it does and is drawn, the canvas points screen readers at it; cards out of view are not in the page.
import { useLayoutEffect } from 'react';
import { useView } from './view-store.ts';

export function useActiveCard(id: string): boolean {
  const active = useView((state) => state.active === id);
  useLayoutEffect(() => {
    const canvas = active ? document.getElementById('flow-canvas') : null;
    canvas?.setAttribute('aria-activedescendant', `card-${id}`);
    return () => {
      // Another card may have taken over before this one left the page.
      if (canvas?.getAttribute('aria-activedescendant') === `card-${id}`)
        canvas.removeAttribute('aria-activedescendant');
    };
  }, [active, id]);
  return active;
}
