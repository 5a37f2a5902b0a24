// Two documents on one canvas, read-only: the newer one, what is gone as ghosts, and the list of changes beside it.
import { Button, Group, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { diffDocuments, type DocumentDiff } from '#nodes/flow/diff.ts';
import type { FlowDocument } from '#nodes/flow/document.ts';
import { fetchFlowVersion, useFlowVersions } from '../api/flows.ts';
import { useNotedChanges } from '../api/releases.ts';
import { createEditor } from '../document/editor.ts';
import { EditorContext, useEditor, useEditorState } from '../document/editor-context.ts';
import { QueryView } from '../ui/QueryView.tsx';
import { CanvasActionsContext } from './canvas-context.ts';
import { ChangeList } from './ChangeList.tsx';
import { drawDiff } from './diff-drawing.ts';
import { FlowCanvas } from './FlowCanvas.tsx';
import { parseDocument } from './open-flow.ts';
import { useActions } from './use-actions.ts';
import { selectNodes, useViewStore } from './view-store.ts';

/** A side of the comparison: the draft or a version. */
export type Side = 'draft' | number;

/** Which two. */
export interface Comparison {
  readonly from: Side;
  readonly to: Side;
}

interface Props {
  readonly flowId: string;
  readonly comparison: Comparison;
  readonly onCompare: (comparison: Comparison) => void;
  readonly onBack: () => void;
}

export function CompareView({ flowId, comparison, onCompare, onBack }: Props) {
  const { t } = useTranslation('releases');
  const versions = useFlowVersions(flowId);
  const draft = useEditorState((state) => state.document);
  const before = useSide(flowId, comparison.from, draft);
  const after = useSide(flowId, comparison.to, draft);
  const sides = [
    { value: 'draft', label: t('compare.draft') },
    ...(versions.data ?? []).map(({ version }) => ({
      value: String(version),
      label: t('compare.version', { version }),
    })),
  ];
  const pick = (side: 'from' | 'to') => (value: string | null) => {
    if (value !== null) onCompare({ ...comparison, [side]: value === 'draft' ? 'draft' : Number(value) });
  };
  return (
    <section className="fc-middle" aria-label={t('compare.title')}>
      <div className="fc-viewing">
        <Group gap="sm" align="center">
          <Select
            size="xs"
            allowDeselect={false}
            aria-label={t('compare.from')}
            data={sides}
            value={String(comparison.from)}
            onChange={pick('from')}
          />
          <span aria-hidden>→</span>
          <Select
            size="xs"
            allowDeselect={false}
            aria-label={t('compare.to')}
            data={sides}
            value={String(comparison.to)}
            onChange={pick('to')}
          />
          <Button size="compact-sm" variant="default" onClick={onBack}>
            {t('compare.back')}
          </Button>
        </Group>
      </div>
      <QueryView query={before}>
        {(old) => (
          <QueryView query={after}>
            {(next) => (
              <Compared key={`${comparison.from} ${comparison.to}`} flowId={flowId} before={old} after={next} />
            )}
          </QueryView>
        )}
      </QueryView>
    </section>
  );
}

/** The document of one side. The draft is the one being edited, not the one last saved. */
function useSide(flowId: string, side: Side, draft: FlowDocument) {
  const { t } = useTranslation('releases');
  return useQuery({
    queryKey: ['flow', flowId, 'side', side, side === 'draft' ? draft : null],
    queryFn: async () => {
      if (side === 'draft') return draft;
      const document = parseDocument((await fetchFlowVersion(flowId, side)).document);
      if (document === null) throw new Error(t('compare.unreadable'));
      return document;
    },
    gcTime: 0,
  });
}

interface ComparedProps {
  readonly flowId: string;
  readonly before: FlowDocument;
  readonly after: FlowDocument;
}

function Compared({ flowId, before, after }: ComparedProps) {
  const { types } = useEditor();
  const view = useViewStore();
  const diff = useMemo(() => diffDocuments(before, after), [before, after]);
  const drawing = useMemo(() => drawDiff(before, after, diff), [before, after, diff]);
  const editor = useMemo(() => {
    const made = createEditor({ document: drawing.document, types });
    made.setReadOnly(true);
    return made;
  }, [drawing, types]);
  useEffect(() => {
    view.setState({ marks: drawing.marks, path: null });
    return () => {
      view.setState({ marks: null });
      selectNodes(view, [], false);
    };
  }, [view, drawing]);
  return (
    <EditorContext value={editor}>
      <Beside flowId={flowId} before={before} after={after} diff={diff} first={[...drawing.marks.keys()][0]} />
    </EditorContext>
  );
}

interface BesideProps extends ComparedProps {
  readonly diff: DocumentDiff;
  /** The first step that differs. */
  readonly first: string | undefined;
}

/** The canvas of the comparison has actions of its own: the ghosts are in no other document. */
function Beside({ flowId, before, after, diff, first }: BesideProps) {
  const view = useViewStore();
  const actions = useActions();
  const noted = useNotedChanges(flowId);
  return (
    <CanvasActionsContext value={actions}>
      <div className="fc-compare">
        <FlowCanvas flowId={`compare-${flowId}`} opensAt={first} />
        <div className="fc-compare-list">
          <ChangeList
            before={before}
            after={after}
            diff={diff}
            noted={noted.data ?? []}
            onSelect={(node) => {
              selectNodes(view, [node], false);
              actions.reveal(node);
            }}
          />
        </div>
      </div>
    </CanvasActionsContext>
  );
}
