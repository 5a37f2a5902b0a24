// A note on the canvas: words for colleagues, with no effect on customers.
import { NodeResizer, type NodeProps } from '@xyflow/react';
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { localize, type Localized } from '#nodes/kit/localized.ts';
import { configOf } from '../document/graph.ts';
import { useEditor } from '../document/editor-context.ts';
import { resizeNode, updateConfig } from '../document/node-commands.ts';
import { currentLocale } from '../i18n/i18n.ts';
import type { DrawnNode } from './drawn.ts';
import { useActiveCard } from './use-active-card.ts';

export const NoteCard = memo(function NoteCard({ id, data, selected }: NodeProps<DrawnNode>) {
  const editor = useEditor();
  const { t } = useTranslation('canvas');
  const [editing, setEditing] = useState(false);
  const active = useActiveCard(id);
  const { node } = data;
  const config = configOf(editor.types, node);
  const text = noteText(config['text']);
  return (
    <div
      id={`card-${id}`}
      className="fc-note"
      data-color={config['color']}
      data-selected={selected || undefined}
      data-active={active || undefined}
      onDoubleClick={() => setEditing(true)}
    >
      <NodeResizer
        isVisible={selected}
        minWidth={120}
        minHeight={64}
        onResizeEnd={(_, box) => editor.run(resizeNode(node, box))}
      />
      {editing ? (
        <textarea
          className="fc-note-input nodrag nowheel"
          aria-label={t('card.note')}
          autoFocus
          defaultValue={text}
          onBlur={(event) => {
            setEditing(false);
            editor.run(updateConfig(editor.types, node, { ...node.config, text: event.target.value }, 'text'));
          }}
          onKeyDown={(event) => {
            event.stopPropagation();
            if (event.key === 'Escape') event.currentTarget.blur();
          }}
        />
      ) : (
        <div className="fc-note-text">{text === '' ? t('card.note') : text}</div>
      )}
    </div>
  );
});

function noteText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return '';
  // A text field is a string or one string a language; the schema of the type says so.
  return localize(value as Localized, currentLocale());
}
