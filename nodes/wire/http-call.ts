// POST /api/v1/http/try: one real call from the designer, with placeholders already filled in.
import { Type, type Static } from 'typebox';
import { RecordSchema } from '#nodes/kit/record-schema.ts';

const Closed = { additionalProperties: false } as const;
const Pair = Type.Object(
  { label: Type.String({ minLength: 1, maxLength: 200 }), value: Type.String({ maxLength: 4000 }) },
  Closed,
);

/** The call. `credential` is a name; empty: none. */
export const TryCallSchema = Type.Object(
  {
    method: Type.Enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
    url: Type.String({ minLength: 1, maxLength: 4000 }),
    query: Type.Array(Pair, { maxItems: 30 }),
    headers: Type.Array(Pair, { maxItems: 30 }),
    /** JSON or text; empty: none. */
    body: Type.String({ maxLength: 20_000 }),
    credential: Type.String({ maxLength: 80 }),
    /** Milliseconds. */
    timeoutMs: Type.Integer({ minimum: 100, maximum: 30_000 }),
  },
  Closed,
);

/** What came back. A call that failed is an answer too: `problem` says why, and `status` is 0. */
export const TriedCallSchema = Type.Object({
  status: Type.Integer(),
  ms: Type.Number(),
  headers: RecordSchema(Type.String()),
  body: Type.Unknown(),
  problem: Type.String(),
  /** Error code of the problem; empty when there is none. */
  code: Type.String(),
});

export type TryCall = Static<typeof TryCallSchema>;
export type TriedCall = Static<typeof TriedCallSchema>;
