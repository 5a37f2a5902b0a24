// Which role sees which part of the application; the server decides again on every call.
import type { Role } from '#nodes/wire/access.ts';

/** The parts of the application that can be opened. */
export type Part = 'flows' | 'knowledge' | 'desk' | 'conversations' | 'leads' | 'settings';

const PARTS: Readonly<Record<Role, readonly Part[]>> = {
  admin: ['flows', 'knowledge', 'desk', 'conversations', 'leads', 'settings'],
  designer: ['flows', 'knowledge', 'conversations', 'settings'],
  agent: ['desk', 'conversations', 'knowledge', 'settings'],
  supervisor: ['desk', 'conversations', 'leads', 'knowledge', 'flows', 'settings'],
  sales: ['leads', 'settings'],
  viewer: ['flows', 'knowledge', 'conversations', 'settings'],
};

/** The parts a role may open, in the order of the rail. */
export function partsOf(role: Role): readonly Part[] {
  return PARTS[role];
}

/** The page a role starts on. */
export function homeOf(role: Role): string {
  return `/${PARTS[role][0] ?? 'settings'}`;
}
