// Variables of a session under another version's declarations: converted where the value can be read, else taken out and reported.
import type { Json, JsonObject } from '#nodes/kit/json.ts';
import type { FlowDocument, FlowVariable } from './document.ts';

/** What happened to a variable whose declared type changed. `lost` values are kept in the journal, not in the session. */
export interface VariableChange {
  readonly name: string;
  readonly from: FlowVariable['type'];
  readonly to: FlowVariable['type'];
  readonly outcome: 'converted' | 'lost';
}

/** Values as the new version declares them. Undeclared ones stay; new ones get their first value. */
export function convertVariables(
  before: FlowDocument,
  after: FlowDocument,
  vars: JsonObject,
): { readonly vars: JsonObject; readonly changes: readonly VariableChange[]; readonly lost: JsonObject } {
  const old = new Map(before.variables.map((variable) => [variable.name, variable]));
  const next = new Map(Object.entries(vars));
  const changes: VariableChange[] = [];
  const lost = new Map<string, Json>();
  for (const variable of after.variables) {
    if (variable.scope !== 'session') continue;
    const { name, type: to } = variable;
    const from = old.get(name)?.type;
    const value = next.get(name);
    if (value === undefined || value === null) {
      if (from === undefined && variable.initial !== undefined && !next.has(name))
        next.set(name, parseInitial(variable));
      continue;
    }
    if (from === undefined || from === to) continue;
    const converted = convert(value, to);
    changes.push({ name, from, to, outcome: converted === undefined ? 'lost' : 'converted' });
    if (converted !== undefined) next.set(name, converted);
    else {
      next.delete(name);
      lost.set(name, value);
    }
  }
  return { vars: Object.fromEntries(next), changes, lost: Object.fromEntries(lost) };
}

/** The value as another type, or undefined when that would be a guess. */
function convert(value: Json, to: FlowVariable['type']): Json | undefined {
  switch (to) {
    case 'text':
      return typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value);
    case 'number': {
      if (typeof value === 'number') return value;
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
      return Number.isFinite(number) ? number : undefined;
    }
    case 'boolean':
      if (typeof value === 'boolean') return value;
      if (value === 'true' || value === 1) return true;
      return value === 'false' || value === 0 ? false : undefined;
    case 'date':
      return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value) ? value : undefined;
    case 'list':
      return Array.isArray(value) ? (value as readonly Json[]) : [value];
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  }
}

/** First values are JSON; the document's schema leaves their type open. */
function parseInitial(variable: FlowVariable): Json {
  return variable.initial as Json;
}
