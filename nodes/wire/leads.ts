// Leads: list, detail, stage and owner, CSV and the webhook to sales.
import { Type, type Static } from 'typebox';
import { RecordSchema } from '#nodes/kit/record-schema.ts';

const Closed = { additionalProperties: false } as const;
export const LEAD_STAGES = ['new', 'contacted', 'qualified', 'won', 'lost'] as const;
export type LeadStage = (typeof LEAD_STAGES)[number];

/** A lead. `values` holds the fields as the customer gave them; `push` is where the webhook stands. */
export const LeadSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  phone: Type.String(),
  email: Type.String(),
  wechat: Type.String(),
  values: RecordSchema(Type.Unknown()),
  stage: Type.Enum(LEAD_STAGES),
  owner: Type.Union([Type.Object({ id: Type.String(), name: Type.String() }), Type.Null()]),
  partial: Type.Boolean(),
  consent: Type.Object({
    given: Type.Boolean(),
    text: Type.String(),
    version: Type.String(),
    at: Type.Union([Type.String(), Type.Null()]),
  }),
  source: RecordSchema(Type.Unknown()),
  sessionId: Type.String(),
  flow: Type.Object({ id: Type.String(), name: Type.String() }),
  /** How often the same person left a card. */
  submissions: Type.Integer(),
  note: Type.String(),
  createdAt: Type.String(),
  updatedAt: Type.String(),
  openedAt: Type.Union([Type.String(), Type.Null()]),
  /** Offered to somebody who has not taken it yet; `dueAt`: until when the flow waits. */
  offer: Type.Union([
    Type.Object({
      to: Type.Object({ id: Type.String(), name: Type.String() }),
      dueAt: Type.Union([Type.String(), Type.Null()]),
    }),
    Type.Null(),
  ]),
  push: Type.Object({
    state: Type.Enum(['off', 'queued', 'delivered', 'failed']),
    attempts: Type.Integer(),
    lastError: Type.String(),
  }),
});
/** GET /api/v1/leads?stage&owner&q&cursor&limit */
export const LeadListSchema = Type.Object({
  leads: Type.Array(LeadSchema),
  nextCursor: Type.Union([Type.String(), Type.Null()]),
  counts: RecordSchema(Type.Integer()),
});
/** PATCH /api/v1/leads/{id} */
export const UpdateLeadSchema = Type.Object(
  {
    stage: Type.Optional(Type.Enum(LEAD_STAGES)),
    ownerId: Type.Optional(Type.Union([Type.String(), Type.Null()])),
    note: Type.Optional(Type.String({ maxLength: 5000 })),
  },
  Closed,
);
/** GET/PUT /api/v1/settings/lead-webhook. The secret is write-only: `hasSecret` says whether one is stored; changing the URL's host needs the secret again. */
export const LeadWebhookSchema = Type.Object({
  url: Type.String(),
  enabled: Type.Boolean(),
  hasSecret: Type.Boolean(),
});
export const SaveLeadWebhookSchema = Type.Object(
  {
    url: Type.String({ maxLength: 2000 }),
    enabled: Type.Boolean(),
    secret: Type.Optional(Type.String({ minLength: 8, maxLength: 200 })),
  },
  Closed,
);

export type Lead = Static<typeof LeadSchema>;
export type LeadList = Static<typeof LeadListSchema>;
