// A server on this machine that speaks OpenAI's chat completions as a test tells it to.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it came in. */
export interface SeenRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The running server. */
export interface ModelServer {
  /** Up to and including `/v1`. */
  readonly baseUrl: string;
  /** `host:port`. */
  readonly host: string;
  readonly seen: readonly SeenRequest[];
  close(): Promise<void>;
}

/** Starts it; `answer` writes the response. */
export async function startModelServer(
  answer: (response: ServerResponse, request: SeenRequest) => void,
): Promise<ModelServer> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      const one = { url: request.url ?? '', headers: request.headers, body: parseBody(body) };
      seen.push(one);
      answer(response, one);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = parseAddress(server.address());
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    host: `127.0.0.1:${port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Streams a text as such servers do, byte borders falling anywhere. An empty `finish`: it breaks off. */
export function streamReply(response: ServerResponse, text: string, finish = 'stop'): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const pieces = text.match(/[\s\S]{1,5}/gu) ?? [];
  const events = pieces.map((content) => ({ choices: [{ delta: { content }, finish_reason: null }] }));
  const closing = finish === '' ? [] : [{ choices: [{ delta: {}, finish_reason: finish }] }];
  const usage = { choices: [], usage: { prompt_tokens: 12, completion_tokens: pieces.length } };
  const lines = [...events, ...closing, ...(finish === '' ? [] : [usage])].map(
    (event) => `data: ${JSON.stringify(event)}\n\n`,
  );
  const bytes = Buffer.from(`: hello\n\n${lines.join('')}${finish === '' ? '' : 'data: [DONE]\n\n'}`);
  for (let at = 0; at < bytes.byteLength; at += 97) response.write(bytes.subarray(at, at + 97));
  response.end();
}

function parseBody(body: string): Readonly<Record<string, unknown>> {
  return JSON.parse(body === '' ? '{}' : body) as Readonly<Record<string, unknown>>;
}

/** A listening TCP server has an address with a port. */
function parseAddress(address: AddressInfo | string | null): AddressInfo {
  return address as AddressInfo;
}
