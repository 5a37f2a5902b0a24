// Mends: changes of a flow document that a check offers, as data, so that one press makes them and one undo takes them back.
import { Type, type Static } from 'typebox';

const Id = Type.String({ minLength: 1, maxLength: 128 });

/** One change. `field` is a JSON pointer into the node's config, or into the document's settings when `node` is null. */
export const MendChangeSchema = Type.Union([
  /** Puts an End behind a way out. */
  Type.Object({ kind: Type.Literal('end'), node: Id, port: Id }),
  /** Leads a way out to a node that is there already. */
  Type.Object({ kind: Type.Literal('connect'), node: Id, port: Id, to: Id }),
  Type.Object({ kind: Type.Literal('disconnect'), edge: Id }),
  Type.Object({ kind: Type.Literal('remove'), node: Id }),
  /** Declares a text variable of the conversation. */
  Type.Object({ kind: Type.Literal('declare'), name: Type.String() }),
  /** Writes a text that is missing in one language: a draft from another one. */
  Type.Object({
    kind: Type.Literal('translate'),
    node: Type.Union([Id, Type.Null()]),
    field: Type.String(),
    locale: Type.String(),
    text: Type.String(),
  }),
  /** Puts a value in place of what a field holds. */
  Type.Object({ kind: Type.Literal('set'), node: Id, field: Type.String(), value: Type.Unknown() }),
  /** Puts a question for consent before a node, on every line that leads to it; a no goes on at `otherwise`, or ends. */
  Type.Object({ kind: Type.Literal('ask-consent'), node: Id, otherwise: Type.Union([Id, Type.Null()]) }),
]);

/** A change with the words of its button. */
export const MendSchema = Type.Object({
  label: Type.Object({ 'zh-CN': Type.String(), en: Type.String() }),
  change: MendChangeSchema,
});

export type MendChange = Static<typeof MendChangeSchema>;
export type Mend = Static<typeof MendSchema>;
