// What every form widget gets and gives.
import type { TSchema } from 'typebox';
import type { FieldUi } from '#nodes/kit/fields.ts';

/** Something wrong inside a field. `pointer` is relative to the field: empty for the field itself. */
export interface FieldProblem {
  readonly pointer: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

export interface WidgetProps {
  /** Id of the element that takes the focus for this field. */
  readonly id: string;
  readonly label: string;
  readonly ui: FieldUi;
  readonly schema: TSchema;
  readonly value: unknown;
  readonly problems: readonly FieldProblem[];
  readonly describedBy: string | undefined;
  readonly onChange: (value: unknown) => void;
}

/** The problem of one item or of the field itself, if any. */
export function problemAt(problems: readonly FieldProblem[], pointer: string): FieldProblem | undefined {
  return problems.find((problem) => problem.pointer === pointer || problem.pointer.startsWith(`${pointer}/`));
}

/** Reads a list out of an unknown value. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller names what its schema holds
export function parseList<Item>(value: unknown): readonly Item[] {
  return Array.isArray(value) ? (value as Item[]) : [];
}

/** Reads an object out of an unknown value, with what is missing taken from `defaults`. */
export function parseFields<Fields extends object>(value: unknown, defaults: Fields): Fields {
  return typeof value === 'object' && value !== null ? { ...defaults, ...(value as Partial<Fields>) } : defaults;
}
