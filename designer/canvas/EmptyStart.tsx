// An empty flow: three ways to begin, and a ghost of the first step.
import { Button, Paper, Text } from '@mantine/core';
import { LayoutTemplate, MessagesSquare, Plus, SquarePen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { isBlank } from '../document/graph.ts';
import { useDocument, useEditor, useEditorState } from '../document/editor-context.ts';
import { addNode } from '../document/node-commands.ts';
import { useCanvasActions } from './canvas-context.ts';
import { useView, useViewStore } from './view-store.ts';

export function EmptyStart() {
  const editor = useEditor();
  const document = useDocument();
  const readOnly = useEditorState((state) => state.readOnly);
  const view = useViewStore();
  const busy = useView((state) => state.dialog !== null);
  const actions = useCanvasActions();
  const { t } = useTranslation('canvas');
  if (!isBlank(document) || readOnly || busy) return null;
  const start = document.nodes[0];
  const after = start === undefined ? {} : { after: { node: start.id, port: 'next' } };

  /** Question, answer from knowledge, person: the shape most flows have. */
  function sketch(): void {
    if (start === undefined) return;
    const ids = { say: editor.newId('n'), answer: editor.newId('n'), person: editor.newId('n') };
    const { x, y } = start.position;
    const place = (column: number, row = 0) => ({ x: x + column * 336, y: y + row * 160 });
    const add = (
      id: string,
      type: string,
      position: { x: number; y: number },
      from: { node: string; port: string },
      config = {},
    ) => editor.run(addNode(editor.types, { id, edgeId: editor.newId('e'), type, position, after: from, config }));
    add(ids.say, 'askText', place(1), { node: start.id, port: 'next' }, { prompt: t('empty.sketchAsk') });
    add(ids.answer, 'knowledgeAnswer', place(2), { node: ids.say, port: 'answered' });
    add(ids.person, 'handoff', place(3, 1), { node: ids.answer, port: 'noHit' });
    actions.fit();
    actions.focusCanvas();
  }

  return (
    <div className="fc-empty">
      <Paper className="fc-empty-card" withBorder shadow="sm">
        <h2>{t('empty.title')}</h2>
        <div className="fc-empty-ways">
          <button type="button" onClick={() => view.setState({ dialog: { kind: 'templates' } })}>
            <LayoutTemplate size={20} aria-hidden />
            <span>{t('empty.template')}</span>
            <Text component="span" fz="xs" c="dimmed">
              {t('empty.templateHint')}
            </Text>
          </button>
          <button type="button" onClick={sketch}>
            <MessagesSquare size={20} aria-hidden />
            <span>{t('empty.describe')}</span>
            <Text component="span" fz="xs" c="dimmed">
              {t('empty.describeHint')}
            </Text>
          </button>
          <button type="button" onClick={() => view.setState({ dialog: { kind: 'add', request: after } })}>
            <SquarePen size={20} aria-hidden />
            <span>{t('empty.blank')}</span>
            <Text component="span" fz="xs" c="dimmed">
              {t('empty.blankHint')}
            </Text>
          </button>
        </div>
        <Button
          className="fc-ghost"
          variant="outline"
          leftSection={<Plus size={16} aria-hidden />}
          onClick={(event) =>
            view.setState({
              dialog: { kind: 'add', request: { at: { x: event.clientX, y: event.clientY }, ...after } },
            })
          }
        >
          {t('empty.first')}
        </Button>
      </Paper>
    </div>
  );
}
