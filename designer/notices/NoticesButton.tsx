// The bell: how many notices are unread; the list comes when it is opened.
import { ActionIcon, Indicator, Tooltip } from '@mantine/core';
import { Bell } from 'lucide-react';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNotices } from '../api/notices.ts';
import { later } from '../ui/later.ts';

const NoticesDrawer = later(async () => (await import('./NoticesDrawer.tsx')).NoticesDrawer);

export function NoticesButton() {
  const { t } = useTranslation('notices');
  const [opened, setOpened] = useState(false);
  const unread = useNotices().data?.unread ?? 0;
  const label = unread === 0 ? t('title') : t('unread', { count: unread });
  return (
    <>
      <Tooltip label={label}>
        <Indicator label={unread > 99 ? '99+' : unread} size={16} disabled={unread === 0} color="danger" offset={4}>
          <ActionIcon aria-label={label} aria-haspopup="dialog" onClick={() => setOpened(true)}>
            <Bell size={16} aria-hidden />
          </ActionIcon>
        </Indicator>
      </Tooltip>
      {opened && (
        <Suspense fallback={null}>
          <NoticesDrawer onClose={() => setOpened(false)} />
        </Suspense>
      )}
    </>
  );
}
