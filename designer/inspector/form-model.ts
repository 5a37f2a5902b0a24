// A form drawn from a schema: its fields in order, which of them show, and the problems of each.
import type { TObject, TSchema } from 'typebox';
import { uiOf, type FieldUi } from '#nodes/kit/fields.ts';
import type { Locale } from '#nodes/kit/localized.ts';
import type { FlowProblem } from '#nodes/wire/flows.ts';
import type { FieldProblem } from '../widgets/widget.ts';

export interface FormField {
  readonly name: string;
  readonly schema: TSchema;
  readonly ui: FieldUi;
}

/** The fields of a config schema that a form can draw. */
export function fieldsOf(schema: TObject): readonly FormField[] {
  return Object.entries(schema.properties).flatMap(([name, property]) => {
    const ui = uiOf(property);
    return ui === undefined ? [] : [{ name, schema: property, ui }];
  });
}

/** Is the field shown with this config? */
export function isShown(field: FormField, config: Readonly<Record<string, unknown>>): boolean {
  const { showWhen } = field.ui;
  if (showWhen === undefined) return true;
  const value = config[showWhen.field];
  return showWhen.is.some((one) => one === value);
}

/** The problems inside one field, with pointers relative to it. */
export function problemsOf(problems: readonly FlowProblem[], name: string, locale: Locale): readonly FieldProblem[] {
  const pointer = `/${name}`;
  return problems
    .filter((problem) => problem.field === pointer || problem.field?.startsWith(`${pointer}/`) === true)
    .map((problem) => ({
      pointer: problem.field?.slice(pointer.length) ?? '',
      severity: problem.severity,
      message: problem.message[locale],
    }));
}

/** Problems of the node that belong to no field of the form. */
export function looseProblems(problems: readonly FlowProblem[], fields: readonly FormField[]): readonly FlowProblem[] {
  return problems.filter((problem) => {
    const name = problem.field?.split('/')[1];
    return name === undefined || !fields.some((field) => field.name === name);
  });
}
