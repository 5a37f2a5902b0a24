// The declaration of a node pack: an operator's own node type as plain data, the content of its node.json.
import { Type, type Static } from 'typebox';
import { NODE_GROUPS, type NodeGroup } from '#nodes/kit/define-node.ts';
import { LocalizedSchema } from '#nodes/kit/localized.ts';
import { RecordSchema } from '#nodes/kit/record-schema.ts';
import { RetrySchema } from '#nodes/kit/policies.ts';
import { SCRIPT_TYPES } from '#nodes/kit/scripts.ts';

/** The only form of declarations there is so far; stands in `pack`. */
export const PACK_FORMAT = 1;

/** The widgets a pack may ask for: those whose value is one plain setting. */
export const PACK_WIDGETS = [
  'text',
  'textarea',
  'number',
  'switch',
  'select',
  'duration',
  'expression',
  'template',
  'template-multiline',
  'variable',
  'tags',
  'credential',
] as const;
export type PackWidget = (typeof PACK_WIDGETS)[number];

/** A pack adds steps; it neither begins conversations nor decorates the canvas. */
export const PACK_GROUPS = NODE_GROUPS.filter((group): group is PackGroup => group !== 'trigger' && group !== 'canvas');
type PackGroup = Exclude<NodeGroup, 'trigger' | 'canvas'>;

const Closed = { additionalProperties: false } as const;

/** Words in both languages, neither of them empty. */
const Words = (maxLength: number) =>
  Type.Object(
    { 'zh-CN': Type.String({ minLength: 1, maxLength }), en: Type.String({ minLength: 1, maxLength }) },
    Closed,
  );

const FieldName = Type.String({ pattern: '^[a-z][A-Za-z0-9]{0,39}$' });
const PortId = Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_-]{0,39}$' });
const Source = Type.String({ minLength: 1, maxLength: 2000 });

/** A setting of the node. `type` is that of the value of an `expression` or `variable` (text unless told otherwise). */
export const PackFieldSchema = Type.Object(
  {
    name: FieldName,
    widget: Type.Enum([...PACK_WIDGETS]),
    label: Words(80),
    hint: Type.Optional(Words(300)),
    placeholder: Type.Optional(Words(120)),
    section: Type.Optional(Type.Enum(['main', 'advanced'])),
    showWhen: Type.Optional(
      Type.Object(
        { field: FieldName, is: Type.Array(Type.Union([Type.String(), Type.Boolean()]), { minItems: 1 }) },
        Closed,
      ),
    ),
    /** True: an empty value is an error in the drawing. */
    required: Type.Optional(Type.Boolean()),
    default: Type.Optional(Type.Unknown()),
    type: Type.Optional(Type.Enum([...SCRIPT_TYPES])),
    /** The values of a `select`. */
    options: Type.Optional(
      Type.Array(Type.Object({ value: Type.String({ minLength: 1, maxLength: 80 }), label: Words(80) }, Closed), {
        minItems: 1,
        maxItems: 100,
      }),
    ),
    /** Bounds of a `number` or `duration`. */
    minimum: Type.Optional(Type.Number()),
    maximum: Type.Optional(Type.Number()),
    /** Bound of a `text` or `textarea`. */
    maxLength: Type.Optional(Type.Integer({ minimum: 1, maximum: 20_000 })),
    /** Names this field had in older versions of the pack: its value is taken over from there. */
    was: Type.Optional(Type.Array(FieldName, { maxItems: 10 })),
  },
  Closed,
);

/** A way out. `error` is always there for packs that call out or compute, and is not declared. The first `main` port is the usual one. */
export const PackPortSchema = Type.Object(
  {
    id: PortId,
    label: Words(80),
    role: Type.Enum(['main', 'branch', 'problem']),
    required: Type.Optional(Type.Boolean()),
  },
  Closed,
);

