// The list of flows: status, search, and everything one can do to a flow without opening it.
import { Button, TextInput } from '@mantine/core';
import { Plus, Search, SearchX, Workflow } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import type { FlowSummary } from '#nodes/wire/flows.ts';
import { useHasRole } from '../api/auth.ts';
import { useFlows } from '../api/flows.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { QueryView } from '../ui/QueryView.tsx';
import type { FlowAct } from './flow-act.ts';
import { FlowTable } from './FlowTable.tsx';
import { useFlowFiles } from './use-flow-files.ts';

// Dialogs are loaded when they are first asked for.
const DeleteFlowDialog = lazy(async () => ({ default: (await import('./DeleteFlowDialog.tsx')).DeleteFlowDialog }));
const NewFlowDialog = lazy(async () => ({ default: (await import('./NewFlowDialog.tsx')).NewFlowDialog }));
const RenameFlowDialog = lazy(async () => ({ default: (await import('./RenameFlowDialog.tsx')).RenameFlowDialog }));
const ShareDialog = lazy(async () => ({ default: (await import('./ShareDialog.tsx')).ShareDialog }));

export function FlowsPage() {
  const { t } = useTranslation('library');
  const flows = useFlows();
  const mayEdit = useHasRole('admin', 'designer');
  const navigate = useNavigate();
  const { flowId } = useParams();
  const [q, setQ] = useState('');
  const [creating, setCreating] = useState(false);
  const [renaming, setRenaming] = useState<FlowSummary>();
  const [deleting, setDeleting] = useState<FlowSummary>();
  const { exportFlow, duplicateFlow } = useFlowFiles();

  function act(what: FlowAct, flow: FlowSummary): void {
    if (what === 'share') void navigate(`/share/${flow.id}`);
    else if (what === 'rename') setRenaming(flow);
    else if (what === 'delete') setDeleting(flow);
    else if (what === 'export') void exportFlow(flow);
    else duplicateFlow(flow);
  }

  const newButton = mayEdit && (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setCreating(true)}>
      {t('newFlow')}
    </Button>
  );
  return (
    <div className="td-page">
      <PageHeader title={t('title')} hint={t('hint')}>
        <TextInput
          aria-label={t('search')}
          placeholder={t('search')}
          leftSection={<Search size={16} aria-hidden />}
          w={240}
          value={q}
          onChange={(event) => setQ(event.currentTarget.value)}
        />
        {newButton}
      </PageHeader>
      <QueryView query={flows}>
        {(list) => {
          const shown = list.filter((flow) =>
            `${flow.name} ${flow.slug}`.toLowerCase().includes(q.trim().toLowerCase()),
          );
          if (list.length === 0) {
            return (
              <EmptyState icon={Workflow} title={t('empty')} hint={t('emptyHint')}>
                {newButton}
              </EmptyState>
            );
          }
          if (shown.length === 0) return <EmptyState icon={SearchX} title={t('noMatch', { q })} />;
          return <FlowTable flows={shown} mayEdit={mayEdit} onAct={act} />;
        }}
      </QueryView>
      <Suspense fallback={null}>
        {creating && <NewFlowDialog onClose={() => setCreating(false)} />}
        {renaming !== undefined && <RenameFlowDialog flow={renaming} onClose={() => setRenaming(undefined)} />}
        {deleting !== undefined && <DeleteFlowDialog flow={deleting} onClose={() => setDeleting(undefined)} />}
        {flowId !== undefined && (
          <ShareDialog flow={flows.data?.find((flow) => flow.id === flowId)} onClose={() => void navigate('/flows')} />
        )}
      </Suspense>
    </div>
  );
}
