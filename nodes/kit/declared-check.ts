// Checks against a schema of the code, compiled once: a large drawing holds thousands of values. A browser page that forbids code from strings gets
// `declared-check.browser.ts` in its place (package.json, `imports`).
import { Compile } from 'typebox/schema';
import type { Static, TSchema } from 'typebox';

/** Whether a value is of the form that was compiled. TypeBox's own type of it costs the type check nine seconds in each program. */
type Compiled = (value: unknown) => boolean;

const compiled = new WeakMap<TSchema, Compiled>();

/** As `fits` of `check.ts`, quicker; only for schemas that the code or a node pack declares, never for one that a flow brings: code is made from it. */
export function fitsDeclared<S extends TSchema>(schema: S, value: unknown): value is Static<S> {
  let check = compiled.get(schema);
  if (check === undefined) {
    const validator = Compile<TSchema>(schema);
    check = (given) => validator.Check(given);
    compiled.set(schema, check);
  }
  return check(value);
}
