// The frame of every signed-in page: the rail on the left, the page beside it.
import { useTranslation } from 'react-i18next';
import { Outlet } from 'react-router';
import { NavigationRail } from './NavigationRail.tsx';

export function AppFrame() {
  const { t } = useTranslation('shell');
  return (
    <div className="td-frame">
      <a className="td-skip" href="#content">
        {t('skipToContent')}
      </a>
      <NavigationRail />
      <main id="content" className="td-main" tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  );
}
