// The mail room on a real store, vault and mail server: what is sent, what is refused before anything is opened, and how often.
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FlowError } from '#nodes/kit/errors.ts';
import { createSocketOpener } from '#runtime/adapters/http-fetcher-undici/socket-opener.ts';
import { createNodemailerSender } from '#runtime/adapters/mail-sender-nodemailer/mail-sender-nodemailer.ts';
import { createLocalSecretVault } from '#runtime/adapters/secret-vault-local/secret-vault-local.ts';
import { openDatabase, type OpenDatabase } from '#runtime/adapters/store-sql/database.ts';
import { createSqlMailStore } from '#runtime/adapters/store-sql/mail-store.ts';
import { createFakeClock } from '#runtime/testkit/fake-clock.ts';
import { SMTP_CERTIFICATE, startSmtpServer, type SmtpServer } from '#runtime/testkit/smtp-server.ts';
import { createMail, type Mail } from './mail.ts';

const FILE = '0b7f2f8e-3c3a-4a57-9b8e-2b8d7d0f6a11';
const login = { user: 'bot', password: 'canary-5e1a' };
const request = {
  to: ['li@example.com'],
  subject: '订单',
  text: '您好',
  replyTo: '',
  files: [],
  timeoutMs: 5000,
  retry: { max: 0, backoffMs: 1000 },
};

