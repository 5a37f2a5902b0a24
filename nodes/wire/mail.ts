// The mail server of a workspace: entered by admins, its password written once and never shown, tried by a mail to oneself.
import { Type, type Static } from 'typebox';

const Closed = { additionalProperties: false } as const;

/** Encrypted from the start (465), by STARTTLS and never without (587), or not at all (then without a login). */
export const MAIL_SECURITIES = ['tls', 'starttls', 'none'] as const;

const Server = {
  host: Type.String({ minLength: 1, maxLength: 253 }),
  port: Type.Integer({ minimum: 1, maximum: 65_535 }),
  security: Type.Enum([...MAIL_SECURITIES]),
  /** Empty: the server wants no login. */
  user: Type.String({ maxLength: 320 }),
  fromAddress: Type.String({ minLength: 3, maxLength: 254 }),
  /** Shown before the address; empty: none. */
  fromName: Type.String({ maxLength: 100 }),
};

/** The server as admins see it. */
export const MailServerSchema = Type.Object({ ...Server, hasPassword: Type.Boolean(), updatedAt: Type.String() });

/** GET /api/v1/mail: null when none is set up. */
export const MailSettingsSchema = Type.Object({ server: Type.Union([MailServerSchema, Type.Null()]) });

/**
 * PUT /api/v1/mail. Without `password` the stored one is kept; another host, port, encryption or user needs it again
 * (CREDENTIAL_HOST_MISMATCH). REQUEST_INVALID names the field.
 */
export const SaveMailServerSchema = Type.Object(
  { ...Server, password: Type.Optional(Type.String({ minLength: 1, maxLength: 1000 })) },
  Closed,
);

/** GET /api/v1/mail/state: for designers. */
export const MailStateSchema = Type.Object({ configured: Type.Boolean() });

/**
 * POST /api/v1/mail/test: sends a mail to whoever asks. A mail that was not taken is an answer: `code` is the error's, `stage` the step in
 * which it failed (`connect`, `encrypt`, `login`, `sender`, `recipient`, `content`; empty: before any) and `reply` what the server said.
 */
export const MailTestSchema = Type.Object({
  ok: Type.Boolean(),
  ms: Type.Number(),
  to: Type.String(),
  code: Type.String(),
  stage: Type.String(),
  reply: Type.String(),
});

export type MailServerView = Static<typeof MailServerSchema>;
export type SaveMailServer = Static<typeof SaveMailServerSchema>;
export type MailTest = Static<typeof MailTestSchema>;
