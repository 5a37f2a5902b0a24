// Flows: list, draft with revision check, check, publish, versions, import, export, rehearsal.
import { Type, type Static } from 'typebox';
import { RecordSchema } from '#nodes/kit/record-schema.ts';
import { RolloutRequestSchema } from './releases.ts';
import { MendSchema } from './mends.ts';
import { SignalName } from './sessions.ts';

const Closed = { additionalProperties: false } as const;
const Slug = Type.String({ pattern: '^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$' });
const Name = Type.String({ minLength: 1, maxLength: 200 });

/** A flow in the list. */
export const FlowSummarySchema = Type.Object({
  id: Type.String(),
  slug: Slug,
  name: Name,
  nodeCount: Type.Integer(),
  draftRevision: Type.Integer(),
  draftAt: Type.String(),
  draftBy: Type.String(),
  /** Newest published version; null: never published. */
  publishedVersion: Type.Union([Type.Integer(), Type.Null()]),
  publishedAt: Type.Union([Type.String(), Type.Null()]),
  /** True when the draft differs from the published version. */
  changed: Type.Boolean(),
  /** The version a share (in a hundred) of new sessions gets instead of the published one. */
  rollout: Type.Union([Type.Object({ version: Type.Integer(), share: Type.Integer() }), Type.Null()]),
});

/** GET /api/v1/flows/{id}. `document` is a FlowDocument of this server's format. */
export const FlowDetailSchema = Type.Object({
  flow: FlowSummarySchema,
  revision: Type.Integer(),
  document: Type.Unknown(),
});

/** POST /api/v1/flows: from a template, from a document, or blank. */
export const CreateFlowSchema = Type.Object(
  {
    name: Name,
    slug: Type.Optional(Slug),
    template: Type.Optional(Type.String({ maxLength: 64 })),
    document: Type.Optional(Type.Unknown()),
    locale: Type.Optional(Type.String({ maxLength: 20 })),
  },
  Closed,
);
/** PUT /api/v1/flows/{id}/draft: saved only if `revision` is still the current one (else 409 REVISION_CONFLICT with `facts.revision`, `facts.by`, `facts.at`). */
export const SaveDraftSchema = Type.Object(
  { revision: Type.Integer({ minimum: 0 }), document: Type.Unknown() },
  Closed,
);
export const DraftSavedSchema = Type.Object({ revision: Type.Integer(), savedAt: Type.String() });
/** PATCH /api/v1/flows/{id} */
export const UpdateFlowSchema = Type.Object({ name: Type.Optional(Name), slug: Type.Optional(Slug) }, Closed);

/** One problem of a flow. `node` and `field` (JSON pointer in its config) say where, `message` and `fix` what and how. */
export const FlowProblemSchema = Type.Object({
  code: Type.String(),
  severity: Type.Enum(['error', 'warning']),
  node: Type.Union([Type.String(), Type.Null()]),
  edge: Type.Optional(Type.String()),
  field: Type.Optional(Type.String()),
  message: Type.Object({ 'zh-CN': Type.String(), en: Type.String() }),
  fix: Type.Object({ 'zh-CN': Type.String(), en: Type.String() }),
  /** Changes that mend it, the likeliest first; absent where only a person can. */
  mends: Type.Optional(Type.Array(MendSchema)),
});

/**
 * POST /api/v1/flows/{id}/publish. 422 while something is in the way: FLOW_INVALID or DIALOGUES_RED, with `facts.problems` and `facts.red`
 * (the red dialogues: name, turn, expected, seen). `override` publishes in spite of red dialogues and of errors that the runtime can live
 * with; it needs an admin and a reason, and is written to the audit log. 409 STATE_CONFLICT while somebody else publishes.
 */
