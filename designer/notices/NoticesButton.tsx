// The bell: how many notices are unread; the list comes when it is opened.
import { ActionIcon, Tooltip } from '@mantine/core';
import { Bell } from 'lucide-react';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNotices } from '../api/notices.ts';
import { later } from '../ui/later.ts';
import './notices.css';

const NoticesDrawer = later(async () => (await import('./NoticesDrawer.tsx')).NoticesDrawer);

export function NoticesButton() {
  const { t } = useTranslation('notices');
  const [opened, setOpened] = useState(false);
  const unread = useNotices().data?.unread ?? 0;
  const label = unread === 0 ? t('title') : t('unread', { count: unread });
  return (
    <>
      <Tooltip label={label}>
        <ActionIcon
          className="td-notices-button"
          aria-label={label}
          aria-haspopup="dialog"
          onClick={() => setOpened(true)}
        >
          <Bell size={16} aria-hidden />
          {unread > 0 && (
            <span className="td-notices-count" aria-hidden>
              {unread > 99 ? '99+' : unread}
            </span>
          )}
        </ActionIcon>
      </Tooltip>
      {opened && (
        <Suspense fallback={null}>
          <NoticesDrawer onClose={() => setOpened(false)} />
        </Suspense>
      )}
    </>
  );
}
