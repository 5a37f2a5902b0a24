// A mail server on this machine: speaks SMTP as a test tells it to, with STARTTLS and a login, and keeps what it was sent.
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { TLSSocket, createSecureContext } from 'node:tls';

/** A mail as it came in. */
export interface SeenMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Headers and body as sent. */
  readonly source: string;
  readonly encrypted: boolean;
}

/** How the server behaves. */
export interface SmtpManners {
  /** Encrypted from the first byte. */
  readonly implicitTls?: boolean;
  /** Offers STARTTLS; true unless told. */
  readonly startTls?: boolean;
  /** What it answers to a command, instead of the usual; undefined: the usual. `null`: nothing, ever. */
  readonly answer?: (command: string) => string | null | undefined;
  readonly login?: { readonly user: string; readonly password: string };
}

/** The running server. */
export interface SmtpServer {
  readonly port: number;
  readonly mails: readonly SeenMail[];
  /** Commands in the order they came, arguments included. */
  readonly commands: readonly string[];
  connections(): number;
  close(): Promise<void>;
}

/** Starts it on loopback. */
export async function startSmtpServer(manners: SmtpManners = {}): Promise<SmtpServer> {
  const mails: SeenMail[] = [];
  const commands: string[] = [];
  const open = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    open.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => open.delete(socket));
    const secure = manners.implicitTls === true;
    converse(secure ? encrypted(socket) : socket, secure, true);
  });

  function converse(socket: Socket, isSecure: boolean, greets: boolean): void {
    let pending = '';
    let data: string | undefined;
    let mail = { from: '', to: [] as string[] };
    const say = (line: string): void => void socket.write(`${line}\r\n`);
    const onData = (part: Buffer): void => {
      pending += part.toString('latin1');
      for (let end = pending.indexOf('\r\n'); end >= 0; end = pending.indexOf('\r\n')) {
        const line = pending.slice(0, end);
        pending = pending.slice(end + 2);
        if (data === undefined) obey(line);
        else if (line === '.') {
          const source = Buffer.from(data, 'latin1').toString('utf8');
          data = undefined;
          const told = manners.answer?.('END');
          if (told === null) return;
          if (told === undefined) mails.push({ ...mail, source, encrypted: isSecure });
          mail = { from: '', to: [] };
          say(told ?? '250 2.0.0 taken');
        } else data += `${line.replace(/^\.\./u, '.')}\r\n`;
      }
    };
    socket.on('data', onData);
    socket.on('error', () => undefined);
    if (greets) {
      const told = manners.answer?.('CONNECT');
      if (told !== null) say(told ?? '220 mail.test ESMTP');
    }

    function obey(line: string): void {
      commands.push(line);
      const told = manners.answer?.(line);
      if (told === null) return;
      if (told !== undefined) {
        say(told);
        return;
      }
      const verb = line.toUpperCase();
      if (verb.startsWith('EHLO')) {
        const offers = [
          ...(manners.startTls === false || isSecure ? [] : ['STARTTLS']),
          ...(manners.login === undefined ? [] : ['AUTH PLAIN']),
          '8BITMIME',
        ];
        ['mail.test', ...offers].forEach((offer, index) => say(`250${index === offers.length ? ' ' : '-'}${offer}`));
      } else if (verb === 'STARTTLS' && manners.startTls === false) {
        say('502 5.5.1 not implemented');
      } else if (verb === 'STARTTLS') {
        say('220 go ahead');
        socket.off('data', onData);
        converse(encrypted(socket), true, false);
      } else if (verb.startsWith('AUTH PLAIN')) {
        const [, user, password] = Buffer.from(line.slice(11), 'base64').toString('utf8').split('\0');
        const isRight = user === manners.login?.user && password === manners.login?.password;
        say(isRight ? '235 2.7.0 welcome' : '535 5.7.8 bad credentials');
      } else if (verb.startsWith('MAIL FROM')) {
        mail = { from: addressIn(line), to: [] };
        say('250 ok');
      } else if (verb.startsWith('RCPT TO')) {
        mail.to.push(addressIn(line));
        say('250 ok');
      } else if (verb === 'DATA') {
        data = '';
        say('354 go on');
      } else if (verb === 'QUIT') {
        say('221 bye');
        socket.end();
      } else say('250 ok');
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = parseAddress(server.address());
  return {
    port,
    mails,
    commands,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

function encrypted(socket: Socket): TLSSocket {
  const secureContext = createSecureContext({ key: KEY, cert: SMTP_CERTIFICATE });
  return new TLSSocket(socket, { isServer: true, secureContext });
}

function addressIn(line: string): string {
  return /<([^>]*)>/u.exec(line)?.[1] ?? '';
}

/** A listening TCP server has an address of this form. */
function parseAddress(address: unknown): AddressInfo {
  return address as AddressInfo;
}

/** The server's certificate, signed by itself, for localhost, 127.0.0.1 and mail.test. It protects nothing but tests. */
export const SMTP_CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBpjCCAUygAwIBAgIUbqcrZA3GOtXW83eEeZ/zbPnmZkQwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyODA3NTg0NVoYDzIxMjYxMTA0
MDc1ODQ1WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAASsfM3aOfhu9CakCpPg8SbmyXJVgyMcZ+Jq/kAYLzjM33YD3IjL6FXu
obmMty3aQHUA8OO+bogNZV1prk25xOIoo3oweDAdBgNVHQ4EFgQUQ07mUFNO5Ma1
g4cyBsQHalUF7yowHwYDVR0jBBgwFoAUQ07mUFNO5Ma1g4cyBsQHalUF7yowDwYD
VR0TAQH/BAUwAwEB/zAlBgNVHREEHjAcgglsb2NhbGhvc3SHBH8AAAGCCW1haWwu
dGVzdDAKBggqhkjOPQQDAgNIADBFAiEArlMMhmY4H4ABQuboOqqqvwFOswid9boy
WZ63RAWr+qkCIBDxId1HELW2m959TREe79BtL9kxt22KEyPmEyhkBBSi
-----END CERTIFICATE-----`;

const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgl6wWauFLJJqIyKlM
EMG5wCNh8mSF7+zKBbsL/MKZbOyhRANCAASsfM3aOfhu9CakCpPg8SbmyXJVgyMc
Z+Jq/kAYLzjM33YD3IjL6FXuobmMty3aQHUA8OO+bogNZV1prk25xOIo
-----END PRIVATE KEY-----`;
