// The published versions: who, when, why; look at one, or take it back into the draft.
import { Button, Group, Text } from '@mantine/core';
import { History, Radio } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlowDocument } from '#nodes/flow/document.ts';
import type { FlowVersion } from '#nodes/wire/flows.ts';
import { fetchFlowVersion, useFlowVersions } from '../api/flows.ts';
import { replaceDocument } from '../document/flow-commands.ts';
import { useEditor, useEditorState } from '../document/editor-context.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { PlainText } from '../ui/PlainText.tsx';
import { QueryView } from '../ui/QueryView.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { StatusChip } from '../ui/StatusChip.tsx';
import { toastDone, toastProblem } from '../ui/toast.ts';
import { diffDocuments, type DocumentDiff } from './document-diff.ts';
import { parseDocument } from './open-flow.ts';

interface Props {
  readonly flowId: string;
  readonly onView: (version: FlowVersion, document: unknown) => void;
}

export function VersionsPanel({ flowId, onView }: Props) {
  const { t } = useTranslation('canvas');
  const versions = useFlowVersions(flowId);
  return (
    <QueryView query={versions}>
      {(list) =>
        list.length === 0 ? (
          <EmptyState icon={History} title={t('versions.none')} hint={t('versions.noneHint')} />
        ) : (
          <ol className="fc-versions">
            {list.map((version) => (
              <VersionRow key={version.version} flowId={flowId} version={version} onView={onView} />
            ))}
          </ol>
        )
      }
    </QueryView>
  );
}

function VersionRow({ flowId, version, onView }: Props & { readonly version: FlowVersion }) {
  const { t } = useTranslation('canvas');
  const editor = useEditor();
  const readOnly = useEditorState((state) => state.readOnly);
  const [diff, setDiff] = useState<DocumentDiff | null>(null);
  const [busy, setBusy] = useState(false);

  async function withDocument(take: (document: FlowDocument) => void): Promise<void> {
    setBusy(true);
    try {
      const detail = await fetchFlowVersion(flowId, version.version);
      const document = parseDocument(detail.document);
      if (document === null) toastProblem(new Error('format'), t('openFailed'));
      else take(document);
    } catch (error) {
      toastProblem(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <li>
      <Group gap="sm" justify="space-between" wrap="nowrap">
        <strong>{t('versions.version', { version: version.version })}</strong>
        {version.current && (
          <StatusChip tone="success" icon={Radio}>
            {t('versions.current')}
          </StatusChip>
        )}
      </Group>
      <Text fz="xs" c="dimmed">
        {t('versions.by', { by: version.by, nodes: version.nodeCount })} · <RelativeTime at={version.at} />
      </Text>
      <PlainText fz="sm">{version.note === '' ? t('versions.noNote') : version.note}</PlainText>
      {diff !== null && <DiffLine diff={diff} />}
      <Group gap="sm" mt={4}>
        <Button
          variant="default"
          size="compact-sm"
          loading={busy}
          onClick={() =>
            void withDocument((document) => {
              setDiff(diffDocuments(document, editor.getState().document));
              onView(version, document);
            })
          }
        >
          {t('versions.view')}
        </Button>
        <Button
          variant="default"
          size="compact-sm"
          disabled={busy || readOnly}
          onClick={() =>
            void withDocument((document) => {
              editor.run(replaceDocument(document));
              toastDone(t('versions.restored', { version: version.version }));
            })
          }
        >
          {t('versions.restore')}
        </Button>
      </Group>
    </li>
  );
}

function DiffLine({ diff }: { readonly diff: DocumentDiff }) {
  const { t } = useTranslation('canvas');
  const parts = [
    diff.added.length > 0 ? t('versions.added', { count: diff.added.length }) : '',
    diff.removed.length > 0 ? t('versions.removed', { count: diff.removed.length }) : '',
    diff.changed.length > 0 ? t('versions.changed', { count: diff.changed.length }) : '',
  ].filter((part) => part !== '');
  return (
    <Text fz="xs" c="dimmed">
      {t('versions.changes')}: {parts.length === 0 ? t('versions.same') : parts.join(' · ')}
    </Text>
  );
}
