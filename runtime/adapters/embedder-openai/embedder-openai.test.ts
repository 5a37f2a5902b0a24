// The embedder against a server on this machine: the usual form, and every way to answer wrongly.
import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createUndiciFetcher } from '#runtime/adapters/http-fetcher-undici/http-fetcher-undici.ts';
import { startModelServer, type ModelServer, type SeenRequest } from '#runtime/testkit/model-server.ts';
import { createOpenAiEmbedder } from './embedder-openai.ts';

const servers: ModelServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function embedderOn(answer: (response: ServerResponse, request: SeenRequest) => void, timeoutMs = 5_000) {
  const server = await startModelServer(answer);
  servers.push(server);
  const fetcher = createUndiciFetcher({
    egressAllow: () => [server.host],
    trustedOrigins: [new URL(server.baseUrl).origin],
  });
  const embedder = createOpenAiEmbedder({
    baseUrl: server.baseUrl,
    apiKey: 'key-1',
    model: 'e-1',
    fetcher,
    timeoutMs,
  });
  return { server, embedder };
}

const inputOf = ({ body }: SeenRequest): string[] => body['input'] as string[];

function answerAll(response: ServerResponse, request: SeenRequest): void {
  const data = inputOf(request).map((text, index) => ({ index, embedding: [text.length, 1, 0] }));
  response.end(JSON.stringify({ data: data.toReversed() }));
}

describe('the OpenAI embedder', () => {
  it('asks for plain numbers, in batches, and puts vectors in the order of the texts', async () => {
    const { server, embedder } = await embedderOn(answerAll);
    const texts = Array.from({ length: 70 }, (_, at) => 'x'.repeat(at + 1));
    const vectors = await embedder.embed([...texts.slice(0, -1), 'half a pair \ud83d'], new AbortController().signal);
    expect(vectors.map(([length]) => length).slice(0, 3)).toEqual([1, 2, 3]);
    expect(vectors).toHaveLength(70);
    expect(server.seen).toHaveLength(3);
    expect(server.seen[0]).toMatchObject({
      url: '/v1/embeddings',
      headers: { authorization: 'Bearer key-1' },
      body: { model: 'e-1', encoding_format: 'float' },
    });
    expect(inputOf(server.seen[2]!).at(-1)).toBe('half a pair \ufffd');
  });

  it.each([
    ['a refusal', (response: ServerResponse) => response.writeHead(401).end('key-1 is wrong')],
    ['noise', (response: ServerResponse) => response.end('<html>')],
    ['too few vectors', (response: ServerResponse) => response.end('{"data":[{"embedding":[1]}]}')],
    [
      'texts for numbers',
      (response: ServerResponse) => response.end('{"data":[{"embedding":["a"]},{"embedding":[1]}]}'),
    ],
    ['unequal vectors', (response: ServerResponse) => response.end('{"data":[{"embedding":[1,2]},{"embedding":[1]}]}')],
    [
      'one number twice',
      (response: ServerResponse) => response.end('{"data":[{"index":1,"embedding":[1]},{"index":1,"embedding":[1]}]}'),
    ],
  ])('fails on %s with MODEL_UNAVAILABLE, never repeating what the server said', async (_, answer) => {
    const { embedder } = await embedderOn((response) => answer(response));
    const failure = await embedder.embed(['a', 'b'], new AbortController().signal).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'MODEL_UNAVAILABLE' });
    expect(String(failure)).not.toContain('key-1');
  });

  it('gives up on a server that says nothing', async () => {
    const { embedder } = await embedderOn(() => undefined, 100);
    await expect(embedder.embed(['a'], new AbortController().signal)).rejects.toMatchObject({ code: 'EGRESS_TIMEOUT' });
  });
});
