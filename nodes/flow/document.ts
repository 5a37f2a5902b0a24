// The flow document: what the canvas draws, what is stored, published and exported.
import { Type, type Static } from 'typebox';
import { RecordSchema } from '#nodes/kit/record-schema.ts';
import { LocalizedSchema } from '#nodes/kit/localized.ts';
import { WeeklyHoursSchema } from '#nodes/kit/gates.ts';

/** Ids are short, stable and safe inside XState targets: no dot, no leading underscore. */
const Id = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$' });
const Name = Type.String({ maxLength: 200 });
const Point = Type.Object({ x: Type.Number(), y: Type.Number() });

/** The current format of documents. `upgrade.ts` lifts older ones. */
export const FLOW_FORMAT = 1;

/** One node of the drawing. `config` is checked by its type's own schema. */
export const FlowNodeSchema = Type.Object({
  id: Id,
  type: Type.String({ minLength: 1, maxLength: 64 }),
  version: Type.Integer({ minimum: 1 }),
  name: Name,
  note: Type.Optional(Type.String({ maxLength: 4000 })),
  tags: Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { maxItems: 20 })),
  disabled: Type.Optional(Type.Boolean()),
  position: Point,
  /** Only for frames and notes. */
  size: Type.Optional(Type.Object({ width: Type.Number(), height: Type.Number() })),
  /** The frame it stands in. */
  parent: Type.Optional(Id),
  config: RecordSchema(Type.Unknown()),
});

/** One line of the drawing: from a port of a node to a node. */
export const FlowEdgeSchema = Type.Object({
  id: Id,
  from: Type.Object({ node: Id, port: Type.String({ minLength: 1, maxLength: 128 }) }),
  to: Type.Object({ node: Id }),
});

/**
 * A declared variable. `turn` lives until the customer's next act, `session` as long as the conversation, `customer` as long as the customer,
 * `flow` for all conversations of the flow together.
 */
export const FlowVariableSchema = Type.Object({
  name: Type.String({ pattern: '^[\\p{L}_][\\p{L}\\p{N}_]{0,63}$' }),
  type: Type.Enum(['text', 'number', 'boolean', 'date', 'list', 'object']),
  scope: Type.Enum(['turn', 'session', 'customer', 'flow']),
  initial: Type.Optional(Type.Unknown()),
  description: Type.Optional(Type.String({ maxLength: 500 })),
});

/** An intent with the sentences it is learnt from. */
export const FlowIntentSchema = Type.Object({
  id: Id,
  name: Name,
  description: Type.Optional(Type.String({ maxLength: 1000 })),
  examples: Type.Array(Type.String({ maxLength: 1000 }), { maxItems: 5000 }),
});

/** Words of the flow's own (products, shops, plans) that are found in what customers write; synonyms count as the value. */
export const FlowDictionarySchema = Type.Object({
  id: Id,
  name: Name,
  entries: Type.Array(
    Type.Object({
      value: Type.String({ minLength: 1, maxLength: 200 }),
      synonyms: Type.Array(Type.String({ maxLength: 200 }), { maxItems: 100 }),
    }),
    { maxItems: 5000 },
  ),
});

/** What holds for the whole flow. */
export const FlowSettingsSchema = Type.Object({
  /** The language of a customer whose own is not among `locales`. */
  locale: Type.String({ minLength: 2, maxLength: 20 }),
  locales: Type.Array(Type.String({ minLength: 2, maxLength: 20 }), { minItems: 1, maxItems: 20 }),
  timeZone: Type.String({ maxLength: 64 }),
  hours: Type.Optional(WeeklyHoursSchema),
  /** Said when nothing matches while the flow rests. */
  fallback: LocalizedSchema(),
  /** Said when the flow fails. */
  apology: LocalizedSchema(),
  /** What becomes of a question that another topic cut into. Absent: the usual words and bounds of `topics.ts`. */
  topics: Type.Optional(
    Type.Object({
      /** Said before it is asked again; empty: nothing. */
      bridge: Type.Optional(LocalizedSchema()),
      /** Asked before a switch; sees `event.from` and `event.to`. */
      switchQuestion: Type.Optional(LocalizedSchema()),
      giveUpMs: Type.Optional(Type.Integer({ minimum: 0, maximum: 400 * 86_400_000 })),
      maxResumes: Type.Optional(Type.Integer({ minimum: 0, maximum: 20 })),
    }),
  ),
  /** May the customer always ask for a person? Shows the button and listens for 人工 / "agent". */
  personButton: Type.Boolean(),
  /** The conversation ends by itself after this long without a customer message. */
  idleCloseMs: Type.Integer({ minimum: 60_000, maximum: 90 * 86_400_000 }),
  /** How the hosted page and the widget look. */
  face: Type.Object({
    title: LocalizedSchema(),
    color: Type.String({ pattern: '^#[0-9A-Fa-f]{6}$' }),
    greeting: Type.Optional(LocalizedSchema()),
    avatarUrl: Type.Optional(Type.String({ maxLength: 2000 })),
    side: Type.Enum(['left', 'right']),
  }),
});

/** The document. */
export const FlowDocumentSchema = Type.Object({
  format: Type.Literal('tandem.flow'),
  formatVersion: Type.Integer({ minimum: 1 }),
  name: Name,
  settings: FlowSettingsSchema,
  variables: Type.Array(FlowVariableSchema, { maxItems: 500 }),
  intents: Type.Array(FlowIntentSchema, { maxItems: 2000 }),
  /** Sentences that mean none of the intents, to be told apart from them. */
  outOfScope: Type.Optional(Type.Array(Type.String({ maxLength: 1000 }), { maxItems: 5000 })),
  dictionaries: Type.Optional(Type.Array(FlowDictionarySchema, { maxItems: 100 })),
  nodes: Type.Array(FlowNodeSchema, { maxItems: 10_000 }),
  edges: Type.Array(FlowEdgeSchema, { maxItems: 30_000 }),
});

export type FlowNode = Static<typeof FlowNodeSchema>;
export type FlowEdge = Static<typeof FlowEdgeSchema>;
export type FlowVariable = Static<typeof FlowVariableSchema>;
export type FlowIntent = Static<typeof FlowIntentSchema>;
export type FlowDictionary = Static<typeof FlowDictionarySchema>;
export type FlowSettings = Static<typeof FlowSettingsSchema>;
export type FlowDocument = Static<typeof FlowDocumentSchema>;

/** A new flow: a start node and nothing else. */
export function createFlowDocument(name: string, locale = 'zh-CN'): FlowDocument {
  return {
    format: 'tandem.flow',
    formatVersion: FLOW_FORMAT,
    name,
    settings: {
      locale,
      locales: ['zh-CN', 'en'],
      timeZone: 'Asia/Shanghai',
      fallback: {
        'zh-CN': '抱歉，我没有理解。您可以换个说法，或者找人工客服。',
        en: "Sorry, I didn't get that. Try other words, or ask for a person.",
      },
      apology: {
        'zh-CN': '抱歉，系统出了点问题。需要的话，我可以为您转接人工。',
        en: 'Sorry, something went wrong on our side. I can bring in a person if you like.',
      },
      personButton: true,
      idleCloseMs: 86_400_000,
      face: { title: name, color: '#2257D6', side: 'right' },
    },
    variables: [],
    intents: [],
    nodes: [{ id: 'start', type: 'start', version: 1, name: '', position: { x: 80, y: 160 }, config: {} }],
    edges: [],
  };
}
