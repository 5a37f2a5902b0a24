// What React Flow gets to draw: the document, what is selected, and where dragged cards are right now.
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { displayName, nodeById, portLabel } from '../document/graph.ts';
import { useDocument, useEditor } from '../document/editor-context.ts';
import type { Point } from '../document/placement.ts';
import { currentLocale } from '../i18n/i18n.ts';
import { labelled } from '../i18n/punctuation.ts';
import { createDrawCache, drawEdges, drawNodes, type DrawnEdge, type DrawnNode } from './drawn.ts';
import { useView } from './view-store.ts';
import { sayNode } from './words.ts';

export interface Drawing {
  readonly nodes: DrawnNode[];
  readonly edges: DrawnEdge[];
  /** Cards under the pointer are here for now; the document hears of it when they are let go. */
  readonly move: (places: ReadonlyMap<string, Point>) => void;
  readonly settle: () => void;
}

export function useDrawing(): Drawing {
  const editor = useEditor();
  const { types } = editor;
  const document = useDocument();
  const { t, i18n } = useTranslation('canvas');
  const selected = useView((state) => state.selected);
  const selectedEdges = useView((state) => state.selectedEdges);
  const problems = useView((state) => state.problemsByNode);
  const far = useView((state) => state.far);
  const marks = useView((state) => state.marks);
  const { t: say } = useTranslation('releases');
  const [moving, setMoving] = useState<ReadonlyMap<string, Point> | null>(null);
  // Labels are words: another language draws everything anew.
  const cache = useMemo(() => ({ ...createDrawCache(), language: i18n.language, marks }), [i18n.language, marks]);

  const nodes = useMemo(
    () =>
      drawNodes(
        cache,
        document,
        types,
        selected,
        moving,
        (id) => problems.get(id)?.length ?? 0,
        (node, count) => {
          const mark = marks?.get(node.id);
          const words = sayNode(t, types, currentLocale(), node, count);
          return mark === undefined ? words : labelled(say(`kind.${mark}`), words);
        },
      ),
    [cache, document, types, selected, moving, t, say, marks, problems],
  );
  const edges = useMemo(
    () =>
      drawEdges(cache, document, types, selectedEdges, far, (edge, port) => {
        const name = (id: string): string => {
          const node = nodeById(document, id);
          return node === undefined ? id : displayName(types, node, currentLocale());
        };
        const from = name(edge.from.node);
        return t('card.edge', { from, to: name(edge.to.node), port: portLabel(port, currentLocale()) });
      }),
    [cache, document, types, selectedEdges, far, t],
  );

  const move = useCallback(
    (places: ReadonlyMap<string, Point>) => {
      const all = new Map(places);
      // What stands in a dragged frame moves with it.
      for (const frame of editor.getState().document.nodes) {
        const to = frame.type === 'frame' ? places.get(frame.id) : undefined;
        if (to === undefined) continue;
        for (const node of editor.getState().document.nodes) {
          if (node.parent !== frame.id || places.has(node.id)) continue;
          const { x, y } = node.position;
          all.set(node.id, { x: x + to.x - frame.position.x, y: y + to.y - frame.position.y });
        }
      }
      setMoving((former) => (former === null ? all : new Map([...former, ...all])));
    },
    [editor],
  );
  const settle = useCallback(() => setMoving(null), []);
  return { nodes, edges, move, settle };
}
