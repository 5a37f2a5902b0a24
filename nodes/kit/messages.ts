// What a flow says: the message as a customer's channel receives it (wire form) and the template it is rendered from.
import { Type, type Static } from 'typebox';
import { FILE_KINDS } from './file-types.ts';
import { RecordSchema } from './record-schema.ts';
import type { Value } from './values.ts';

const Id = Type.String({ minLength: 1, maxLength: 128 });
const Short = Type.String({ maxLength: 500 });
const Long = Type.String({ maxLength: 20_000 });

/** One option a customer may press. */
export const ChoiceSchema = Type.Object({ id: Id, label: Short });

/** A source that a knowledge answer cites. */
export const CitationSchema = Type.Object({
  title: Short,
  quote: Long,
  url: Type.Optional(Type.String({ maxLength: 2000 })),
});

/** One field of a form or lead card. `kind` decides keyboard, validation and what is stored. */
export const FormFieldSchema = Type.Object({
  name: Id,
  label: Short,
  kind: Type.Union([
    Type.Literal('text'),
    Type.Literal('textarea'),
    Type.Literal('number'),
    Type.Literal('date'),
    Type.Literal('phone'),
    Type.Literal('email'),
    Type.Literal('wechat'),
    Type.Literal('select'),
    Type.Literal('checkbox'),
  ]),
  required: Type.Boolean(),
  options: Type.Optional(Type.Array(ChoiceSchema, { maxItems: 100 })),
  placeholder: Type.Optional(Short),
  value: Type.Optional(Type.Union([Type.String(), Type.Number(), Type.Boolean()])),
});

/** A form as shown to the customer. `formId` is sent back with the answer. */
export const FormSchema = Type.Object({
  formId: Id,
  title: Type.Optional(Short),
  fields: Type.Array(FormFieldSchema, { maxItems: 50 }),
  submitLabel: Type.Optional(Short),
  /** Label of the way out; absent: the form cannot be declined. */
  cancelLabel: Type.Optional(Short),
  /** Consent sentence with a box to tick; the answer carries `consent: true`. */
  consent: Type.Optional(Type.Object({ text: Long, required: Type.Boolean(), version: Short })),
  /** Field problems of the last attempt: field name to sentence. */
  errors: Type.Optional(RecordSchema(Short)),
});

/** A card with an image, text and buttons. A `reply` button is answered with `choice: id`. */
export const CardSchema = Type.Object({
  title: Short,
  text: Type.Optional(Long),
  imageUrl: Type.Optional(Type.String({ maxLength: 2000 })),
  imageAlt: Type.Optional(Short),
  buttons: Type.Array(
    Type.Object({
      id: Id,
      label: Short,
      action: Type.Union([Type.Literal('reply'), Type.Literal('url'), Type.Literal('call')]),
      value: Type.Optional(Type.String({ maxLength: 2000 })),
    }),
    { maxItems: 10 },
  ),
});

/** A picture, sound, film or file by address. */
export const MediaSchema = Type.Object({
  kind: Type.Union([Type.Literal('image'), Type.Literal('audio'), Type.Literal('video'), Type.Literal('file')]),
  url: Type.String({ maxLength: 2000 }),
  alt: Type.Optional(Short),
  caption: Type.Optional(Long),
  name: Type.Optional(Short),
});

/**
 * A file that was sent in the conversation. `id` opens it for this conversation only; `contentType` is what its bytes are,
 * and `name` ends accordingly.
 */
export const SentFileSchema = Type.Object({
  id: Id,
  name: Type.String({ minLength: 1, maxLength: 200 }),
  contentType: Type.String({ maxLength: 100 }),
  kind: Type.Enum([...FILE_KINDS]),
  sizeBytes: Type.Integer({ minimum: 0 }),
});

/** What the customer is asked to attach: sorts of file, bytes of each at most, how many at most. */
export const UploadSchema = Type.Object({
  types: Type.Array(Type.Enum([...FILE_KINDS]), { minItems: 1, maxItems: 10 }),
  maxBytes: Type.Integer({ minimum: 1 }),
  count: Type.Integer({ minimum: 1, maximum: 10 }),
});

/** The kinds of message, as the customer API names them. */
export const MessageKindSchema = Type.Union([
  Type.Literal('text'),
  Type.Literal('choices'),
  Type.Literal('card'),
  Type.Literal('form'),
  Type.Literal('media'),
  Type.Literal('rating'),
  Type.Literal('notice'),
]);

/**
 * The body of a message: what it says, without id, sequence number, time and sender.
 * `rating` uses `choices` for its scale. `ai` marks text that a language model wrote.
 */
export const MessageBodySchema = Type.Object({
  kind: MessageKindSchema,
  text: Type.Optional(Long),
  choices: Type.Optional(Type.Array(ChoiceSchema, { maxItems: 100 })),
  card: Type.Optional(CardSchema),
  /** Several cards side by side (kind `card`); buttons are answered like those of a single card. */
  cards: Type.Optional(Type.Array(CardSchema, { maxItems: 10 })),
  form: Type.Optional(FormSchema),
  media: Type.Optional(MediaSchema),
  sources: Type.Optional(Type.Array(CitationSchema, { maxItems: 20 })),
  /** Files that were sent (kind `media`); `text` then holds their names, for whoever shows no files. */
  files: Type.Optional(Type.Array(SentFileSchema, { maxItems: 10 })),
  /** Files may be attached to the answer. */
  upload: Type.Optional(UploadSchema),
  ai: Type.Optional(Type.Boolean()),
  /** The node that said it; absent for people. */
  node: Type.Optional(Id),
});

export type Choice = Static<typeof ChoiceSchema>;
export type Citation = Static<typeof CitationSchema>;
export type FormField = Static<typeof FormFieldSchema>;
export type FormBody = Static<typeof FormSchema>;
export type CardBody = Static<typeof CardSchema>;
export type MediaBody = Static<typeof MediaSchema>;
export type SentFile = Static<typeof SentFileSchema>;
export type Upload = Static<typeof UploadSchema>;
export type MessageKind = Static<typeof MessageKindSchema>;
export type MessageBody = Static<typeof MessageBodySchema>;

/** The cards of a message, whether it shows one or several. */
export function cardsOf({ card, cards }: Pick<MessageBody, 'card' | 'cards'>): readonly CardBody[] {
  return cards ?? (card === undefined ? [] : [card]);
}

/** A message before rendering: the same shape as `MessageBody`, with marked values where text will be. */
export type MessageTemplate = { readonly kind: MessageKind } & { readonly [key: string]: Value };
