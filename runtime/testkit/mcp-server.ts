// A tool server on this machine that speaks the Model Context Protocol over streamable HTTP, as a test tells it to.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One JSON-RPC request as it came in. */
export interface SeenCall {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly url: string;
}

/** How the server behaves. */
export interface McpManners {
  /** Gives the tools as a page: the next page begins where it says. */
  readonly tools?: readonly object[];
  readonly pageSize?: number;
  /** The result of a call, or `{ error }` for a JSON-RPC error. */
  readonly call?: (name: string, given: unknown) => object;
  /** Answers before the protocol does; true: it has. */
  readonly before?: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Answers as server-sent events instead of JSON. */
  readonly streams?: boolean;
}

/** The running server. */
export interface McpServer {
  readonly url: string;
  /** `host:port`. */
  readonly host: string;
  readonly calls: readonly SeenCall[];
  /** HTTP methods in the order they came. */
  readonly methods: readonly string[];
  close(): Promise<void>;
}

/** Starts it on loopback. */
export async function startMcpServer(manners: McpManners = {}): Promise<McpServer> {
  const calls: SeenCall[] = [];
  const methods: string[] = [];
  const server = createServer((request, response) => {
    methods.push(request.method ?? '');
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      if (manners.before?.(request, response) === true) return;
      if (request.method !== 'POST') {
        response.writeHead(request.method === 'DELETE' ? 200 : 405).end();
        return;
      }
      const asked = parseCall(body);
      calls.push({
        method: asked.method,
        params: asked.params ?? {},
        headers: request.headers,
        url: request.url ?? '',
      });
      if (asked.id === undefined) {
        response.writeHead(202).end();
        return;
      }
      const answer = JSON.stringify({ jsonrpc: '2.0', id: asked.id, ...answerTo(manners, asked) });
      const session = asked.method === 'initialize' ? { 'mcp-session-id': 'session-1' } : {};
      if (manners.streams === true) {
        response.writeHead(200, { 'content-type': 'text/event-stream', ...session });
        response.end(`: hello\n\nevent: message\ndata: ${answer}\n\n`);
      } else response.writeHead(200, { 'content-type': 'application/json', ...session }).end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${parseAddress(server.address()).port}`;
  return {
    url: `http://${host}/mcp`,
    host,
    calls,
    methods,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Asked {
  readonly id?: number | string;
  readonly method: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

function answerTo(manners: McpManners, { method, params = {} }: Asked): object {
  const { tools = [], pageSize = 100 } = manners;
  switch (method) {
    case 'initialize':
      return {
        result: {
          protocolVersion: params['protocolVersion'],
          capabilities: { tools: {} },
          serverInfo: { name: 'test', version: '1' },
        },
      };
    case 'tools/list': {
      const from = Number(params['cursor'] ?? 0);
      const rest = from + pageSize < tools.length ? { nextCursor: String(from + pageSize) } : {};
      return { result: { tools: tools.slice(from, from + pageSize), ...rest } };
    }
    case 'tools/call': {
      const given = manners.call?.(String(params['name']), params['arguments']) ?? { content: [] };
      return 'error' in given ? given : { result: given };
    }
    default:
      return { error: { code: -32_601, message: 'Method not found' } };
  }
}

/** The client sends JSON-RPC. */
function parseCall(body: string): Asked {
  return JSON.parse(body) as Asked;
}

/** A listening TCP server has an address of this form. */
function parseAddress(address: unknown): AddressInfo {
  return address as AddressInfo;
}
