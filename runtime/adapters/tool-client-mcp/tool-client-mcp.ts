// Tools by the Model Context Protocol's own client, over streamable HTTP whose every request goes through the egress port.
import type { Client, jsonSchemaValidator } from '@modelcontextprotocol/client';
import type { JsonObject } from '#nodes/kit/json.ts';
import type { HttpFetcher } from '#runtime/ports/http-fetcher.ts';
import type { OfferedTool, ToolAnswer, ToolClient, ToolLimits, ToolServerAddress } from '#runtime/ports/tool-client.ts';
import { egressFetch } from './egress-fetch.ts';
import { toolProblem } from './tool-problem.ts';

const MOST_TOOLS = 500;
/** A server's schema is foreign input: compiled to a validator it would be code. What a tool gives is taken as it comes. */
const TAKES_EVERYTHING: jsonSchemaValidator = {
  getValidator: () => (input) => ({ valid: true, data: parseAs<never>(input), errorMessage: undefined }),
};

/** Makes the client. The library is loaded with the first call. */
export function createMcpToolClient(fetcher: Pick<HttpFetcher, 'stream'>): ToolClient {
  async function talk<Answer>(
    server: ToolServerAddress,
    limits: ToolLimits,
    ask: (client: Client, options: { readonly signal: AbortSignal; readonly timeout: number }) => Promise<Answer>,
  ): Promise<Answer> {
    const { timeoutMs } = limits;
    const time = AbortSignal.timeout(timeoutMs);
    const signal = limits.signal === undefined ? time : AbortSignal.any([limits.signal, time]);
    const way = egressFetch(fetcher, server, { ...limits, signal });
    const { Client: McpClient, StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client');
    const transport = new StreamableHTTPClientTransport(new URL(server.url), {
      fetch: way.fetch,
      reconnectionOptions: {
        maxRetries: 0,
        initialReconnectionDelay: 1000,
        maxReconnectionDelay: 1000,
        reconnectionDelayGrowFactor: 1,
      },
    });
    const client = new McpClient(
      { name: 'tandem', version: '1' },
      { jsonSchemaValidator: TAKES_EVERYTHING, versionNegotiation: { mode: 'auto' } },
    );
    const options = { signal, timeout: timeoutMs };
    try {
      await client.connect(transport, options);
      const answer = await ask(client, options);
      // A server that keeps sessions may forget this one; whether it does changes nothing.
      await transport.terminateSession().catch(() => undefined);
      return answer;
    } catch (error) {
      if (limits.signal?.aborted === true) throw error;
      throw way.problem() ?? toolProblem(error, server, time.aborted ? timeoutMs : undefined);
    } finally {
      await client.close().catch(() => undefined);
    }
  }

  return {
    list: (server, limits) =>
      talk(server, limits, async (client, options) => {
        const { tools } = await client.listTools(undefined, options);
        return tools.slice(0, MOST_TOOLS).map(({ name, title, description, inputSchema }): OfferedTool => ({
          name,
          title: title ?? '',
          description: description ?? '',
          inputSchema: parseAs<JsonObject>(inputSchema),
        }));
      }),
    call: (server, { tool, arguments: given, key }, limits) =>
      talk(server, limits, async (client, options) => {
        const marked = key === '' ? {} : { _meta: { 'tandem/idempotency-key': key } };
        const result = await client.callTool({ name: tool, arguments: { ...given }, ...marked }, options);
        return answerOf(result.content, result.structuredContent, result.isError === true);
      }),
  };
}

function answerOf(content: readonly object[], structured: unknown, isError: boolean): ToolAnswer {
  const text = content
    .flatMap((part) => ('type' in part && part.type === 'text' && 'text' in part ? [String(part.text)] : []))
    .join('\n');
  return { text, structured: parseAs<ToolAnswer['structured']>(structured ?? null), isError };
}

/** What the library read from JSON is JSON. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller names what the protocol holds there
function parseAs<T>(value: unknown): T {
  return value as T;
}
