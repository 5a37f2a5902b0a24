// An empty flow: three ways to begin, and a ghost of the first step.
import { Button, Paper, Text } from '@mantine/core';
import { LayoutTemplate, MessagesSquare, Plus, SquarePen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { isBlank } from '../document/graph.ts';
import { useDocument, useEditor, useEditorState } from '../document/editor-context.ts';
import { useCanvasActions } from './canvas-context.ts';
import { sketchFlow } from './sketch-flow.ts';
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

  function begin(): void {
    if (start === undefined) return;
    const words = { ask: t('empty.sketchAsk'), more: t('empty.sketchMore') };
    editor.run(sketchFlow(editor.types, start, words, editor.newId));
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
          <button type="button" onClick={begin}>
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
