// A fresh record of a list: what its schema gives as defaults, and a name or id that is not taken.
import type { TObject, TSchema } from 'typebox';

type RecordItem = Readonly<Record<string, unknown>>;

/** A record that satisfies its schema as far as empty values can. Optional members are left out. */
export function newRecord(
  { properties, required }: TObject,
  items: readonly RecordItem[],
  newId: (prefix: string) => string,
): RecordItem {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, property]) =>
      (required as readonly string[]).includes(name) ? [[name, firstValue(name, property, items, newId)]] : [],
    ),
  );
}

function firstValue(
  name: string,
  property: TSchema,
  items: readonly RecordItem[],
  newId: (prefix: string) => string,
): unknown {
  const { default: usual, type, minimum, enum: values } = parseFacts(property);
  if (usual !== undefined) return usual;
  if (name === 'id') return newId('i');
  if (name === 'name') {
    let place = items.length + 1;
    while (items.some((item) => item['name'] === `item${place}`)) place += 1;
    return `item${place}`;
  }
  if (values?.[0] !== undefined) return values[0];
  if (type === 'boolean') return false;
  if (type === 'array') return [];
  if (type === 'number' || type === 'integer') return Math.max(0, minimum ?? 0);
  return '';
}

/** Plain JSON Schema members. */
function parseFacts(property: TSchema): {
  readonly default?: unknown;
  readonly type?: string;
  readonly minimum?: number;
  readonly enum?: readonly unknown[];
} {
  return property;
}
