// Reads from a refused claim who was faster.

/** The colleague's name in the facts of HANDOFF_TAKEN. */
export function colleagueOf(facts: Readonly<Record<string, unknown>>): string | undefined {
  const agent = facts['agent'] ?? facts['by'];
  if (typeof agent === 'string' && agent !== '') return agent;
  if (typeof agent !== 'object' || agent === null) return undefined;
  const name: unknown = Reflect.get(agent, 'name');
  return typeof name === 'string' && name !== '' ? name : undefined;
}
