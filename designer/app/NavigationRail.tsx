// The left rail: icons, with their names on hover and focus; only what the role may open.
import { BookOpen, Headset, MessagesSquare, Settings, UserPlus, Workflow, type LucideIcon } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { useMe } from '../api/auth.ts';
import { partsOf, type Part } from './access.ts';

// The menu and its positioning are not needed to see the page.
const AccountMenu = lazy(async () => ({ default: (await import('./AccountMenu.tsx')).AccountMenu }));

const ICONS: Readonly<Record<Part, LucideIcon>> = {
  flows: Workflow,
  knowledge: BookOpen,
  desk: Headset,
  conversations: MessagesSquare,
  leads: UserPlus,
  settings: Settings,
};

export function NavigationRail() {
  const { t } = useTranslation('shell');
  const me = useMe().data;
  if (me === undefined || me === null) return null;
  const parts = partsOf(me.user.role);
  return (
    <nav className="td-rail" aria-label={t('nav.label')}>
      <div className="td-rail-panel">
        <span className="td-rail-brand" aria-hidden>
          <img src="/favicon.svg" alt="" width={28} height={28} />
          <span className="td-rail-label">{t('product')}</span>
        </span>
        <ul className="td-rail-list">
          {parts.map((part) => {
            const Icon = ICONS[part];
            return (
              <li key={part}>
                <NavLink to={`/${part}`} className="td-rail-link" aria-label={t(`nav.${part}`)}>
                  <Icon size={20} strokeWidth={1.75} aria-hidden />
                  <span className="td-rail-label" aria-hidden>
                    {t(`nav.${part}`)}
                  </span>
                </NavLink>
              </li>
            );
          })}
        </ul>
        <Suspense fallback={<span className="td-rail-link" />}>
          <AccountMenu me={me} />
        </Suspense>
      </div>
    </nav>
  );
}
