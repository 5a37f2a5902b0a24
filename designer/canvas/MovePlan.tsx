// What a move would do, or did: conversations by step, the map of steps to correct, and the stuck ones with their reasons.
import { Anchor, Select, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { FlowDocument } from '#nodes/flow/document.ts';
import type { SessionsMoved } from '#nodes/wire/releases.ts';
import { fetchFlowVersion } from '../api/flows.ts';
import { displayName, isCanvasOnly, nodeById } from '../document/graph.ts';
import { useEditor } from '../document/editor-context.ts';
import { currentLocale } from '../i18n/i18n.ts';
import { labelled } from '../i18n/punctuation.ts';
import { LoadingState } from '../ui/LoadingState.tsx';
import { parseDocument } from './open-flow.ts';

interface Props {
  readonly flowId: string;
  readonly from: number;
  readonly to: number;
  readonly planned: boolean;
  readonly plan: SessionsMoved;
  readonly onTarget: (node: string, target: string | null) => void;
}

export function MovePlan({ flowId, from, to, planned, plan, onTarget }: Props) {
  const { t } = useTranslation('releases');
  const { types } = useEditor();
  const before = useVersion(flowId, from).data;
  const after = useVersion(flowId, to).data;
  if (before === undefined || after === undefined) return <LoadingState rows={3} />;
  const locale = currentLocale();
  const name = (document: FlowDocument, id: string): string => {
    const node = nodeById(document, id);
    return node === undefined ? id : displayName(types, node, locale);
  };
  const { report, map } = plan;
  const counts = { moved: report.moved, stuck: report.stuck };
  const targets = after.nodes
    .filter((node) => !isCanvasOnly(types, node))
    .map((node) => ({ value: node.id, label: `${displayName(types, node, locale)} (${node.id})` }));
  return (
    <>
      <Text mt="md" fw={600} role="status">
        {planned ? t('move.planned', counts) : t('move.done', counts)}
      </Text>
      <Table fz="sm" aria-label={t('move.map')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('move.node')}</Table.Th>
            <Table.Th>{t('move.next')}</Table.Th>
            <Table.Th>{t('move.moved')}</Table.Th>
            <Table.Th>{t('move.stuck')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {report.byNode.map(({ node, moved, stuck }) => {
            const line = map.find((one) => one.from === node);
            return (
              <Table.Tr key={node}>
                <Table.Td>{name(before, node)}</Table.Td>
                <Table.Td>
                  {line === undefined ? (
                    node
                  ) : (
                    <Select
                      size="xs"
                      searchable
                      clearable
                      disabled={!planned}
                      aria-label={labelled(t('move.next'), name(before, node))}
                      placeholder={t('move.noTarget')}
                      description={t(`move.how.${line.how}`)}
                      data={targets}
                      value={line.to}
                      onChange={(value) => onTarget(node, value)}
                    />
                  )}
                </Table.Td>
                <Table.Td>{moved}</Table.Td>
                <Table.Td>{stuck}</Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
      {report.variables.map((variable) => (
        <Text key={variable.name} fz="sm">
          {t('move.variables', variable)}
        </Text>
      ))}
      {report.stuckSessions.length > 0 && (
        <ul className="fc-changes" aria-label={t('move.reasonTitle')}>
          {report.stuckSessions.map(({ sessionId, node, reason }) => (
            <li key={sessionId}>
              <Anchor component={Link} to={`/conversations/${sessionId}`} fz="sm">
                {t('move.open', { id: sessionId.slice(0, 8) })}
              </Anchor>
              <Text fz="sm">{labelled(name(before, node), t(`move.reason.${reason}`))}</Text>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function useVersion(flowId: string, version: number) {
  return useQuery({
    queryKey: ['flow', flowId, 'side', version, null],
    queryFn: async () => {
      const document = parseDocument((await fetchFlowVersion(flowId, version)).document);
      if (document === null) throw new Error('unreadable');
      return document;
    },
  });
}
