// The published versions: what new conversations get, who, when, why; compare, roll back, release to a share, restore, move, delete.
import { ActionIcon, Button, Group, Text, Tooltip } from '@mantine/core';
import { GitBranch, History, Radio, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlowVersion } from '#nodes/wire/flows.ts';
import type { Release } from '#nodes/wire/releases.ts';
import { fetchFlowVersion, useFlowVersions } from '../api/flows.ts';
import { useRelease } from '../api/releases.ts';
import { replaceDocument } from '../document/flow-commands.ts';
import { useEditor, useEditorState } from '../document/editor-context.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { PlainText } from '../ui/PlainText.tsx';
import { QueryView } from '../ui/QueryView.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { StatusChip } from '../ui/StatusChip.tsx';
import { toastDone, toastProblem } from '../ui/toast.ts';
import type { Comparison } from './CompareView.tsx';
import { parseDocument } from './open-flow.ts';
import { RolloutCard } from './RolloutCard.tsx';
import { VersionDialog, type VersionAct } from './VersionDialog.tsx';
import { useViewStore } from './view-store.ts';

interface Props {
  readonly flowId: string;
  readonly onCompare: (comparison: Comparison) => void;
}

export function VersionsPanel({ flowId, onCompare }: Props) {
  const { t } = useTranslation(['canvas', 'releases']);
  const versions = useFlowVersions(flowId);
  const release = useRelease(flowId);
  const view = useViewStore();
  const readOnly = useEditorState((state) => state.readOnly);
  const [act, setAct] = useState<VersionAct | null>(null);
  return (
    <QueryView query={versions}>
      {(list) =>
        list.length === 0 ? (
          <EmptyState icon={History} title={t('canvas:versions.none')} hint={t('canvas:versions.noneHint')} />
        ) : (
          <QueryView query={release}>
            {(now) => (
              <>
                <RolloutCard flowId={flowId} release={now} readOnly={readOnly} />
                {!readOnly && now.live.some(({ version }) => version !== now.publishedVersion) && (
                  <Group p="sm">
                    <Button
                      size="compact-sm"
                      variant="default"
                      onClick={() => view.setState({ dialog: { kind: 'move' } })}
                    >
                      {t('releases:move.action')}
                    </Button>
                  </Group>
                )}
                <ol className="fc-versions">
                  {list.map((version) => (
                    <VersionRow
                      key={version.version}
                      flowId={flowId}
                      version={version}
                      release={now}
                      onAct={setAct}
                      onCompare={() => onCompare({ from: version.version, to: 'draft' })}
                    />
                  ))}
                </ol>
                {act !== null && (
                  <VersionDialog
                    flowId={flowId}
                    act={act}
                    published={now.publishedVersion ?? 0}
                    onClose={() => setAct(null)}
                  />
                )}
              </>
            )}
          </QueryView>
        )
      }
    </QueryView>
  );
}

interface RowProps {
  readonly flowId: string;
  readonly version: FlowVersion;
  readonly release: Release;
  readonly onAct: (act: VersionAct) => void;
  readonly onCompare: () => void;
}

function VersionRow({ flowId, version, release, onAct, onCompare }: RowProps) {
  const { t } = useTranslation(['canvas', 'releases']);
  const editor = useEditor();
  const readOnly = useEditorState((state) => state.readOnly);
  const [busy, setBusy] = useState(false);
  const number = version.version;
  const { rollout } = release;
  const running = rollout?.state === 'running' ? rollout : null;
  const live = release.live.find((one) => one.version === number)?.sessions ?? 0;

  async function restore(): Promise<void> {
    setBusy(true);
    try {
      const document = parseDocument((await fetchFlowVersion(flowId, number)).document);
      if (document === null) {
        toastProblem(new Error('format'), t('canvas:openFailed'));
        return;
      }
      editor.run(replaceDocument(document));
      toastDone(t('canvas:versions.restored', { version: number }));
    } catch (error) {
      toastProblem(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <li>
      <Group gap="sm" justify="space-between" wrap="nowrap">
        <strong>{t('canvas:versions.version', { version: number })}</strong>
        <Group gap={6}>
          {version.current && (
            <StatusChip tone="success" icon={Radio}>
              {t('canvas:versions.current')}
            </StatusChip>
          )}
          {running?.version === number && (
            <StatusChip tone="accent" icon={GitBranch}>
              {t('releases:share.percent', { share: running.share })}
            </StatusChip>
          )}
        </Group>
      </Group>
      <Text fz="xs" c="dimmed">
        {t('canvas:versions.by', { by: version.by, nodes: version.nodeCount })} · <RelativeTime at={version.at} />
        {live > 0 && ` · ${t('releases:live', { count: live })}`}
      </Text>
      <PlainText fz="sm">{version.note === '' ? t('canvas:versions.noNote') : version.note}</PlainText>
      <Group gap={6} mt={4}>
        <Button variant="default" size="compact-sm" onClick={onCompare}>
          {t('releases:compare.action')}
        </Button>
        {!readOnly && !version.current && running?.version !== number && (
          <>
            <Button variant="default" size="compact-sm" onClick={() => onAct({ kind: 'rollback', version: number })}>
              {t('releases:rollback.action')}
            </Button>
            {running === null && (
              <Button variant="default" size="compact-sm" onClick={() => onAct({ kind: 'share', version: number })}>
                {t('releases:share.action')}
              </Button>
            )}
          </>
        )}
        <Button variant="default" size="compact-sm" loading={busy} disabled={readOnly} onClick={() => void restore()}>
          {t('canvas:versions.restore')}
        </Button>
        {!readOnly && !version.current && running?.version !== number && live === 0 && (
          <Tooltip label={t('releases:remove.action', { version: number })}>
            <ActionIcon
              aria-label={t('releases:remove.action', { version: number })}
              onClick={() => onAct({ kind: 'remove', version: number })}
            >
              <Trash2 size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
      </Group>
    </li>
  );
}
