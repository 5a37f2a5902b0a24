// What a failed hand-over of a mail means: in which step it failed, what the server said, and whether another try may do.
import { FlowError } from '#nodes/kit/errors.ts';
import type { MailServer, MailStage } from '#runtime/ports/mail-sender.ts';

const STAGES: Readonly<Record<string, MailStage>> = {
  EHLO: 'connect',
  HELO: 'connect',
  CONN: 'connect',
  STARTTLS: 'encrypt',
  'MAIL FROM': 'sender',
  'RCPT TO': 'recipient',
  DATA: 'content',
};
const LONGEST_REPLY = 200;

/** The problem of a failed mail. `lateMs`: its time was up. */
export function mailProblem(error: unknown, server: MailServer, lateMs: number | undefined): FlowError {
  const code = memberOf(error, 'code');
  const reply = replyOf(error);
  const stage = isAboutEncryption(error) ? 'encrypt' : stageOf(code, memberOf(error, 'command'));
  const facts = { stage, reply };
  const options = { cause: error };
  if (lateMs !== undefined || code === 'ETIMEDOUT') {
    const message = `The mail server ${server.host} took longer than ${lateMs ?? 0} ms.`;
    return new FlowError(
      'EGRESS_TIMEOUT',
      lateMs === undefined ? 'The mail server took too long.' : message,
      facts,
      options,
    );
  }
  const isTemporary = /^4\d\d/u.test(reply) || (reply === '' && stage !== 'encrypt' && stage !== 'login');
  const said = reply === '' ? '' : ` It said: ${reply}`;
  return new FlowError(
    isTemporary ? 'EGRESS_FAILED' : 'MAIL_REFUSED',
    `${sentenceOf(stage, server)}${said}`,
    facts,
    options,
  );
}

function stageOf(code: string, command: string): MailStage {
  if (code === 'EAUTH' || code === 'ENOAUTH' || command.startsWith('AUTH')) return 'login';
  return STAGES[command] ?? (code === 'EMESSAGE' ? 'content' : 'connect');
}

/** Certificates and handshakes fail under many names of Node's own. */
function isAboutEncryption(error: unknown): boolean {
  const code = memberOf(error, 'code');
  return (
    code === 'ETLS' || /CERT|SIGNED|SIGNATURE|ALTNAME|_TLS_|_SSL_/u.test(`${code} ${memberOf(error, 'originalCode')}`)
  );
}

function sentenceOf(stage: MailStage, { host, security }: MailServer): string {
  switch (stage) {
    case 'connect':
      return `The mail server ${host} broke off or did not answer as one.`;
    case 'encrypt':
      return security === 'starttls'
        ? `The mail server ${host} cannot be spoken to encrypted by STARTTLS.`
        : `The mail server ${host} cannot be spoken to encrypted.`;
    case 'login':
      return `The mail server ${host} did not accept the user name and password.`;
    case 'sender':
      return `The mail server ${host} does not send for this sender.`;
    case 'recipient':
      return `The mail server ${host} did not take the recipient.`;
    case 'content':
      return `The mail server ${host} did not take the mail.`;
  }
}

/** What the server said, or why the encryption failed: one line, short, without the addresses it repeats. */
function replyOf(error: unknown): string {
  const said = memberOf(error, 'response');
  const text = said !== '' ? said : isAboutEncryption(error) ? memberOf(error, 'message') : '';
  return text
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .replaceAll(/<?[^\s<>@]+@[^\s<>@]+>?/gu, '…')
    .trim()
    .slice(0, LONGEST_REPLY);
}

function memberOf(error: unknown, name: string): string {
  const value: unknown = error instanceof Error ? Reflect.get(error, name) : undefined;
  return typeof value === 'string' ? value : '';
}
