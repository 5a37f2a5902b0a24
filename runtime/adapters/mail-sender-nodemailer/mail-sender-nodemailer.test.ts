// Mail against a real SMTP server on this machine: what arrives, and what is said when it does not.
import { afterEach, describe, expect, it } from 'vitest';
import { createSocketOpener } from '#runtime/adapters/http-fetcher-undici/socket-opener.ts';
import type { MailServer, OutgoingMail } from '#runtime/ports/mail-sender.ts';
import { SMTP_CERTIFICATE, startSmtpServer, type SmtpManners, type SmtpServer } from '#runtime/testkit/smtp-server.ts';
import { createNodemailerSender } from './mail-sender-nodemailer.ts';

const login = { user: 'bot@example.com', password: 'p4ss wörd' };
const mail: OutgoingMail = {
  from: { name: '小店 Support', address: 'bot@example.com' },
  to: ['li@example.com'],
  replyTo: 'desk@example.com',
  subject: '您的订单 №7 已发货 — 谢谢',
  text: '您好：\n.\n订单在路上。\n',
  files: [{ name: '照片 1.png', contentType: 'image/png', bytes: new Uint8Array([1, 2, 3, 250]) }],
  messageId: '<abc@example.com>',
};

describe('The nodemailer sender', () => {
  let server: SmtpServer;
  afterEach(() => server.close());

  async function start(manners: SmtpManners = {}): Promise<void> {
    server = await startSmtpServer(manners);
  }
  const send = (
    more: Partial<MailServer> = {},
    given: { readonly mail?: Partial<OutgoingMail>; readonly timeoutMs?: number; readonly trusted?: boolean } = {},
  ) =>
    createNodemailerSender({
      sockets: createSocketOpener({ egressAllow: () => [`127.0.0.1:${server.port}`], trustedOrigins: [] }),
      ...(given.trusted === false ? {} : { authorities: [SMTP_CERTIFICATE] }),
    }).send(
      'w',
      { host: '127.0.0.1', port: server.port, security: 'starttls', login: undefined, ...more },
      { ...mail, ...given.mail },
      { timeoutMs: given.timeoutMs ?? 5000 },
    );

  it.each(['starttls', 'tls', 'none'] as const)('delivers a mail with an attachment by %s', async (security) => {
    await start({ implicitTls: security === 'tls', ...(security === 'none' ? {} : { login }) });
    const sent = await send({ security, login: security === 'none' ? undefined : login });
    expect(sent).toEqual({ accepted: ['li@example.com'], refused: [] });
    const [seen] = server.mails;
    expect(seen).toMatchObject({ from: 'bot@example.com', to: ['li@example.com'], encrypted: security !== 'none' });
    const source = seen?.source ?? '';
    expect(wordIn(source, 'Subject')).toBe(mail.subject);
    expect(source).toContain('Message-ID: <abc@example.com>');
    expect(source).toContain('Reply-To: desk@example.com');
    expect(wordIn(source, 'From')).toBe('小店 Support <bot@example.com>');
    expect(source).toContain(Buffer.from([1, 2, 3, 250]).toString('base64'));
    expect(source).toContain('Content-Type: image/png');
    expect(bodyIn(source)).toBe('您好：\n.\n订单在路上。\n');
  });

  it('never goes on without STARTTLS, and never sends a password before it', async () => {
    await start({ startTls: false, login });
    await expect(send({ login })).rejects.toMatchObject({ code: 'MAIL_REFUSED', facts: { stage: 'encrypt' } });
    expect(server.mails).toEqual([]);
    expect(server.commands.join('\n')).not.toContain('AUTH');
  });

  it('refuses a server whose certificate nobody vouches for', async () => {
    await start({ login });
    const attempt = send({ login }, { trusted: false });
    await expect(attempt).rejects.toMatchObject({ code: 'MAIL_REFUSED', facts: { stage: 'encrypt' } });
    await expect(attempt).rejects.toThrow(/self-signed/u);
    expect(server.commands.join('\n')).not.toContain('AUTH');
  });

  it('says that user name and password were refused, without the password', async () => {
    await start({ login });
    const attempt = send({ login: { ...login, password: 'wrong-canary' } });
    await expect(attempt).rejects.toMatchObject({
      code: 'MAIL_REFUSED',
      facts: { stage: 'login', reply: '535 5.7.8 bad credentials' },
    });
    const error: unknown = await attempt.catch((thrown: unknown) => thrown);
    expect(`${String(error)}${JSON.stringify(error)}`).not.toContain('wrong-canary');
  });

  it('does not send without a login where one was wanted', async () => {
    await start();
    await expect(send({ login })).rejects.toMatchObject({ code: 'MAIL_REFUSED' });
    expect(server.mails).toEqual([]);
  });

  it.each([
    ['MAIL FROM', '553 5.7.1 not yours', 'MAIL_REFUSED', 'sender'],
    ['RCPT TO', '550 5.1.1 <li@example.com> is unknown', 'MAIL_REFUSED', 'recipient'],
    ['RCPT TO', '451 4.7.1 come back later', 'EGRESS_FAILED', 'recipient'],
    ['END', '552 5.3.4 too big', 'MAIL_REFUSED', 'content'],
    ['CONNECT', '421 4.3.2 busy', 'EGRESS_FAILED', 'connect'],
  ])('tells a refusal of %s with %s', async (at, reply, code, stage) => {
    await start({ answer: (command) => (command.startsWith(at) ? reply : undefined) });
    const attempt = send();
    await expect(attempt).rejects.toMatchObject({ code, facts: { stage } });
    await expect(attempt).rejects.toThrow(reply.slice(0, 9));
    await expect(attempt).rejects.not.toThrow(/li@example/u);
  });

  it('sends to the others when one of several recipients is refused', async () => {
    await start({ answer: (command) => (/RCPT TO:<gone@/u.test(command) ? '550 5.1.1 unknown' : undefined) });
    const to = ['li@example.com', 'gone@example.com'];
    expect(await send({}, { mail: { to } })).toEqual({ accepted: ['li@example.com'], refused: ['gone@example.com'] });
    expect(server.mails[0]?.to).toEqual(['li@example.com']);
  });

  it.each(['CONNECT', 'RCPT TO', 'END'])('gives up when the server falls silent at %s', async (at) => {
    await start({ answer: (command) => (command.startsWith(at) ? null : undefined) });
    await expect(send({}, { timeoutMs: 300 })).rejects.toMatchObject({ code: 'EGRESS_TIMEOUT' });
  });

  it('does not connect to a private address that nobody allowed, however it is written', async () => {
    await start();
    const sender = createNodemailerSender({
      sockets: createSocketOpener({
        egressAllow: () => [],
        trustedOrigins: [`http://127.0.0.1:${server.port}`],
        resolve: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
      }),
    });
    for (const host of [
      '127.0.0.1',
      '127.1',
      '2130706433',
      '0x7f.1',
      '[::1]',
      '[::ffff:7f00:1]',
      'mail.test',
      '①②⑦.0.0.1',
    ]) {
      const attempt = sender.send('w', { host, port: server.port, security: 'none', login: undefined }, mail, {
        timeoutMs: 2000,
      });
      await expect(attempt, host).rejects.toMatchObject({ code: 'EGRESS_DENIED' });
    }
    for (const host of ['a@127.0.0.1', '127.0.0.1/x', '127.0.0.1?x', 'a b', '127.0.0.1:25', '']) {
      const attempt = sender.send('w', { host, port: server.port, security: 'none', login: undefined }, mail, {
        timeoutMs: 2000,
      });
      await expect(attempt, host).rejects.toMatchObject({ code: 'EGRESS_DENIED' });
    }
    expect(server.connections()).toBe(0);
  });

  it('connects to the address that was checked and asks for the name only once', async () => {
    await start();
    let asked = 0;
    const sender = createNodemailerSender({
      authorities: [SMTP_CERTIFICATE],
      sockets: createSocketOpener({
        egressAllow: () => ['mail.test'],
        trustedOrigins: [],
        resolve: () => {
          asked += 1;
          return Promise.resolve([{ address: asked === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }]);
        },
      }),
    });
    await sender.send('w', { host: 'mail.test', port: server.port, security: 'starttls', login: undefined }, mail, {
      timeoutMs: 5000,
    });
    expect(server.mails).toHaveLength(1);
    expect(asked).toBe(1);
  });
});

