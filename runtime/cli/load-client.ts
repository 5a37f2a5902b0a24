// The customer of a measurement: HTTP over one raw keep-alive socket, which costs far less than an HTTP library on the same cores.
// eslint-disable-next-line no-restricted-imports -- reaches servers of this machine only; see `connectTo`
import { connect, type Socket } from 'node:net';
import { FlowError } from '#nodes/kit/errors.ts';

/** An answer. */
export interface LoadAnswer {
  readonly status: number;
  readonly body: string;
  /** Of the first `set-cookie`; empty when there is none. */
  readonly cookie: string;
}

/** One socket; one request at a time. */
export interface LoadClient {
  request(method: string, path: string, headers: Readonly<Record<string, string>>, body?: unknown): Promise<LoadAnswer>;
  close(): void;
}

interface Waiting {
  readonly resolve: (answer: LoadAnswer) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Opens a client. Only servers on this machine are measured. `number` gives each client an address of its own where the system has
 * them, so that limits per address count as they would for different customers.
 */
export async function openLoadClient(url: URL, number: number): Promise<LoadClient> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!['127.0.0.1', 'localhost', '::1'].includes(host))
    throw new FlowError(
      'REQUEST_INVALID',
      'Only a server on this machine can be measured: use 127.0.0.1 or localhost.',
    );
  const port = Number(url.port === '' ? 80 : url.port);
  const from = `127.0.${1 + (Math.floor(number / 250) % 250)}.${1 + (number % 250)}`;
  const socket = await open(host === 'localhost' ? '127.0.0.1' : host, port, from);
  const head = `host: ${url.host}\r\n`;
  let received: Buffer = Buffer.alloc(0);
  let waiting: Waiting | undefined;

  function settle(error: Error | undefined, answer?: LoadAnswer): void {
    const current = waiting;
    waiting = undefined;
    received = Buffer.alloc(0);
    if (error !== undefined) current?.reject(error);
    else if (answer !== undefined) current?.resolve(answer);
  }
  socket.on('data', (data) => {
    received = received.length === 0 ? data : Buffer.concat([received, data]);
    const answer = parseAnswer(received);
    if (answer !== undefined) settle(undefined, answer);
  });
  socket.on('error', (error) => settle(error));
  socket.on('close', () => settle(new Error('The server closed the connection.')));

  return {
    request(method, path, headers, body) {
      const payload = body === undefined ? '' : JSON.stringify(body);
      let text = `${method} ${path} HTTP/1.1\r\n${head}`;
      for (const [name, value] of Object.entries(headers)) text += `${name}: ${value}\r\n`;
      if (body !== undefined)
        text += `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(payload)}\r\n`;
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(`${text}\r\n${payload}`);
      });
    },
    close: () => void socket.destroy(),
  };
}

function open(host: string, port: number, from: string): Promise<Socket> {
  const attempt = (localAddress?: string): Promise<Socket> =>
    new Promise((resolve, reject) => {
      const socket = connect({ host, port, noDelay: true, ...(localAddress === undefined ? {} : { localAddress }) });
      socket.once('connect', () => resolve(socket));
      socket.once('error', reject);
    });
  return host === '127.0.0.1' ? attempt(from).catch(() => attempt()) : attempt();
}

/** A whole answer with a content-length, or undefined while it is still coming. */
function parseAnswer(bytes: Buffer): LoadAnswer | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = bytes.toString('latin1', 0, end);
  const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
  if (bytes.length < end + 4 + length) return undefined;
  return {
    status: Number(head.slice(9, 12)),
    body: bytes.toString('utf8', end + 4, end + 4 + length),
    cookie: /\r\nset-cookie: *([^;\r]*)/i.exec(head)?.[1] ?? '',
  };
}
