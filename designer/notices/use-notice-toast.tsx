// Shows a notice at the edge of the screen the moment it arrives.
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Notice } from '#nodes/wire/notices.ts';
import { toastNotice } from '../ui/toast.ts';
import { noticeAddress } from './notice-address.ts';

/** What shows one. */
export function useNoticeToast(): (notice: Notice) => void {
  const { t } = useTranslation('notices');
  const navigate = useNavigate();
  return useCallback(
    (notice) => {
      const address = noticeAddress(notice);
      toastNotice({
        title: [notice.department, notice.customer.name].filter((word) => word !== '').join(' · '),
        message: (
          <>
            <span>{notice.text}</span>
            {address !== undefined && (
              <>
                {' '}
                <button type="button" className="td-link-button" onClick={() => void navigate(address)}>
                  {t('open')}
                </button>
              </>
            )}
          </>
        ),
        stays: notice.urgent,
      });
    },
    [navigate, t],
  );
}
