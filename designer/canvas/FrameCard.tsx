// A frame around steps that belong together; moving it moves them.
import { NodeResizer, type NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useEditor } from '../document/editor-context.ts';
import { configOf, displayName } from '../document/graph.ts';
import { resizeNode } from '../document/node-commands.ts';
import { currentLocale } from '../i18n/i18n.ts';
import type { DrawnNode } from './drawn.ts';
import { useActiveCard } from './use-active-card.ts';

export const FrameCard = memo(function FrameCard({ id, data, selected }: NodeProps<DrawnNode>) {
  const editor = useEditor();
  const { t } = useTranslation('canvas');
  const active = useActiveCard(id);
  const { node } = data;
  const { title, color } = configOf(editor.types, node);
  const name = node.name !== '' ? node.name : typeof title === 'string' && title !== '' ? title : null;
  return (
    <div
      id={`card-${id}`}
      className="fc-frame"
      data-color={color}
      data-selected={selected || undefined}
      data-active={active || undefined}
    >
      <NodeResizer
        isVisible={selected}
        minWidth={240}
        minHeight={120}
        onResizeEnd={(_, box) => editor.run(resizeNode(node, box))}
      />
      <div className="fc-frame-name">
        {name ?? (displayName(editor.types, node, currentLocale()) || t('card.frame'))}
      </div>
    </div>
  );
});
