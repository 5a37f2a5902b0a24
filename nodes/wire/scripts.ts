// POST /api/v1/scripts/try: runs a script of the designer with sample inputs, in the sandbox of the server.
import { Type, type Static } from 'typebox';
import { RecordSchema } from '#nodes/kit/record-schema.ts';
import { SCRIPT_TYPES } from '#nodes/kit/scripts.ts';

const Closed = { additionalProperties: false } as const;
const Name = Type.String({ pattern: '^[\\p{L}_][\\p{L}\\p{N}_]*$', maxLength: 60 });
const Declared = Type.Object({ name: Name, type: Type.Enum([...SCRIPT_TYPES]) }, Closed);

/** The script as the form holds it, not as it was saved, and a sample value for each input. */
export const TryScriptSchema = Type.Object(
  {
    language: Type.Enum(['typescript', 'javascript']),
    code: Type.String({ maxLength: 20_000 }),
    inputs: Type.Array(Declared, { maxItems: 30 }),
    input: RecordSchema(Type.Unknown()),
    outputs: Type.Array(Declared, { maxItems: 30 }),
    exits: Type.Array(Type.String({ pattern: '^[A-Za-z0-9_-]{1,40}$' }), { maxItems: 20 }),
    hosts: Type.Array(Type.String({ minLength: 1, maxLength: 260 }), { maxItems: 20 }),
    /** Milliseconds. */
    timeoutMs: Type.Integer({ minimum: 100, maximum: 30_000 }),
  },
  Closed,
);

/** What came of it. A script that failed is an answer too: `problem` says why. */
export const TriedScriptSchema = Type.Object({
  ok: Type.Boolean(),
  exit: Type.String(),
  values: RecordSchema(Type.Unknown()),
  logs: Type.Array(Type.String()),
  ms: Type.Number(),
  problem: Type.String(),
  /** Error code of the problem; empty when there is none. */
  code: Type.String(),
});

export type TryScript = Static<typeof TryScriptSchema>;
export type TriedScript = Static<typeof TriedScriptSchema>;
