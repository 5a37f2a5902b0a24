// When the variable picker opens while typing, and what a choice puts into the text.

export interface Trigger {
  /** Where the part to be replaced begins. */
  readonly from: number;
  readonly query: string;
}

const TEMPLATE = /(?:\{\{\s*([\p{L}\p{N}_.]*)|(?:^|\s)\/([\p{L}\p{N}_.]*))$/u;
const EXPRESSION = /(?:^|[^\p{L}\p{N}_.'"])([\p{L}_][\p{L}\p{N}_.]*)$/u;

/** The trigger right before the caret, if any: `{{` or `/` in templates, a beginning name in expressions. */
export function triggerAt(text: string, caret: number, kind: 'template' | 'expression'): Trigger | null {
  const before = text.slice(0, caret);
  const match = (kind === 'template' ? TEMPLATE : EXPRESSION).exec(before);
  if (match === null) return null;
  const query = match[1] ?? match[2] ?? '';
  if (kind === 'expression') return { from: caret - query.length, query };
  const braces = before.lastIndexOf('{{');
  return match[1] !== undefined ? { from: braces, query } : { from: caret - query.length - 1, query };
}

/** The text after choosing a variable, and where the caret goes. */
export function insertVariable(
  text: string,
  from: number,
  caret: number,
  name: string,
  kind: 'template' | 'expression',
): { readonly text: string; readonly caret: number } {
  const piece = kind === 'template' ? `{{ ${name} }}` : name;
  // Braces that were already closed by hand or by an earlier choice are not doubled.
  const rest = text.slice(caret).replace(kind === 'template' ? /^\s*\}\}/ : /^(?!)/, '');
  return { text: text.slice(0, from) + piece + rest, caret: from + piece.length };
}
