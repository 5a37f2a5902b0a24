// Hands one mail to one mail server.

/** How the connection is encrypted: from its start, by STARTTLS (and never without), or not at all. */
export type MailSecurity = 'tls' | 'starttls' | 'none';

/** A mail server as it is used; `login` is undefined where none is wanted. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  readonly security: MailSecurity;
  readonly login: { readonly user: string; readonly password: string } | undefined;
}

/** A mail. Addresses are plain ones; subject and names hold no control characters. */
export interface OutgoingMail {
  readonly from: { readonly name: string; readonly address: string };
  readonly to: readonly string[];
  /** Empty: none. */
  readonly replyTo: string;
  readonly subject: string;
  /** Plain text. */
  readonly text: string;
  readonly files: readonly { readonly name: string; readonly contentType: string; readonly bytes: Uint8Array }[];
  /** With its angle brackets. */
  readonly messageId: string;
}

/** In which step of handing over a mail something went wrong. */
export const MAIL_STAGES = ['connect', 'encrypt', 'login', 'sender', 'recipient', 'content'] as const;
export type MailStage = (typeof MAIL_STAGES)[number];

/**
 * Sends through the one way out. Fails with MAIL_REFUSED (for good: encryption, login, sender, every recipient or the content was refused),
 * EGRESS_FAILED (another try may do: the server is busy or broke off), EGRESS_TIMEOUT or EGRESS_DENIED. The facts of the error are
 * `{ stage, reply }`: a `MailStage` and what the server said, without addresses.
 */
export interface MailSender {
  send(
    workspaceId: string,
    server: MailServer,
    mail: OutgoingMail,
    limits: { readonly timeoutMs: number; readonly signal?: AbortSignal },
  ): Promise<{ readonly accepted: readonly string[]; readonly refused: readonly string[] }>;
}
