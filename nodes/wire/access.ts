// Staff access: set-up, sign-in, users, API tokens, audit.
import { Type, type Static } from 'typebox';
import { LOCALES } from '#nodes/kit/localized.ts';
import { RecordSchema } from '#nodes/kit/record-schema.ts';

/** The roles, from most to least. */
export const ROLES = ['admin', 'designer', 'agent', 'supervisor', 'sales', 'viewer'] as const;
export const RoleSchema = Type.Enum(ROLES);
export type Role = (typeof ROLES)[number];

const Email = Type.String({ minLength: 3, maxLength: 254, pattern: '^[^@\\s]+@[^@\\s]+$' });
const Password = Type.String({ minLength: 10, maxLength: 200 });
const Name = Type.String({ minLength: 1, maxLength: 100 });
const Chosen = Type.Union([Type.Enum(LOCALES), Type.Null()]);
const Closed = { additionalProperties: false } as const;

export const UserSchema = Type.Object({
  id: Type.String(),
  name: Name,
  email: Type.String(),
  role: RoleSchema,
  disabled: Type.Boolean(),
  createdAt: Type.String(),
  lastSeenAt: Type.Union([Type.String(), Type.Null()]),
});
export type User = Static<typeof UserSchema>;

/** GET /api/v1/setup */
export const SetupStateSchema = Type.Object({ needed: Type.Boolean() });
/** POST /api/v1/setup: makes the first admin with the one-time token; `demo` loads the demo workspace. Signs in. */
export const SetupSchema = Type.Object(
  {
    token: Type.String({ maxLength: 200 }),
    name: Name,
    email: Email,
    password: Password,
    locale: Type.Enum(LOCALES),
    demo: Type.Boolean(),
  },
  Closed,
);
/** POST /api/v1/auth/sign-in */
export const SignInSchema = Type.Object(
  { email: Email, password: Type.String({ minLength: 1, maxLength: 200 }) },
  Closed,
);
/** GET /api/v1/auth/me and the answer of sign-in and set-up. `csrfToken` goes into the `x-csrf-token` header of every write. */
export const MeSchema = Type.Object({
  user: UserSchema,
  /** The interface language this person chose; null: none yet. */
  locale: Chosen,
  /** Its `locale` is for those who chose none; null: nobody chose one for all, the browser decides. */
  workspace: Type.Object({
    id: Type.String(),
    name: Type.String(),
    locale: Type.Union([Type.String(), Type.Null()]),
    timeZone: Type.String(),
  }),
  csrfToken: Type.String(),
  /** What IT has set up: a language model, an embeddings server, a program that reads the text in images. */
  features: Type.Object({ model: Type.Boolean(), embedder: Type.Boolean(), imageText: Type.Boolean() }),
});
/** PUT /api/v1/auth/locale: the interface language, kept with the account; null goes back to not having chosen. */
export const ChooseLocaleSchema = Type.Object({ locale: Chosen }, Closed);
/** POST /api/v1/auth/password */
export const ChangePasswordSchema = Type.Object({ current: Type.String({ maxLength: 200 }), next: Password }, Closed);

/** POST /api/v1/users: the password is made by the server and shown once. */
export const CreateUserSchema = Type.Object({ name: Name, email: Email, role: RoleSchema }, Closed);
export const UserCreatedSchema = Type.Object({ user: UserSchema, password: Type.String() });
/** PATCH /api/v1/users/{id} */
export const UpdateUserSchema = Type.Object(
  { name: Type.Optional(Name), role: Type.Optional(RoleSchema), disabled: Type.Optional(Type.Boolean()) },
  Closed,
);

export const ApiTokenSchema = Type.Object({
  id: Type.String(),
  name: Name,
  role: RoleSchema,
  createdAt: Type.String(),
  lastUsedAt: Type.Union([Type.String(), Type.Null()]),
});
export const CreateTokenSchema = Type.Object({ name: Name, role: RoleSchema }, Closed);
export const TokenCreatedSchema = Type.Object({ token: ApiTokenSchema, secret: Type.String() });

/** One line of the audit log. `action` is `noun.verb`; `target` names the object. */
export const AuditEntrySchema = Type.Object({
  id: Type.String(),
  at: Type.String(),
  actor: Type.Object({ kind: Type.Enum(['user', 'token', 'system']), id: Type.String(), name: Type.String() }),
  action: Type.String(),
  target: Type.String(),
  outcome: Type.Enum(['done', 'denied']),
  facts: RecordSchema(Type.Unknown()),
});

export type Me = Static<typeof MeSchema>;
export type ApiToken = Static<typeof ApiTokenSchema>;
export type AuditEntry = Static<typeof AuditEntrySchema>;
