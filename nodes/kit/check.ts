// Checks data against a schema with the plain JSON Schema engine, which is half the weight of TypeBox's whole value toolbox in a browser.
import { Check, Errors } from 'typebox/schema';
import type { Static, TSchema } from 'typebox';

/** One way in which a value does not fit: where (JSON pointer) and why, in English. */
export interface Misfit {
  readonly instancePath: string;
  readonly keyword: string;
  readonly message: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Whether a value is of the declared form. Formats, patterns and bounds count; nothing is converted. */
export function fits<S extends TSchema>(schema: S, value: unknown): value is Static<S> {
  return Check(schema, value);
}

/** Every way in which a value does not fit; empty when it does. */
export function misfitsOf(schema: TSchema, value: unknown): readonly Misfit[] {
  const [, errors] = Errors(schema, value);
  return errors.map(({ instancePath, keyword, message, params }) => ({
    instancePath,
    keyword,
    message,
    params: { ...params },
  }));
}
