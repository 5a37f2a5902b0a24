// The list of notices to oneself: newest first, each with its way to the customer; read one by one or all at once.
import { Button, Drawer, Group, Stack, Text } from '@mantine/core';
import { Bell, CheckCheck, CircleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Notice } from '#nodes/wire/notices.ts';
import { useNotices, useReadNotices } from '../api/notices.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { QueryView } from '../ui/QueryView.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { toastProblem } from '../ui/toast.ts';
import { noticeAddress } from './notice-address.ts';

export function NoticesDrawer({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('notices');
  const { t: tu } = useTranslation('ui');
  const notices = useNotices();
  const read = useReadNotices();
  const mark = (ids: readonly string[] | undefined) => read.mutate(ids, { onError: (error) => toastProblem(error) });
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={420}
      title={t('title')}
      closeButtonProps={{ 'aria-label': tu('close') }}
    >
      <QueryView query={notices}>
        {(list) =>
          list.notices.length === 0 ? (
            <EmptyState icon={Bell} title={t('empty')} hint={t('emptyHint')} />
          ) : (
            <Stack gap="sm">
              <Group justify="flex-end">
                <Button
                  variant="subtle"
                  size="compact-sm"
                  leftSection={<CheckCheck size={14} aria-hidden />}
                  disabled={list.unread === 0}
                  loading={read.isPending}
                  onClick={() => mark(undefined)}
                >
                  {t('readAll')}
                </Button>
              </Group>
              <ul className="td-notices">
                {list.notices.map((notice) => (
                  <NoticeRow
                    key={notice.id}
                    notice={notice}
                    onRead={() => mark([notice.id])}
                    onFollow={() => {
                      if (notice.readAt === null) mark([notice.id]);
                      onClose();
                    }}
                  />
                ))}
              </ul>
            </Stack>
          )
        }
      </QueryView>
    </Drawer>
  );
}

interface RowProps {
  readonly notice: Notice;
  readonly onRead: () => void;
  readonly onFollow: () => void;
}

function NoticeRow({ notice, onRead, onFollow }: RowProps) {
  const { t } = useTranslation('notices');
  const address = noticeAddress(notice);
  return (
    <li className="td-notice" data-unread={notice.readAt === null}>
      <Group gap={6} wrap="nowrap" justify="space-between">
        <Text fz="xs" c="dimmed" truncate>
          {[notice.department, notice.customer.name, notice.flow.name].filter((word) => word !== '').join(' · ')}
        </Text>
        <Text fz="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
          <RelativeTime at={notice.at} />
        </Text>
      </Group>
      <Text className="td-notice-text" dir="auto">
        {notice.urgent && (
          <>
            <CircleAlert size={14} color="var(--td-danger)" aria-hidden />{' '}
            <span className="td-visually-hidden">{t('urgent')}</span>
          </>
        )}
        {notice.text}
      </Text>
      <Group gap="sm">
        {address !== undefined && (
          <Link to={address} className="td-link-button" onClick={onFollow}>
            {t('open')}
          </Link>
        )}
        {notice.readAt === null && (
          <button type="button" className="td-link-button" onClick={onRead}>
            {t('markRead')}
          </button>
        )}
      </Group>
    </li>
  );
}
