// Pins on the canvas where something is unsettled; a press opens the thread in the panel.
import { ViewportPortal } from '@xyflow/react';
import { MessageSquare } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CommentThread } from '#nodes/wire/comments.ts';
import { useComments } from '../api/comments.ts';
import { boxOf } from '../document/card-size.ts';
import { useDocument, useEditor } from '../document/editor-context.ts';
import { nodeById } from '../document/graph.ts';
import { useViewStore } from './view-store.ts';
import './comments.css';

interface Props {
  readonly flowId: string;
}

export function CommentPins({ flowId }: Props) {
  const threads = (useComments(flowId).data?.threads ?? []).filter(({ resolved }) => resolved === null);
  if (threads.length === 0) return null;
  return (
    <ViewportPortal>
      {threads.map((thread) => (
        <Pin key={thread.id} thread={thread} />
      ))}
    </ViewportPortal>
  );
}

function Pin({ thread }: { readonly thread: CommentThread }) {
  const { t } = useTranslation('comments');
  const { types } = useEditor();
  const view = useViewStore();
  const node = nodeById(useDocument(), thread.node ?? '');
  const box = node === undefined ? undefined : boxOf(types, node);
  const [first] = thread.notes;
  const at = box === undefined ? thread : { x: box.x + box.width - 12, y: box.y - 12 };
  return (
    <button
      type="button"
      className="fc-pin nodrag nopan"
      style={{ transform: `translate(${String(at.x)}px, ${String(at.y)}px)` }}
      title={first?.text.slice(0, 200)}
      onClick={() => {
        view.setState({ panel: 'comments' });
        // Once the panel is drawn.
        setTimeout(() => document.getElementById(`comment-${thread.id}`)?.focus(), 100);
      }}
    >
      <span className="td-visually-hidden">
        {t('pin', { name: first?.by.name ?? '', text: first?.text.slice(0, 80) ?? '' })}
      </span>
      <MessageSquare size={14} aria-hidden />
      {thread.notes.length}
    </button>
  );
}
