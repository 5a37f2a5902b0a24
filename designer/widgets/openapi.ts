// Reads an OpenAPI 3 description and makes the skeleton of a call of one operation. References inside the description only.

/** One operation to choose. */
export interface Operation {
  readonly id: string;
  readonly label: string;
}

/** What an operation fills in. */
export interface CallSkeleton {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly query: readonly { readonly label: string; readonly expr: string }[];
  readonly headers: readonly { readonly label: string; readonly expr: string }[];
  readonly body: string;
}

type Obj = Readonly<Record<string, unknown>>;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
const MAX_DEPTH = 8;
const MAX_MEMBERS = 60;

/** Throws with a reason when it is no OpenAPI 3 description. */
export function readDescription(value: unknown): Obj {
  if (!isObject(value)) throw new Error('no object');
  if (typeof value['openapi'] !== 'string' || !value['openapi'].startsWith('3.')) throw new Error('no "openapi: 3…"');
  if (!isObject(value['paths'])) throw new Error('no "paths"');
  return value;
}

/** The operations, in the order of the description. */
export function operationsOf(description: Obj): readonly Operation[] {
  return Object.entries(asObject(description['paths'])).flatMap(([path, item]) =>
    METHODS.filter((method) => isObject(asObject(item)[method])).map((method) => {
      const { summary } = asObject(asObject(item)[method]);
      const words = typeof summary === 'string' && summary !== '' ? ` · ${summary.slice(0, 120)}` : '';
      return { id: `${method} ${path}`, label: `${method.toUpperCase()} ${path}${words}` };
    }),
  );
}

/** The call of an operation: required parameters as placeholders named like them, the body from example or schema. */
export function skeletonOf(description: Obj, id: string): CallSkeleton | undefined {
  const space = id.indexOf(' ');
  const method = METHODS.find((one) => one === id.slice(0, space));
  const path = id.slice(space + 1);
  const paths = asObject(description['paths']);
  const item = Object.hasOwn(paths, path) ? asObject(paths[path]) : {};
  if (method === undefined || !isObject(item[method])) return undefined;
  const operation = item[method];
  const parameters = [...listOf(operation['parameters']), ...listOf(item['parameters'])].map((one) =>
    resolved(description, one),
  );
  const pairs = (place: string) =>
    parameters
      .filter((one) => one['in'] === place && one['required'] === true && typeof one['name'] === 'string')
      .map((one) => ({
        label: String(one['name']),
        expr: exampleText(one) ?? `{{ ${variableFrom(String(one['name']))} }}`,
      }));
  const url =
    serverOf(description, operation) +
    path.replace(/\{([^{}]+)\}/gu, (_all, name: string) => `{{ ${variableFrom(name)} }}`);
  return {
    method: upper(method),
    url,
    query: pairs('query'),
    headers: pairs('header').filter(({ label }) => label.toLowerCase() !== 'authorization'),
    body: bodyOf(description, operation),
  };
}

function upper(method: (typeof METHODS)[number]): CallSkeleton['method'] {
  const table = { get: 'GET', post: 'POST', put: 'PUT', patch: 'PATCH', delete: 'DELETE' } as const;
  return table[method];
}

function serverOf(description: Obj, operation: Obj): string {
  const [server] = [...listOf(operation['servers']), ...listOf(description['servers'])];
  const given = asObject(server);
  const variables = asObject(given['variables']);
  const url = (typeof given['url'] === 'string' ? given['url'] : '').replace(/\{([^{}]+)\}/gu, (_all, name: string) =>
    textOf(asObject(variables[name])['default']),
  );
  return /^https?:\/\/[^/?#{}\s]+/iu.test(url)
    ? url.replace(/\/$/u, '')
    : `https://api.example.com${url.startsWith('/') ? url.replace(/\/$/u, '') : ''}`;
}

function bodyOf(description: Obj, operation: Obj): string {
  const content = asObject(resolved(description, operation['requestBody'])['content']);
  const media = Object.entries(content).find(([type]) => /^application\/([\w.+-]+\+)?json/iu.test(type))?.[1];
  if (media === undefined) return '';
  const { example, schema } = asObject(media);
  return JSON.stringify(example ?? sampleOf(description, schema, 0), null, 2);
}

/** A value of the form a schema asks for: texts are placeholders named like their member. */
function sampleOf(description: Obj, given: unknown, depth: number, name = 'value'): unknown {
  if (depth > MAX_DEPTH) return null;
  const schema = resolved(description, given);
  if (schema['example'] !== undefined) return schema['example'];
  if (schema['default'] !== undefined) return schema['default'];
  const [choice] = listOf(schema['enum']);
  if (choice !== undefined) return choice;
  const parts = listOf(schema['allOf']);
  if (parts.length > 0) {
    const merged = parts.slice(0, MAX_MEMBERS).map((part) => sampleOf(description, part, depth + 1, name));
    return Object.assign({}, ...merged.filter(isObject)) as unknown;
  }
  const [first] = [...listOf(schema['oneOf']), ...listOf(schema['anyOf'])];
  if (first !== undefined) return sampleOf(description, first, depth + 1, name);
  const type = Array.isArray(schema['type']) ? (schema['type'] as unknown[])[0] : schema['type'];
  if (type === 'object' || isObject(schema['properties'])) {
    return Object.fromEntries(
      Object.entries(asObject(schema['properties']))
        .slice(0, MAX_MEMBERS)
        .map(([key, member]) => [key, sampleOf(description, member, depth + 1, key)]),
    );
  }
  if (type === 'array') return [sampleOf(description, schema['items'], depth + 1, name)];
  if (type === 'integer' || type === 'number') return 0;
  if (type === 'boolean') return false;
  return `{{ ${variableFrom(name)} }}`;
}

/** Follows `#/…` references; any other reference leads nowhere, and a circle ends. */
function resolved(description: Obj, value: unknown): Obj {
  let current = asObject(value);
  for (let hops = 0; typeof current['$ref'] === 'string'; hops++) {
    if (hops > MAX_DEPTH || !current['$ref'].startsWith('#/')) return {};
    const keys = current['$ref']
      .slice(2)
      .split('/')
      .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
    current = asObject(
      keys.reduce<unknown>((at, key) => (isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined), description),
    );
  }
  return current;
}

function exampleText(parameter: Obj): string | undefined {
  const example = parameter['example'] ?? asObject(parameter['schema'])['default'];
  return example === undefined ? undefined : textOf(example);
}

function variableFrom(name: string): string {
  const plain = name.replace(/[^\p{L}\p{N}_]+/gu, '_');
  return /^\p{N}/u.test(plain) ? `_${plain}` : plain;
}

function textOf(value: unknown): string {
  return typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : '';
}

function isObject(value: unknown): value is Obj {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asObject(value: unknown): Obj {
  return isObject(value) ? value : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}
