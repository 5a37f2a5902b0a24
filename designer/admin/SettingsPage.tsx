// The settings: a list of sections on the left, the chosen one beside it.
import {
  Activity,
  Building2,
  Flag,
  KeyRound,
  KeySquare,
  ListTodo,
  Lock,
  Mail,
  Network,
  ScrollText,
  Sparkles,
  Users,
  Wrench,
  type LucideIcon,
} from 'lucide-react';
import { Suspense, type ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, NavLink, useParams } from 'react-router';
import type { Role } from '#nodes/wire/access.ts';
import { useMe } from '../api/auth.ts';
import { later } from '../ui/later.ts';
import { LoadingState } from '../ui/LoadingState.tsx';
import { MissingPage } from '../ui/MissingPage.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import './admin.css';
import { AuditSection } from './AuditSection.tsx';
import { CredentialsSection } from './CredentialsSection.tsx';
import { HealthSection } from './HealthSection.tsx';
import { JobsSection } from './JobsSection.tsx';
import { MailSection } from './MailSection.tsx';
import { ModelSection } from './ModelSection.tsx';
import { NetworkSection } from './NetworkSection.tsx';
import { PasswordSection } from './PasswordSection.tsx';
import { TokensSection } from './TokensSection.tsx';
import { ToolServersSection } from './ToolServersSection.tsx';
import { UsersSection } from './UsersSection.tsx';
import { WorkspaceSection } from './WorkspaceSection.tsx';

interface Section {
  readonly name:
    | 'workspace'
    | 'users'
    | 'tokens'
    | 'jobs'
    | 'events'
    | 'credentials'
    | 'mail'
    | 'tools'
    | 'model'
    | 'network'
    | 'audit'
    | 'health'
    | 'password';
  readonly icon: LucideIcon;
  readonly view: ComponentType;
  /** Roles besides admin that see it. */
  readonly roles: readonly Role[];
}

const EventsSection = later(async () => (await import('./EventsSection.tsx')).EventsSection);

const EVERYONE: readonly Role[] = ['designer', 'agent', 'supervisor', 'sales', 'viewer'];
const SECTIONS: readonly Section[] = [
  { name: 'workspace', icon: Building2, view: WorkspaceSection, roles: [] },
  { name: 'users', icon: Users, view: UsersSection, roles: [] },
  { name: 'tokens', icon: KeyRound, view: TokensSection, roles: [] },
  { name: 'credentials', icon: KeySquare, view: CredentialsSection, roles: [] },
  { name: 'mail', icon: Mail, view: MailSection, roles: [] },
  { name: 'tools', icon: Wrench, view: ToolServersSection, roles: [] },
  { name: 'jobs', icon: ListTodo, view: JobsSection, roles: ['designer'] },
  { name: 'events', icon: Flag, view: EventsSection, roles: ['designer', 'supervisor', 'viewer'] },
  { name: 'model', icon: Sparkles, view: ModelSection, roles: ['designer'] },
  { name: 'network', icon: Network, view: NetworkSection, roles: [] },
  { name: 'audit', icon: ScrollText, view: AuditSection, roles: [] },
  { name: 'health', icon: Activity, view: HealthSection, roles: ['designer', 'supervisor'] },
  { name: 'password', icon: Lock, view: PasswordSection, roles: EVERYONE },
];

export function SettingsPage() {
  const { t } = useTranslation('admin');
  const { section } = useParams();
  const role = useMe().data?.user.role;
  if (role === undefined) return null;
  const open = SECTIONS.filter((one) => role === 'admin' || one.roles.includes(role));
  const first = open[0];
  if (section === undefined) return first === undefined ? null : <Navigate to={`/settings/${first.name}`} replace />;
  const chosen = open.find((one) => one.name === section);
  return (
    <div className="td-settings">
      <nav className="td-settings-nav" aria-label={t('title')}>
        <p className="td-settings-title">{t('title')}</p>
        <ul>
          {open.map(({ name, icon: Icon }) => (
            <li key={name}>
              <NavLink to={`/settings/${name}`} className="td-settings-link">
                <Icon size={16} strokeWidth={1.75} aria-hidden />
                {t(`sections.${name}`)}
              </NavLink>
            </li>
          ))}
        </ul>
      </nav>
      <div className="td-settings-body">
        {chosen === undefined ? (
          <MissingPage />
        ) : (
          <>
            <PageHeader title={t(`sections.${chosen.name}`)} hint={t(`${chosen.name}.hint`)} />
            <Suspense fallback={<LoadingState />}>
              <chosen.view />
            </Suspense>
          </>
        )}
      </div>
    </div>
  );
}
