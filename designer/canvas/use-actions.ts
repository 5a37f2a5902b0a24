// Makes the actions of an open flow once and keeps them the same objects.
import { useReactFlow } from '@xyflow/react';
import { notifications } from '@mantine/notifications';
import { createElement, useMemo } from 'react';
import { Anchor, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { boxOf } from '../document/card-size.ts';
import { useEditor } from '../document/editor-context.ts';
import { isCanvasOnly, nodeById } from '../document/graph.ts';
import { tidy } from '../document/flow-commands.ts';
import { currentLocale } from '../i18n/i18n.ts';
import { toastProblem } from '../ui/toast.ts';
import type { CanvasActions } from './canvas-context.ts';
import { isUnder, mapOn, wholeOn } from './clear-of-map.ts';
import { createEditActions } from './edit-actions.ts';
import { layOutInWorker } from './layout-worker.ts';
import { speak, useViewStore } from './view-store.ts';

const PANEL_MS = 180;
const UNDO_MS = 8000;

export function useActions(): CanvasActions {
  const editor = useEditor();
  const view = useViewStore();
  const flow = useReactFlow();
  const { t } = useTranslation('canvas');
  const { t: ui } = useTranslation('ui');

  return useMemo(() => {
    const area = () => window.document.getElementById('flow-canvas');
    const duration = (): number => (window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : PANEL_MS);
    const edit = createEditActions({
      editor,
      view,
      t,
      locale: currentLocale,
      middle: () => {
        const box = area()?.getBoundingClientRect();
        if (box === undefined) return { x: 80, y: 160 };
        const point = flow.screenToFlowPosition({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
        return { x: point.x - 120, y: point.y - 48 };
      },
      notice: (message, undo) => {
        const id = notifications.show({
          autoClose: UNDO_MS,
          closeButtonProps: { 'aria-label': ui('close') },
          // The corners belong to the panels and the test chat.
          position: 'bottom-center',
          message:
            undo === undefined
              ? message
              : createElement(
                  Group,
                  { justify: 'space-between', wrap: 'nowrap' },
                  message,
                  createElement(
                    Anchor<'button'>,
                    {
                      component: 'button',
                      type: 'button',
                      fz: 'sm',
                      onClick: () => {
                        undo();
                        notifications.hide(id);
                      },
                    },
                    ui('undo'),
                  ),
                ),
        });
      },
    });

    function bringIn(id: string): void {
      const node = nodeById(editor.getState().document, id);
      const frame = area()?.getBoundingClientRect();
      if (node === undefined || frame === undefined) return;
      const box = boxOf(editor.types, node);
      const from = flow.flowToScreenPosition(box);
      const to = flow.flowToScreenPosition({ x: box.x + box.width, y: box.y + box.height });
      const margin = 40;
      const map = mapOn(area());
      const shown = { ...from, width: to.x - from.x, height: to.y - from.y };
      const visible =
        (map === undefined || !isUnder(shown, map)) &&
        from.x > frame.left + margin &&
        to.x < frame.right - margin &&
        from.y > frame.top + margin &&
        to.y < frame.bottom - margin;
      if (!visible) {
        void flow.setCenter(box.x + box.width / 2, box.y + box.height / 2, {
          zoom: Math.max(0.6, Math.min(1, flow.getZoom())),
          duration: duration(),
        });
      }
    }

    const actions: CanvasActions = {
      ...edit,
      focusCanvas: () => area()?.focus({ preventScroll: true }),
      toFlow: (point) => flow.screenToFlowPosition(point),
      fit: () => void flow.fitView({ ...wholeOn(flow, area()), duration: duration() }),
      actualSize: () => void flow.zoomTo(1, { duration: duration() }),
      zoom: (by) => void flow.zoomTo(Math.min(2, Math.max(0.1, flow.getZoom() * by)), { duration: duration() }),
      reveal(id, focus = false) {
        view.setState({ active: id });
        actions.show(id);
        if (focus) actions.focusCanvas();
      },
      show(id) {
        // A panel that opens at the same time takes its room first, and the canvas hears of it in the frame after.
        window.requestAnimationFrame(() => window.requestAnimationFrame(() => bringIn(id)));
      },
      async tidy() {
        const { document } = editor.getState();
        const { selected } = view.getState();
        const chosen = document.nodes.filter(
          (node) => !isCanvasOnly(editor.types, node) && (selected.size < 2 || selected.has(node.id)),
        );
        if (chosen.length < 2) return;
        const boxes = chosen.map((node) => ({ id: node.id, ...boxOf(editor.types, node) }));
        try {
          const { positions } = await layOutInWorker({
            nodes: boxes.map(({ id, width, height }) => ({ id, width, height })),
            edges: document.edges.map((edge) => ({ from: edge.from.node, to: edge.to.node })),
            origin: { x: Math.min(...boxes.map((box) => box.x)), y: Math.min(...boxes.map((box) => box.y)) },
          });
          area()?.setAttribute('data-tidying', '');
          window.setTimeout(() => area()?.removeAttribute('data-tidying'), PANEL_MS * 2);
          editor.run(tidy(editor.types, new Map(positions.map(({ id, x, y }) => [id, { x, y }]))));
          speak(view, t('say.tidied'));
          if (selected.size < 2) actions.fit();
        } catch (error) {
          toastProblem(error, t('tidyFailed'));
        }
      },
    };
    return actions;
  }, [editor, view, flow, t, ui]);
}
