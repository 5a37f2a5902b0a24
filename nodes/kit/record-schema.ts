// A schema of an object with free keys that does not pull TypeBox's type-level engine (15 KB gzipped) into browsers.
import { Type, type Static, type TSchema, type TUnsafe } from 'typebox';

/** The same JSON Schema as `Type.Record(Type.String({ pattern }), value)`: keys that match carry `value`. */
export function RecordSchema<V extends TSchema>(value: V, keyPattern = '^.*$'): TUnsafe<Record<string, Static<V>>> {
  return Type.Unsafe<Record<string, Static<V>>>({ type: 'object', patternProperties: { [keyPattern]: value } });
}
