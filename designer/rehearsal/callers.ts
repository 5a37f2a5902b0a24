// The steps of a flow that call other systems: what "other systems fail" in a rehearsal means.

const CALLING: ReadonlySet<string> = new Set(['http', 'mail', 'tool']);

/** The ids of the steps that call other systems. */
export function callersIn(nodes: readonly { readonly id: string; readonly type: string }[]): readonly string[] {
  return nodes.filter(({ type }) => CALLING.has(type)).map(({ id }) => id);
}
