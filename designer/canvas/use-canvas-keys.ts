// Turns key presses on the canvas into actions.
import { useCallback, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { nodeById } from '../document/graph.ts';
import { useEditor } from '../document/editor-context.ts';
import { currentLocale } from '../i18n/i18n.ts';
import { useCanvasActions } from './canvas-context.ts';
import { actionFor, isTyping } from './shortcuts.ts';
import { selectNodes, speak, useViewStore } from './view-store.ts';
import { walk, type Direction } from './walk.ts';
import { sayNode } from './words.ts';

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};
const STEPS: Readonly<Record<Direction, readonly [number, number]>> = {
  left: [-1, 0],
  right: [1, 0],
  up: [0, -1],
  down: [0, 1],
};

/** The key handler of the canvas element. */
export function useCanvasKeys(): (event: KeyboardEvent<HTMLElement>) => void {
  const editor = useEditor();
  const view = useViewStore();
  const actions = useCanvasActions();
  const { t } = useTranslation('canvas');
  const held = useRef(0);

  return useCallback(
    (event) => {
      if (isTyping(event.target)) return;
      const action = actionFor(event.nativeEvent);
      if (action === null) return;
      const { document } = editor.getState();
      const { active, selected } = view.getState();
      const direction = DIRECTIONS[event.code];
      held.current = event.repeat ? held.current + 1 : 0;
      switch (action) {
        case 'paste':
          // The browser's own paste event brings the clipboard without asking for permission.
          return;
        case 'walk': {
          if (direction === undefined) return;
          const next =
            active === null ? (document.nodes[0]?.id ?? null) : walk(document, editor.types, active, direction);
          if (next === null) {
            speak(view, t('say.atEnd'));
            break;
          }
          selectNodes(view, [next]);
          actions.reveal(next);
          const node = nodeById(document, next);
          const problems = view.getState().problemsByNode.get(next)?.length ?? 0;
          if (node !== undefined) speak(view, sayNode(t, editor.types, currentLocale(), node, problems));
          break;
        }
        case 'nudge':
        case 'jumpMove': {
          if (direction === undefined) return;
          const [dx, dy] = STEPS[direction];
          const step = action === 'jumpMove' ? 64 : held.current > 12 ? 32 : held.current > 4 ? 16 : 8;
          actions.nudge(dx * step, dy * step);
          break;
        }
        case 'add':
          view.setState({ dialog: { kind: 'add', request: {} } });
          break;
        case 'connect':
          if (active !== null) view.setState({ dialog: { kind: 'connect', node: active } });
          break;
        case 'open':
        case 'menu':
          if (active !== null) {
            selectNodes(view, [active]);
            view.setState((state) => ({
              focus: { node: active, field: null, nonce: (state.focus?.nonce ?? 0) + 1 },
            }));
          }
          break;
        case 'toggle': {
          if (active === null) return;
          const next = new Set(selected);
          if (!next.delete(active)) next.add(active);
          view.setState({ selected: next });
          speak(view, t('say.selected', { count: next.size }));
          break;
        }
        case 'all':
          view.setState({ selected: new Set(document.nodes.map((node) => node.id)) });
          speak(view, t('say.selected', { count: document.nodes.length }));
          break;
        case 'none':
          selectNodes(view, [], false);
          view.setState({ panel: null });
          break;
        case 'centre':
          if (active !== null) actions.reveal(active);
          break;
        case 'help':
          view.setState({ dialog: { kind: 'keys' } });
          break;
        case 'copy':
          void actions.copy();
          break;
        case 'cut':
          void actions.cut();
          break;
        case 'duplicate':
          actions.duplicate();
          break;
        case 'remove':
          actions.remove(false);
          break;
        case 'heal':
          actions.remove(true);
          break;
        case 'undo':
          actions.undo();
          break;
        case 'redo':
          actions.redo();
          break;
        case 'tidy':
          void actions.tidy();
          break;
        case 'fit':
          actions.fit();
          break;
        case 'full':
          actions.actualSize();
          break;
        case 'zoomIn':
          actions.zoom(1.25);
          break;
        case 'zoomOut':
          actions.zoom(0.8);
          break;
      }
      event.preventDefault();
      event.stopPropagation();
    },
    [editor, view, actions, t],
  );
}