/**
 * A call of another system. Texts are templates that see the settings as `config.<name>`; `results` and `exits` are expressions that also
 * see the answer as `answer` (`status`, `headers`, `body`). The first exit whose `when` holds is taken, then `error` from status 400 on.
 */
export const PackHttpSchema = Type.Object(
  {
    method: Type.Enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
    /** Begins with a fixed host; values are percent-encoded. */
    url: Source,
    headers: Type.Optional(RecordSchema(Type.String({ maxLength: 1000 }), '^[A-Za-z0-9-]{1,100}$')),
    query: Type.Optional(RecordSchema(Type.String({ maxLength: 1000 }), '^[^\\s]{1,100}$')),
    /** The name of a credential of the workspace, or `{{ config.<name> }}` of a `credential` field. */
    credential: Type.Optional(Type.String({ maxLength: 200 })),
    body: Type.Optional(Type.Unknown()),
    timeoutMs: Type.Optional(Type.Integer({ minimum: 100, maximum: 60_000 })),
    retry: Type.Optional(RetrySchema),
    results: Type.Optional(Type.Array(Type.Object({ to: FieldName, value: Source }, Closed), { maxItems: 30 })),
    exits: Type.Optional(Type.Array(Type.Object({ port: PortId, when: Source }, Closed), { maxItems: 20 })),
  },
  Closed,
);

/**
 * A run of `script.ts` in the sandbox. It reads the settings as `input.<name>` and writes `output.<name>`; `return` of the id of a port
 * leaves by it. With `hosts` it may call these, and nobody waits for it.
 */
export const PackScriptSchema = Type.Object(
  {
    /** The text of script.ts; filled in by the loader, never written in node.json. */
    code: Type.Optional(Type.String({ maxLength: 20_000 })),
    outputs: Type.Optional(
      Type.Array(
        Type.Object(
          {
            name: Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]{0,59}$' }),
            type: Type.Enum([...SCRIPT_TYPES]),
            to: FieldName,
          },
          Closed,
        ),
        { maxItems: 30 },
      ),
    ),
    hosts: Type.Optional(
      Type.Array(Type.String({ pattern: '^[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*(:[0-9]{1,5})?$', maxLength: 260 }), {
        maxItems: 20,
      }),
    ),
    timeoutMs: Type.Optional(Type.Integer({ minimum: 50, maximum: 30_000 })),
  },
  Closed,
);

/** A pack. Says `says`, then does `http` or `script` if there is one, then leaves by a port. */
export const PackDefinitionSchema = Type.Object(
  {
    pack: Type.Literal(PACK_FORMAT),
    /** Whose it is, a slash, and what it is called: `acme/orderLookup`. */
    type: Type.String({ pattern: '^[a-z][a-z0-9-]{0,29}/[a-z][A-Za-z0-9]{0,29}(@[0-9]{1,4})?$' }),
    /** Raised when fields change their meaning or names. */
    version: Type.Integer({ minimum: 1, maximum: 9999 }),
    group: Type.Enum([...PACK_GROUPS]),
    icon: Type.String({ minLength: 1, maxLength: 40 }),
    title: Words(60),
    description: Words(300),
    keywords: Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { maxItems: 50 }),
    fields: Type.Array(PackFieldSchema, { maxItems: 40 }),
    /** The line on the card; `{name}` stands for the value of a field. */
    summary: Words(200),
    ports: Type.Array(PackPortSchema, { minItems: 1, maxItems: 20 }),
    /** Said on the way in, one message each; templates that see `config.<name>`. */
    says: Type.Optional(Type.Array(LocalizedSchema(), { minItems: 1, maxItems: 10 })),
    http: Type.Optional(PackHttpSchema),
    script: Type.Optional(PackScriptSchema),
  },
  Closed,
);

export type PackField = Static<typeof PackFieldSchema>;
export type PackHttp = Static<typeof PackHttpSchema>;
export type PackScript = Static<typeof PackScriptSchema>;
export type PackDefinition = Static<typeof PackDefinitionSchema>;
