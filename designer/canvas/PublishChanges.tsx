// What this publishing changes against what new conversations get now: each change with its author.
import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { diffDocuments } from '#nodes/flow/diff.ts';
import type { FlowDocument } from '#nodes/flow/document.ts';
import { fetchFlowVersion } from '../api/flows.ts';
import { useNotedChanges } from '../api/releases.ts';
import { useDocument } from '../document/editor-context.ts';
import { QueryView } from '../ui/QueryView.tsx';
import { ChangeList } from './ChangeList.tsx';
import { parseDocument } from './open-flow.ts';

interface Props {
  readonly flowId: string;
  readonly published: number;
}

export function PublishChanges({ flowId, published }: Props) {
  const { t } = useTranslation('releases');
  const live = useQuery({
    queryKey: ['flow', flowId, 'side', published, null],
    queryFn: async () => {
      const document = parseDocument((await fetchFlowVersion(flowId, published)).document);
      if (document === null) throw new Error(t('compare.unreadable'));
      return document;
    },
    gcTime: 0,
  });
  return (
    <>
      <Text fw={600} mt="md">
        {t('changes')}
      </Text>
      <div className="fc-publish-changes" tabIndex={0} role="region" aria-label={t('changes')}>
        <QueryView query={live} rows={2}>
          {(before) => <Against flowId={flowId} before={before} />}
        </QueryView>
      </div>
    </>
  );
}

function Against({ flowId, before }: { readonly flowId: string; readonly before: FlowDocument }) {
  const after = useDocument();
  const noted = useNotedChanges(flowId);
  const diff = useMemo(() => diffDocuments(before, after), [before, after]);
  return <ChangeList before={before} after={after} diff={diff} noted={noted.data ?? []} />;
}