export const PublishSchema = Type.Object(
  {
    revision: Type.Integer({ minimum: 0 }),
    note: Type.String({ maxLength: 1000 }),
    /** Absent: to everybody. */
    rollout: Type.Optional(RolloutRequestSchema),
    override: Type.Optional(Type.Object({ reason: Type.String({ minLength: 3, maxLength: 1000 }) }, Closed)),
  },
  Closed,
);
export const FlowVersionSchema = Type.Object({
  version: Type.Integer(),
  note: Type.String(),
  by: Type.String(),
  at: Type.String(),
  nodeCount: Type.Integer(),
  current: Type.Boolean(),
});
export const FlowVersionDetailSchema = Type.Object({ version: FlowVersionSchema, document: Type.Unknown() });

/** GET /api/v1/flows/{id}/callers: one flow whose published version calls this one. */
export const FlowCallerSchema = Type.Object({
  flowId: Type.String(),
  name: Type.String(),
  publishedVersion: Type.Integer(),
  /** The version of this flow that it calls. */
  version: Type.Integer(),
  pinned: Type.Boolean(),
  /** True when it follows the newest version, and was published before that. */
  behind: Type.Boolean(),
});
/** POST /api/v1/flows/{id}/callers/{callerId}/publish */
export const PublishCallerSchema = Type.Object({ note: Type.String({ maxLength: 1000 }) }, Closed);

/** POST /api/v1/flows/{id}/versions/{version}/restore: makes an old version the draft, if `revision` is still the current one. */
export const RestoreSchema = Type.Object({ revision: Type.Integer({ minimum: 0 }) }, Closed);
/** POST /api/v1/flows/{id}/check: the problems of `document`, or of the stored draft. */
export const CheckFlowSchema = Type.Object({ document: Type.Optional(Type.Unknown()) }, Closed);

/** A shipped template. */
export const TemplateSchema = Type.Object({
  name: Type.String(),
  title: Type.Object({ 'zh-CN': Type.String(), en: Type.String() }),
  description: Type.Object({ 'zh-CN': Type.String(), en: Type.String() }),
  languages: Type.Array(Type.String()),
  icon: Type.String(),
  nodeCount: Type.Integer(),
});

/** One act of the customer or of staff in a rehearsal. */
export const ActSchema = Type.Union([
  Type.Object({ kind: Type.Literal('text'), text: Type.String({ maxLength: 20_000 }) }),
  Type.Object({ kind: Type.Literal('choice'), choice: Type.String({ maxLength: 128 }) }),
  Type.Object({ kind: Type.Literal('form'), values: RecordSchema(Type.Unknown()) }),
  /** Files by their names alone: what they are, the endings say. Nothing is uploaded. */
  Type.Object({
    kind: Type.Literal('files'),
    names: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 10 }),
  }),
  Type.Object({
    kind: Type.Literal('elapsed'),
    timerId: Type.String(),
    event: Type.String(),
    afterMs: Type.Number(),
  }),
  /** Another system reports an event, or time and the desk raise one; `data.key` is what a match key is compared with. */
  Type.Object({
    kind: Type.Literal('event'),
    name: SignalName,
    data: Type.Optional(RecordSchema(Type.Unknown())),
  }),
  Type.Object({ kind: Type.Literal('agent'), step: Type.Enum(['accept', 'resolve', 'return', 'abandon']) }),
]);

/**
 * POST /api/v1/flows/{id}/rehearse: plays one event on a draft without touching anything. The caller keeps `snapshot` and `timers`
 * (so going back in time is sending an older one). Side effects outside are mocked: `http.request` and `tool.call` answer
 * `mocks[nodeId]` or emptily, `mail.send` is taken; `{ "error": "CODE" }` makes any of them fail.
 */
