// Checks against a schema of the code, compiled once: a large drawing holds thousands of values. A browser page that forbids code from strings gets
// `declared-check.browser.ts` in its place (package.json, `imports`).
import { Compile, type Validator } from 'typebox/schema';
import type { Static, TSchema } from 'typebox';

const compiled = new WeakMap<TSchema, Validator>();

/** As `fits` of `check.ts`, quicker; only for schemas that the code or a node pack declares, never for one that a flow brings: code is made from it. */
export function fitsDeclared<S extends TSchema>(schema: S, value: unknown): value is Static<S> {
  let validator = compiled.get(schema);
  if (validator === undefined) {
    validator = Compile(schema);
    compiled.set(schema, validator);
  }
  return validator.Check(value);
}