describe('Mail', () => {
  let database: OpenDatabase;
  let smtp: SmtpServer;
  let mail: Mail;
  let answer: ((command: string) => string | null | undefined) | undefined;
  const clock = createFakeClock();

  beforeEach(async () => {
    answer = undefined;
    database = await openDatabase({ file: ':memory:' });
    smtp = await startSmtpServer({ login, answer: (command) => answer?.(command) });
    mail = createMail({
      store: createSqlMailStore(database.kysely),
      sender: createNodemailerSender({
        sockets: createSocketOpener({ egressAllow: () => [`127.0.0.1:${smtp.port}`], trustedOrigins: [] }),
        authorities: [SMTP_CERTIFICATE],
      }),
      vault: createLocalSecretVault(Buffer.from('a master key of at least 32 characters')),
      files: {
        open: (_workspaceId, sessionId, id) =>
          sessionId === 's1' && id === FILE
            ? Promise.resolve({
                file: { id, name: '照片.png', contentType: 'image/png', kind: 'image', sizeBytes: 3 },
                bytes: new Uint8Array([7, 8, 9]),
              })
            : Promise.reject(new FlowError('RESOURCE_NOT_FOUND', 'There is no such file.')),
      },
      clock,
    });
  });
  afterEach(async () => {
    await smtp.close();
    await database.close();
  });

  const settings = (more: object = {}) => ({
    host: '127.0.0.1',
    port: smtp.port,
    security: 'starttls' as const,
    user: login.user,
    fromAddress: 'bot@shop.example',
    fromName: '小店',
    ...more,
  });
  const setUp = (more: object = {}) => mail.save('w', settings({ password: login.password, ...more }));
  const send = (key: string, more: object = {}) =>
    mail.send({ workspaceId: 'w', sessionId: 's1', key }, { ...request, ...more });

  it('sends with the login and sender of the workspace, and a file of the conversation', async () => {
    await setUp();
    const photo = { id: FILE, name: 'x', contentType: 'text/html', path: '/etc/passwd' };
    const sent = await send('s1:n:1:0', { files: [[photo], null, ''] });
    expect(sent).toMatchObject({ accepted: ['li@example.com'], refused: [] });
    expect(smtp.mails).toHaveLength(1);
    const source = smtp.mails[0]?.source ?? '';
    expect(source).toContain(`Message-ID: ${sent.messageId}`);
    expect(source).toContain(Buffer.from([7, 8, 9]).toString('base64'));
    expect(source).not.toContain('passwd');
  });

  it.each([
    ['/etc/passwd'],
    [{ path: '/etc/passwd' }],
    [{ href: 'http://127.0.0.1/' }],
    [{ id: '../../etc/passwd' }],
    ['http://example.com/a.png'],
    [{ id: { path: '/etc/passwd' } }],
    ['data:text/plain,x'],
    [7],
  ])('refuses %j as a file', async (file) => {
    await setUp();
    await expect(send('k', { files: file })).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
    await expect(send('k', { files: [file] })).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
    expect(smtp.connections()).toBe(0);
  });

  it('does not attach the file of another conversation', async () => {
    await setUp();
    const row = { workspaceId: 'w', sessionId: 's2', key: 'k' };
    await expect(mail.send(row, { ...request, files: FILE })).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
    expect(smtp.connections()).toBe(0);
  });

  it('refuses line breaks and control characters in every header, before any connection', async () => {
    await setUp();
    const breaks = fc.constantFrom('\r\n', '\n', '\r', '\0', '\u2028', '\u0085', '\u000b', '\t');
    const around = fc.string({ unit: 'grapheme', maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(around, breaks, around, async (before, broken, after) => {
        const text = `a${before}${broken}${after}b`;
        for (const part of [
          { subject: text },
          { to: [`li@example.com${text}`] },
          { replyTo: `li@example.com${text}` },
        ]) {
          await expect(send('k', part)).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
        }
      }),
      { numRuns: 50 },
    );
    expect(smtp.connections()).toBe(0);
  });

  it.each([[['']], [['li']], [['a@b.cn, c@d.cn']], [['Li <li@example.com>']], [[]]])(
    'refuses the recipients %j',
    async (to) => {
      await setUp();
      await expect(send('k', { to })).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
    },
  );

  it('sends one address five mails an hour, and refuses the sixth with a reason', async () => {
    await setUp();
    for (const key of ['1', '2', '3', '4', '5']) await send(key);
    const sixth = send('6', { to: ['other@example.com', 'LI@example.com'] });
    await expect(sixth).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    await expect(sixth).rejects.toThrow(/Address 2 .* 5 mails within the last hour/u);
    expect(smtp.mails).toHaveLength(5);
    await send('7', { to: ['other@example.com'] });
    await clock.advance(3_600_001);
    await send('8');
    expect(smtp.mails).toHaveLength(7);
  });

  it('counts what was refused by the server for nothing', async () => {
    await setUp();
    answer = (command) => (command.startsWith('RCPT') ? '550 no' : undefined);
    for (let count = 0; count < 7; count += 1)
      await expect(send(`k${count}`)).rejects.toMatchObject({ code: 'MAIL_REFUSED' });
    answer = undefined;
    await send('k');
    expect(smtp.mails).toHaveLength(1);
  });

  it('sends a mail that was taken only once, however often its effect comes back', async () => {
    await setUp();
    answer = (command) => (command.startsWith('RCPT TO:<gone@') ? '550 no' : undefined);
    const to = ['li@example.com', 'gone@example.com'];
    const first = await send('s1:n:1:0', { to });
    expect(first).toMatchObject({ accepted: ['li@example.com'], refused: ['gone@example.com'] });
    expect(await send('s1:n:1:0', { to })).toEqual(first);
    expect(smtp.mails).toHaveLength(1);
  });

  it('gives every try of a mail the same Message-ID, and another mail another one', async () => {
    await setUp();
    answer = (command) => (command === 'END' ? null : undefined);
    await expect(send('s1:n:1:0', { timeoutMs: 300 })).rejects.toMatchObject({ code: 'EGRESS_TIMEOUT' });
    answer = undefined;
    const again = await send('s1:n:1:0');
    const other = await send('s1:n:2:0');
    expect(again.messageId).not.toBe(other.messageId);
    expect(again.messageId).toMatch(/^<[0-9a-f]{40}@shop\.example>$/u);
    // Another installation with the same keys knows nothing of the first try, and gives the same name.
    await database.kysely.deleteFrom('sent_mails').execute();
    const elsewhere = await send('s1:n:1:0');
    expect(elsewhere.messageId).toBe(again.messageId);
  });

  it('keeps no address of those it wrote to', async () => {
    await setUp();
    await send('k');
    const rows = await database.kysely.selectFrom('sent_mails').selectAll().execute();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain('example.com');
  });

  it('says that there is no server', async () => {
    await expect(send('k')).rejects.toMatchObject({ code: 'MAIL_SERVER_MISSING' });
    await expect(mail.remove('w')).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
    expect(await mail.server('w')).toBeUndefined();
    expect(await mail.test('w', 'me@example.com', 'en')).toMatchObject({ ok: false, code: 'MAIL_SERVER_MISSING' });
  });

  it('never gives the password back, and keeps it sealed', async () => {
    await setUp();
    expect(JSON.stringify(await mail.server('w'))).not.toContain(login.password);
    expect(await mail.server('w')).toMatchObject({ hasPassword: true, host: '127.0.0.1', fromName: '小店' });
    const rows = await database.kysely.selectFrom('mail_servers').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(login.password);
    expect(await mail.server('other')).toBeUndefined();
  });

  it('needs the password again for another server, port, encryption or user, not for another sender', async () => {
    await setUp();
    for (const change of [{ host: 'evil.example' }, { port: 25 }, { security: 'tls' as const }, { user: 'other' }]) {
      await expect(mail.save('w', settings(change))).rejects.toMatchObject({ code: 'CREDENTIAL_HOST_MISMATCH' });
    }
    await mail.save('w', settings({ fromName: 'Shop' }));
    await send('k');
    expect(smtp.mails).toHaveLength(1);
  });

  it('does not take the password elsewhere when somebody changes the row in the database', async () => {
    await setUp();
    await database.kysely.updateTable('mail_servers').set({ host: 'localhost' }).execute();
    await expect(send('k')).rejects.toMatchObject({ code: 'CREDENTIAL_HOST_MISMATCH' });
    expect(smtp.connections()).toBe(0);
  });

  it.each([
    [{ host: 'http://mail.example.com' }, '/host'],
    [{ host: 'mail.example.com/x' }, '/host'],
    [{ fromAddress: 'bot' }, '/fromAddress'],
    [{ fromAddress: 'bot@example.com\r\nBcc: a@b.cn' }, '/fromAddress'],
    [{ fromName: 'a\nb' }, '/fromName'],
    [{ security: 'none' as const }, '/security'],
  ])('refuses the settings %j', async (wrong, field) => {
    await expect(setUp(wrong)).rejects.toMatchObject({ code: 'REQUEST_INVALID', facts: { field } });
    await expect(mail.save('w', settings())).rejects.toMatchObject({ facts: { field: '/password' } });
  });

  it('says exactly where a test mail failed', async () => {
    await setUp({ password: 'wrong' });
    expect(await mail.test('w', 'me@example.com', 'en')).toMatchObject({
      ok: false,
      to: 'me@example.com',
      code: 'MAIL_REFUSED',
      stage: 'login',
      reply: '535 5.7.8 bad credentials',
    });
    await setUp();
    expect(await mail.test('w', 'me@example.com', 'zh-CN')).toMatchObject({ ok: true, code: '' });
    expect(smtp.mails[0]?.to).toEqual(['me@example.com']);
  });
});