/** A header, unfolded and decoded. */
function wordIn(source: string, name: string): string {
  const raw = new RegExp(`^${name}: ((?:.*)(?:\\r\\n[ \\t].*)*)`, 'mu').exec(source)?.[1] ?? '';
  const joined = raw.replaceAll(/\?=\s+=\?/gu, '?==?').replaceAll(/\r\n[ \t]/gu, ' ');
  return joined.replaceAll(/=\?utf-8\?([QB])\?([^?]*)\?=/giu, (_whole, kind: string, text: string) =>
    kind.toUpperCase() === 'B'
      ? Buffer.from(text, 'base64').toString('utf8')
      : decodeURIComponent(text.replaceAll('_', ' ').replaceAll('%', '%25').replaceAll('=', '%')),
  );
}

/** The text part, decoded. */
function bodyIn(source: string): string {
  const part = source.split(/\r\n--[^\r\n]+/u).find((one) => /^Content-Type: text\/plain/mu.test(one)) ?? '';
  const text = part.slice(part.indexOf('\r\n\r\n') + 4);
  const plain = /base64/u.test(part)
    ? Buffer.from(text, 'base64').toString('utf8')
    : decodeURIComponent(text.replaceAll('=\r\n', '').replaceAll('%', '%25').replaceAll('=', '%'));
  return plain.replaceAll('\r\n', '\n');
}
