// Reads the messages of a rehearsal by the schema of the customer API; anything else is left out.
import { Type, type Static } from 'typebox';
import { fits } from '#nodes/kit/check.ts';
import { MessageBodySchema } from '#nodes/kit/messages.ts';

const ShownSchema = Type.Object({
  id: Type.String(),
  from: Type.Enum(['customer', 'bot', 'agent', 'system']),
  by: Type.Optional(Type.String()),
  ...MessageBodySchema.properties,
});

/** A message as the test chat shows it. */
export type ShownMessage = Static<typeof ShownSchema>;

/** The readable messages of a turn. */
export function parseMessages(list: readonly unknown[]): readonly ShownMessage[] {
  return list.filter((item): item is ShownMessage => fits(ShownSchema, item));
}
