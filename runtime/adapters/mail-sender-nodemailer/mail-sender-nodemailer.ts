// Mail over SMTP with nodemailer, on connections that the egress module opened and checked.
import type SMTPTransport from 'nodemailer/lib/smtp-transport';
import { FlowError } from '#nodes/kit/errors.ts';
import type { MailSender, MailServer, OutgoingMail } from '#runtime/ports/mail-sender.ts';
import type { SocketOpener } from '#runtime/ports/socket-opener.ts';
import { mailProblem } from './mail-problem.ts';

/** What the sender is built from. `authorities`: certificates trusted besides the system's, as PEM. */
export interface NodemailerOptions {
  readonly sockets: SocketOpener;
  readonly authorities?: readonly string[];
}

/** Makes the sender. The library is loaded with the first mail. */
export function createNodemailerSender({ sockets, authorities }: NodemailerOptions): MailSender {
  return {
    async send(workspaceId, server, mail, { timeoutMs, signal }) {
      const time = AbortSignal.timeout(timeoutMs);
      const limit = signal === undefined ? time : AbortSignal.any([signal, time]);
      const { host, port } = server;
      try {
        const connection = await sockets.open({ workspaceId, purpose: 'mail', host, port, timeoutMs }, limit);
        try {
          const { createTransport } = await import('nodemailer');
          const transport = createTransport({
            ...transportOf(server, timeoutMs),
            connection,
            tls: {
              minVersion: 'TLSv1.2',
              ...(authorities === undefined ? {} : { ca: [...authorities] }),
            },
          });
          const sent = await transport.sendMail({ ...messageOf(mail), signal: limit });
          return { accepted: sent.accepted, refused: sent.rejected };
        } finally {
          connection.destroy();
        }
      } catch (error) {
        if (error instanceof FlowError || signal?.aborted === true) throw error;
        throw mailProblem(error, server, time.aborted ? timeoutMs : undefined);
      }
    },
  };
}

function transportOf({ host, port, security, login }: MailServer, timeoutMs: number): SMTPTransport.Options {
  return {
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    // A server that suddenly offers no login is refused rather than used without one.
    ...(login === undefined ? {} : { auth: { user: login.user, pass: login.password }, forceAuth: true }),
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    socketCloseTimeout: 0,
    maxResponseSize: 64 * 1024,
  };
}

function messageOf(mail: OutgoingMail) {
  return {
    from: mail.from,
    to: mail.to.map((address) => ({ name: '', address })),
    ...(mail.replyTo === '' ? {} : { replyTo: { name: '', address: mail.replyTo } }),
    subject: mail.subject,
    text: mail.text,
    messageId: mail.messageId,
    attachments: mail.files.map(({ name, contentType, bytes }) => ({
      filename: name,
      contentType,
      content: Buffer.from(bytes),
    })),
    // Attachments are bytes; should anything else ever get here, it is neither read from disk nor fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
    headers: { 'Auto-Submitted': 'auto-generated' },
  };
}
