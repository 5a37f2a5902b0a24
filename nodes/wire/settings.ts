// Workspace settings and the health page.
import { Type, type Static } from 'typebox';
import { LOCALES } from '#nodes/kit/localized.ts';
import { RecordSchema } from '#nodes/kit/record-schema.ts';

const Closed = { additionalProperties: false } as const;

/** GET /api/v1/settings. Model settings come from the environment and are shown, never their keys. */
export const SettingsSchema = Type.Object({
  /** `locale` null: nobody chose a language for all, each browser decides. */
  workspace: Type.Object({
    name: Type.String(),
    locale: Type.Union([Type.String(), Type.Null()]),
    timeZone: Type.String(),
  }),
  model: Type.Object({ configured: Type.Boolean(), baseUrl: Type.String(), model: Type.String() }),
  embedder: Type.Object({ configured: Type.Boolean(), baseUrl: Type.String(), model: Type.String() }),
  publicUrl: Type.String(),
  /** Hosts inside the private network that http nodes and webhooks may call, as `host` or `host:port`. */
  egressAllow: Type.Array(Type.String()),
  /** Origins that may embed the widget; empty: any. */
  widgetOrigins: Type.Array(Type.String()),
  /** True when customer identities are accepted; the secret itself never comes back. */
  identityConfigured: Type.Boolean(),
});
export const UpdateSettingsSchema = Type.Object(
  {
    workspace: Type.Optional(
      Type.Object(
        {
          name: Type.String({ minLength: 1, maxLength: 200 }),
          locale: Type.Union([Type.Enum(LOCALES), Type.Null()]),
          timeZone: Type.String({ minLength: 1, maxLength: 64 }),
        },
        Closed,
      ),
    ),
    egressAllow: Type.Optional(Type.Array(Type.String({ maxLength: 260 }), { maxItems: 100 })),
    widgetOrigins: Type.Optional(Type.Array(Type.String({ maxLength: 260 }), { maxItems: 100 })),
    /** Signs customer identities; null switches them off. */
    identitySecret: Type.Optional(Type.Union([Type.String({ minLength: 32, maxLength: 500 }), Type.Null()])),
  },
  Closed,
);
/** POST /api/v1/settings/model-test: asks the model one word. */
export const ModelTestSchema = Type.Object({ ok: Type.Boolean(), ms: Type.Number(), message: Type.String() });

/** GET /api/v1/health: what the operator of the server wants to see. */
export const HealthSchema = Type.Object({
  version: Type.String(),
  upSeconds: Type.Number(),
  memoryMb: Type.Number(),
  checks: Type.Array(Type.Object({ name: Type.String(), ok: Type.Boolean(), detail: Type.String() })),
  counts: RecordSchema(Type.Integer()),
});

/** DELETE /api/v1/demo removes everything the demo brought. GET says whether it is there. */
export const DemoStateSchema = Type.Object({ loaded: Type.Boolean() });

export type Settings = Static<typeof SettingsSchema>;
export type Health = Static<typeof HealthSchema>;
