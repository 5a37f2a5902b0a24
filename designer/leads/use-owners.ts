// Who a lead can belong to: the sales people this person may see, themselves, and the owners already shown.
import { useTranslation } from 'react-i18next';
import type { Lead } from '#nodes/wire/leads.ts';
import { useHasRole, useMe } from '../api/auth.ts';
import { useUsers } from '../api/settings.ts';

/** One choice of an owner. */
export interface OwnerChoice {
  readonly value: string;
  readonly label: string;
}

/** The choices, oneself first. */
export function useOwners(leads: readonly Lead[]): OwnerChoice[] {
  const { t } = useTranslation('leads');
  const me = useMe().data;
  const maySeeUsers = useHasRole('admin', 'supervisor');
  const users = useUsers(maySeeUsers).data ?? [];
  const found = new Map<string, string>();
  if (me !== undefined && me !== null) found.set(me.user.id, t('me', { name: me.user.name }));
  for (const user of users) {
    if (!user.disabled && user.role !== 'viewer' && !found.has(user.id)) found.set(user.id, user.name);
  }
  for (const { owner } of leads) if (owner !== null && !found.has(owner.id)) found.set(owner.id, owner.name);
  return [...found].map(([value, label]) => ({ value, label }));
}
