// Schemas are compiled at the first request that needs them: most routes are not called in a minute, and compiling all of them was half of a start.
import AjvCompiler from '@fastify/ajv-compiler';
import SerializerSelector from '@fastify/fast-json-stringify-compiler';
import type { FastifySchemaCompiler, FastifySerializerCompiler } from 'fastify';
import type { FastifyRouteSchemaDef, FastifyValidationResult } from 'fastify/types/schema.js';

/** Nothing is removed from or converted in what came; defaults are filled in. */
const AJV_OPTIONS = {
  removeAdditional: false,
  coerceTypes: false,
  useDefaults: true,
  allErrors: false,
  strict: false,
} as const;

/** Fastify's own validator, asked late. A schema that cannot be compiled fails its first request; a test compiles every one of them. */
export function createLazyValidator(): FastifySchemaCompiler<unknown> {
  const compiler = lazily(() => AjvCompiler()({}, { customOptions: AJV_OPTIONS }));
  return (route) => {
    // Ajv's compiler takes the whole definition of the route, whatever its types say.
    const compiled = lazily(() => compiler()(route as unknown as object) as FastifyValidationResult);
    const validate: FastifyValidationResult = (data: unknown) => {
      const check = compiled();
      const verdict = check(data) as boolean;
      // Fastify reads the reasons from the function it called.
      validate.errors = check.errors ?? null;
      return verdict;
    };
    return validate;
  };
}

/** Fastify's own serializer, asked late. */
export function createLazySerializer(): FastifySerializerCompiler<unknown> {
  const compiler = lazily(() => SerializerSelector()());
  return (route) => {
    const compiled = lazily(() => compiler()(definitionOf(route)));
    return (data: unknown) => compiled()(data);
  };
}

function definitionOf(route: FastifyRouteSchemaDef<unknown>): {
  method: string;
  url: string;
  httpStatus: string;
  schema: unknown;
} {
  return { method: route.method, url: route.url, httpStatus: route.httpStatus ?? '', schema: route.schema };
}

function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
