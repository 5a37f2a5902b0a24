// Credentials: named in flows, bound to hosts, written once and never shown again.
import { Type, type Static } from 'typebox';

const Closed = { additionalProperties: false } as const;

/** How a credential is sent; `signing` is never sent: it checks the signatures of calls that come in. */
export const CREDENTIAL_KINDS = ['bearer', 'basic', 'header', 'query', 'signing'] as const;
export type CredentialKind = (typeof CREDENTIAL_KINDS)[number];

const Name = Type.String({ minLength: 1, maxLength: 80, pattern: '^[^\\p{C}{}]+$' });
const Kind = Type.Enum([...CREDENTIAL_KINDS]);
const Field = Type.String({ maxLength: 200 });
const Hosts = Type.Array(Type.String({ minLength: 1, maxLength: 260 }), { maxItems: 20 });
const Value = Type.String({ minLength: 1, maxLength: 8000 });

/** A credential as admins see it. */
export const CredentialSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  kind: Kind,
  /** Header or query parameter, or the user name of `basic`. */
  field: Type.String(),
  hosts: Type.Array(Type.String()),
  updatedAt: Type.String(),
});

/** POST /api/v1/credentials */
export const CreateCredentialSchema = Type.Object(
  { name: Name, kind: Kind, field: Field, hosts: Hosts, value: Value },
  Closed,
);

/** PATCH /api/v1/credentials/:id. A new host, kind or field needs the value again (CREDENTIAL_HOST_MISMATCH). */
export const UpdateCredentialSchema = Type.Object(
  {
    name: Type.Optional(Name),
    kind: Type.Optional(Kind),
    field: Type.Optional(Field),
    hosts: Type.Optional(Hosts),
    value: Type.Optional(Value),
  },
  Closed,
);

/** GET /api/v1/credentials/names: what a designer may choose from. */
export const CredentialNamesSchema = Type.Object({
  credentials: Type.Array(Type.Object({ name: Type.String(), kind: Kind, hosts: Type.Array(Type.String()) })),
});

export type Credential = Static<typeof CredentialSchema>;
export type CreateCredential = Static<typeof CreateCredentialSchema>;
export type UpdateCredential = Static<typeof UpdateCredentialSchema>;