export const RehearseSchema = Type.Object(
  {
    document: Type.Unknown(),
    /** null: start a conversation. */
    snapshot: Type.Union([Type.Unknown(), Type.Null()]),
    locale: Type.Optional(Type.String({ maxLength: 20 })),
    /** Only with a null snapshot: begins as a recorded conversation did, for the same customer and with the same chances. */
    start: Type.Optional(
      Type.Object(
        {
          sessionId: Type.String({ minLength: 1, maxLength: 128 }),
          seed: Type.Number(),
          channel: Type.String({ maxLength: 64 }),
          source: RecordSchema(Type.Unknown()),
          customer: RecordSchema(Type.Unknown()),
        },
        Closed,
      ),
    ),
    /** The customer's or staff's act; absent with a null snapshot. `elapsed` plays the timer with that id. */
    act: Type.Optional(ActSchema),
    /** Unix ms of the rehearsal's own clock. */
    at: Type.Number(),
    agentsOnline: Type.Optional(Type.Boolean()),
    mocks: Type.Optional(RecordSchema(Type.Unknown())),
  },
  Closed,
);

/** What happened in one rehearsed turn. `trace` is the path with times in ms from the start of the turn; `why` explains in plain words. */
export const RehearsedSchema = Type.Object({
  snapshot: Type.Unknown(),
  messages: Type.Array(Type.Unknown()),
  trace: Type.Array(Type.Object({ node: Type.String(), port: Type.Optional(Type.String()), ms: Type.Number() })),
  timers: Type.Array(Type.Object({ id: Type.String(), event: Type.String(), dueAt: Type.Number() })),
  cancelled: Type.Array(Type.String()),
  effects: Type.Array(
    Type.Object({ kind: Type.String(), node: Type.String(), request: Type.Unknown(), mocked: Type.Boolean() }),
  ),
  understood: Type.Union([Type.Unknown(), Type.Null()]),
  why: Type.Array(Type.Object({ 'zh-CN': Type.String(), en: Type.String() })),
  outcome: Type.Enum(['waiting', 'done', 'faulted']),
  attention: Type.Enum(['bot', 'queue', 'person']),
  fault: Type.Union([
    Type.Object({ code: Type.String(), message: Type.String(), node: Type.Union([Type.String(), Type.Null()]) }),
    Type.Null(),
  ]),
});

/**
 * POST /api/v1/flows/import: a bundle, a bare flow document, or an export of another product, as JSON; or the text of such a file
 * (YAML, CSV); or, with `encoding`, its bytes (archives).
 */
export const ImportFlowSchema = Type.Object(
  {
    name: Type.Optional(Name),
    bundle: Type.Unknown(),
    encoding: Type.Optional(Type.Literal('base64')),
    /** The flow whose draft it becomes; absent: a new flow. */
    replace: Type.Optional(Type.String({ maxLength: 128 })),
  },
  Closed,
);

/** One block of another product that has no equal here. `node` stands in for it; null: it was left out. */
export const UnmatchedBlockSchema = Type.Object({
  kind: Type.String(),
  where: Type.String(),
  node: Type.Union([Type.String(), Type.Null()]),
  standIn: Type.Object({ 'zh-CN': Type.String(), en: Type.String() }),
});

/**
 * Its answer. `problems` are those that the flow came with; errors among them must be mended before publishing. `product` says where
 * the file came from, `unmatched` what of it had no equal.
 */
export const FlowImportedSchema = Type.Object({
  flow: FlowSummarySchema,
  problems: Type.Array(FlowProblemSchema),
  product: Type.Enum(['tandem', 'typebot', 'dify', 'botpress', 'questions']),
  unmatched: Type.Array(UnmatchedBlockSchema),
});

export type FlowSummary = Static<typeof FlowSummarySchema>;
export type FlowDetail = Static<typeof FlowDetailSchema>;
export type FlowProblem = Static<typeof FlowProblemSchema>;
export type FlowVersion = Static<typeof FlowVersionSchema>;
export type FlowCaller = Static<typeof FlowCallerSchema>;
export type UnmatchedBlock = Static<typeof UnmatchedBlockSchema>;
export type FlowImported = Static<typeof FlowImportedSchema>;
export type Template = Static<typeof TemplateSchema>;
export type Rehearse = Static<typeof RehearseSchema>;
export type Rehearsed = Static<typeof RehearsedSchema>;
