// What a turn changed in the variables.
import { keptUntil } from '#nodes/kit/deadline.ts';
import type { FlowContext, FlowSnapshot } from '#nodes/flow/context.ts';
import type { Json } from '#nodes/kit/json.ts';

export interface VariableRow {
  readonly name: string;
  readonly value: Json | undefined;
  readonly before: Json | undefined;
  readonly change: 'same' | 'added' | 'changed' | 'removed';
}

/** Session variables and customer facts after a turn, against those before it. */
export function diffVariables(before: FlowSnapshot | null, after: FlowSnapshot | null): readonly VariableRow[] {
  const former = flat(before?.context);
  const now = flat(after?.context);
  const names = [...new Set([...now.keys(), ...former.keys()])].sort();
  return names.map((name) => {
    const value = now.get(name);
    const old = former.get(name);
    const change =
      value === undefined
        ? 'removed'
        : old === undefined
          ? 'added'
          : JSON.stringify(value) === JSON.stringify(old)
            ? 'same'
            : 'changed';
    return { name, value, before: old, change };
  });
}

function flat(context: FlowContext | undefined): ReadonlyMap<string, Json> {
  const entries: [string, Json][] = [
    ...Object.entries(context?.vars ?? {}),
    ...Object.entries(context?.flow ?? {}),
    ...Object.entries(context?.customer ?? {}).map(([name, value]): [string, Json] => [`customer.${name}`, value]),
  ];
  return new Map(
    entries.filter(([name, value]) => value !== null && keptUntil(name.replace(/^customer\./u, '')) === undefined),
  );
}
