// Tool servers: added with their address and the credential they are called with, looked at, changed and deleted.
import { Button, Group, Table } from '@mantine/core';
import { Plus, Wrench } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ToolServer } from '#nodes/wire/tools.ts';
import { useRemoveToolServer, useToolServers } from '../api/tools.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { QueryView } from '../ui/QueryView.tsx';
import { toastProblem } from '../ui/toast.ts';
import { OfferedToolsDialog } from './OfferedToolsDialog.tsx';
import { ToolServerDialog } from './ToolServerDialog.tsx';

export function ToolServersSection() {
  const { t } = useTranslation('admin');
  const servers = useToolServers();
  const remove = useRemoveToolServer();
  const [editing, setEditing] = useState<ToolServer | 'new'>();
  const [looking, setLooking] = useState<ToolServer>();
  const [removing, setRemoving] = useState<ToolServer>();
  return (
    <>
      <Group justify="flex-end" mb="md">
        <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setEditing('new')}>
          {t('tools.add')}
        </Button>
      </Group>
      <QueryView query={servers}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState icon={Wrench} title={t('tools.empty')} hint={t('tools.emptyHint')} />
          ) : (
            <ServerTable servers={list} onEdit={setEditing} onLook={setLooking} onRemove={setRemoving} />
          )
        }
      </QueryView>
      {editing !== undefined && (
        <ToolServerDialog server={editing === 'new' ? undefined : editing} onClose={() => setEditing(undefined)} />
      )}
      {looking !== undefined && <OfferedToolsDialog server={looking.name} onClose={() => setLooking(undefined)} />}
      <ConfirmDialog
        opened={removing !== undefined}
        title={t('tools.removeTitle', { name: removing?.name ?? '' })}
        confirm={t('tools.remove')}
        busy={remove.isPending}
        onClose={() => setRemoving(undefined)}
        onConfirm={() => {
          if (removing === undefined) return;
          remove.mutate(removing.id, {
            onSuccess: () => setRemoving(undefined),
            onError: (error) => toastProblem(error),
          });
        }}
      >
        {t('tools.removeBody')}
      </ConfirmDialog>
    </>
  );
}

interface TableProps {
  readonly servers: readonly ToolServer[];
  readonly onEdit: (server: ToolServer) => void;
  readonly onLook: (server: ToolServer) => void;
  readonly onRemove: (server: ToolServer) => void;
}

function ServerTable({ servers, onEdit, onLook, onRemove }: TableProps) {
  const { t } = useTranslation('admin');
  return (
    <div className="td-table-wrap">
      <Table aria-label={t('tools.list')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('tools.columns.name')}</Table.Th>
            <Table.Th>{t('tools.columns.url')}</Table.Th>
            <Table.Th>{t('tools.columns.credential')}</Table.Th>
            <Table.Th ta="right">{t('tools.columns.actions')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {servers.map((server) => {
            const { id, name, url, credential } = server;
            return (
              <Table.Tr key={id}>
                <Table.Td>{name}</Table.Td>
                <Table.Td>{url}</Table.Td>
                <Table.Td>{credential}</Table.Td>
                <Table.Td ta="right">
                  <Button variant="subtle" aria-label={t('tools.lookOne', { name })} onClick={() => onLook(server)}>
                    {t('tools.look')}
                  </Button>
                  <Button variant="subtle" aria-label={t('tools.editOne', { name })} onClick={() => onEdit(server)}>
                    {t('tools.change')}
                  </Button>
                  <Button
                    variant="subtle"
                    color="danger"
                    aria-label={t('tools.removeOne', { name })}
                    onClick={() => onRemove(server)}
                  >
                    {t('tools.remove')}
                  </Button>
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </div>
  );
}
