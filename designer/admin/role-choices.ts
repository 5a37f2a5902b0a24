// The roles as choices of a form.
import { useTranslation } from 'react-i18next';
import type { Role } from '#nodes/wire/access.ts';

const ORDER = {
  admin: 0,
  designer: 1,
  supervisor: 2,
  agent: 3,
  sales: 4,
  viewer: 5,
} as const satisfies Record<Role, number>;

/** One choice of a role. */
export interface RoleChoice {
  readonly value: Role;
  readonly label: string;
}

/** Every role by its name in the language of the interface. */
export function useRoleChoices(): RoleChoice[] {
  const { t } = useTranslation('shell');
  return roles().map((value) => ({ value, label: t(`roles.${value}`) }));
}

/** The role of this name, or nothing. */
export function roleFrom(name: string | null): Role | undefined {
  return roles().find((role) => role === name);
}

function roles(): Role[] {
  // Object.keys forgets the key type; the table above is complete by its own check.
  return (Object.keys(ORDER) as Role[]).sort((a, b) => ORDER[a] - ORDER[b]);
}
