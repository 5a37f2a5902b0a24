// The one form of an error answer: application/problem+json (RFC 9457) with a stable code.
import { Type, type Static } from 'typebox';
import { RecordSchema } from '#nodes/kit/record-schema.ts';

/** An error answer. `detail` says what, where and how to mend it; `facts` carries machine-readable particulars. */
export const ProblemSchema = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  code: Type.String(),
  detail: Type.String(),
  facts: Type.Optional(RecordSchema(Type.Unknown())),
});
export type Problem = Static<typeof ProblemSchema>;
