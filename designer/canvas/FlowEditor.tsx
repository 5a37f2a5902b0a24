// The page of a flow: opens the draft, then shows the workbench.
import { Button } from '@mantine/core';
import { ReactFlowProvider } from '@xyflow/react';
import { FileWarning } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useFlow } from '../api/flows.ts';
import { useNodePacks } from '../api/node-packs.ts';
import { EditorContext } from '../document/editor-context.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { LoadingState } from '../ui/LoadingState.tsx';
import { toastDone } from '../ui/toast.ts';
import { openFlow, type OpenFlow } from './open-flow.ts';
import { createViewStore, ViewContext, type ViewStore } from './view-store.ts';
import { Workbench } from './Workbench.tsx';

interface Props {
  /** Absent: taken from the address. */
  readonly flowId?: string;
}

type Opened = { readonly open: OpenFlow; readonly view: ViewStore } | 'unreadable' | null;

export function FlowEditor({ flowId }: Props) {
  const params = useParams();
  const id = flowId ?? params['id'] ?? '';
  return <FlowPage key={id} id={id} />;
}

function FlowPage({ id }: { readonly id: string }) {
  const { t } = useTranslation(['canvas', 'inspector', 'rehearsal', 'releases', 'tests']);
  const { room } = useParams();
  const flow = useFlow(id);
  const packs = useNodePacks();
  const [opened, setOpened] = useState<Opened>(null);
  const detail = flow.data;
  const revision = detail?.revision;
  const nodePacks = packs.data;

  useEffect(() => {
    if (detail === undefined || nodePacks === undefined) return undefined;
    let current: OpenFlow | null = null;
    let gone = false;
    const definitions = nodePacks.map(({ definition }) => definition);
    void openFlow(detail, definitions).then((next) => {
      if (gone) {
        next?.close();
        return;
      }
      current = next;
      setOpened(next === null ? 'unreadable' : { open: next, view: createViewStore() });
      if (next !== null && next.keptChanges > 0) toastDone(t('canvas:save.kept', { count: next.keptChanges }));
    });
    return () => {
      gone = true;
      current?.close();
    };
    // A new revision means that the server's draft was loaded again on purpose.
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `detail` also changes when only its summary does
  }, [id, revision, nodePacks]);

  if (flow.isError) return <ErrorState error={flow.error} onRetry={() => void flow.refetch()} />;
  if (packs.isError) return <ErrorState error={packs.error} onRetry={() => void packs.refetch()} />;
  if (opened === 'unreadable') {
    return (
      <EmptyState icon={FileWarning} title={t('canvas:openFailed')} hint={t('canvas:formatBroken')}>
        <Button component={Link} to="/flows" variant="default">
          {t('canvas:backToFlows')}
        </Button>
      </EmptyState>
    );
  }
  if (opened === null || detail === undefined) return <LoadingState />;
  return (
    <EditorContext value={opened.open.editor}>
      <ViewContext value={opened.view}>
        <ReactFlowProvider key={detail.revision}>
          <Workbench
            flow={detail.flow}
            open={opened.open}
            training={room === 'train'}
            onReload={() => void flow.refetch()}
          />
        </ReactFlowProvider>
      </ViewContext>
    </EditorContext>
  );
}
