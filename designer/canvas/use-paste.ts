// Pasting by the browser's own event, which needs no permission; it lands where the pointer is.
import { useEffect, type RefObject } from 'react';
import { useCanvasActions } from './canvas-context.ts';
import { isTyping } from './shortcuts.ts';

/** Listens while the canvas is on screen. */
export function usePaste(root: RefObject<HTMLElement | null>): void {
  const actions = useCanvasActions();
  useEffect(() => {
    const element = root.current;
    let pointer: { x: number; y: number } | null = null;
    const onPaste = (event: ClipboardEvent): void => {
      if (isTyping(event.target) || element?.contains(window.document.activeElement) !== true) return;
      event.preventDefault();
      const at = pointer === null ? undefined : actions.toFlow(pointer);
      actions.paste(event.clipboardData?.getData('text/plain') ?? '', at);
    };
    const onMove = (event: PointerEvent): void => {
      pointer = { x: event.clientX, y: event.clientY };
    };
    const onLeave = (): void => {
      pointer = null;
    };
    window.addEventListener('paste', onPaste);
    element?.addEventListener('pointermove', onMove);
    element?.addEventListener('pointerleave', onLeave);
    return () => {
      window.removeEventListener('paste', onPaste);
      element?.removeEventListener('pointermove', onMove);
      element?.removeEventListener('pointerleave', onLeave);
    };
  }, [actions, root]);
}
