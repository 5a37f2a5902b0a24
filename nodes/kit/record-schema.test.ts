// The light record schema must mean exactly what TypeBox's own does.
import { Type } from 'typebox';
import { describe, expect, it } from 'vitest';
import { fits } from './check.ts';
import { RecordSchema } from './record-schema.ts';

describe('the record schema', () => {
  it('is the same JSON Schema as a record of TypeBox', () => {
    expect(JSON.stringify(RecordSchema(Type.Unknown()))).toBe(
      JSON.stringify(Type.Record(Type.String(), Type.Unknown())),
    );
    const pattern = '^[a-z]+$';
    expect(JSON.stringify(RecordSchema(Type.Number(), pattern))).toBe(
      JSON.stringify(Type.Record(Type.String({ pattern }), Type.Number())),
    );
  });

  it('checks the values of matching keys', () => {
    const schema = RecordSchema(Type.String({ maxLength: 3 }));
    expect(fits(schema, { a: 'abc' })).toBe(true);
    expect(fits(schema, { a: 'abcd' })).toBe(false);
    expect(fits(schema, { a: 1 })).toBe(false);
    expect(fits(schema, 'text')).toBe(false);
  });
});
