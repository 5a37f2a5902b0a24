// The adapter against a server on this machine: streams, refusals, silence, half answers.
import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createUndiciFetcher } from '#runtime/adapters/http-fetcher-undici/http-fetcher-undici.ts';
import { describeLanguageModel } from '#runtime/ports/language-model.conformance.ts';
import { startModelServer, streamReply, type ModelServer, type SeenRequest } from '#runtime/testkit/model-server.ts';
import { createOpenAiLanguageModel, type OpenAiModelOptions } from './language-model-openai.ts';

const servers: ModelServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function modelOn(
  answer: (response: ServerResponse, request: SeenRequest) => void,
  options: Partial<OpenAiModelOptions> = {},
) {
  const server = await startModelServer(answer);
  servers.push(server);
  const fetcher = createUndiciFetcher({
    egressAllow: () => [server.host],
    trustedOrigins: [new URL(server.baseUrl).origin],
  });
  return {
    server,
    model: createOpenAiLanguageModel({ baseUrl: server.baseUrl, apiKey: 'key-1', model: 'm-1', fetcher, ...options }),
  };
}

async function textOf(model: ReturnType<typeof createOpenAiLanguageModel>, user = 'hi'): Promise<string> {
  let text = '';
  const request = { system: 'rules', user, temperature: 0.2, maxTokens: 50 };
  for await (const part of model.generate(request, new AbortController().signal)) {
    if (part.type === 'delta') text += part.text;
  }
  return text;
}

describeLanguageModel(
  'The OpenAI adapter',
  async (reply) => (await modelOn((response) => streamReply(response, reply))).model,
);

describe('the OpenAI adapter', () => {
  it('asks in the usual form: rules and customer apart, the key in a header', async () => {
    const { server, model } = await modelOn((response) => streamReply(response, 'ok'));
    expect(await textOf(model, 'half a pair \ud83d')).toBe('ok');
    expect(server.seen).toHaveLength(1);
    expect(server.seen[0]).toMatchObject({
      url: '/v1/chat/completions',
      headers: { authorization: 'Bearer key-1', 'content-type': 'application/json' },
      body: {
        model: 'm-1',
        stream: true,
        temperature: 0.2,
        max_tokens: 50,
        messages: [
          { role: 'system', content: 'rules' },
          { role: 'user', content: 'half a pair \ufffd' },
        ],
      },
    });
  });

  it('needs no key for a server that asks for none', async () => {
    const { server, model } = await modelOn((response) => streamReply(response, 'ok'), { apiKey: '' });
    await textOf(model);
    expect(server.seen[0]?.headers).not.toHaveProperty('authorization');
  });

  it('takes a whole answer from a server that does not stream', async () => {
    const whole = { choices: [{ message: { content: '整段回答' }, finish_reason: 'stop' }] };
    const { model } = await modelOn((response) => response.end(JSON.stringify(whole, null, 2)));
    expect(await textOf(model)).toBe('整段回答');
  });

  it('asks again without what a strict server refuses', async () => {
    const { server, model } = await modelOn((response, { body }) => {
      if ('stream_options' in body) response.writeHead(400).end('{"error":"unknown field stream_options"}');
      else streamReply(response, 'fine');
    });
    expect(await textOf(model)).toBe('fine');
    expect(server.seen).toHaveLength(2);
  });

  it('fails with MODEL_UNAVAILABLE when it is refused, and never repeats what the server said', async () => {
    const { model } = await modelOn((response) => response.writeHead(401).end('your key key-1 is wrong'));
    const failure = await textOf(model).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'MODEL_UNAVAILABLE', facts: { status: 401 } });
    expect(String(failure)).not.toContain('key-1');
  });

  it('fails on half an answer, an answer cut at the length limit, an error in the stream, and noise', async () => {
    const answers: readonly ((response: ServerResponse) => void)[] = [
      (response) => streamReply(response, 'half', ''),
      (response) => streamReply(response, 'too long', 'length'),
      (response) => response.end('data: {"error":{"message":"overloaded"}}\n\n'),
      (response) => response.end('<html>proxy error</html>'),
      (response) => response.end(''),
      (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write('data: {"choices":[{"delta":{"content":"x"}}]}\n\n', () => response.destroy());
      },
    ];
    for (const answer of answers) {
      const { model } = await modelOn(answer);
      await expect(textOf(model)).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' });
    }
  });

  it('cuts an answer without end', async () => {
    const { model } = await modelOn((response) => streamReply(response, 'x'.repeat(70_000)));
    await expect(textOf(model)).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' });
  });

  it('does not wait for ever for the first word', async () => {
    const silent = (response: ServerResponse) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(': still here\n\n');
    };
    const { model } = await modelOn(silent, { firstTokenMs: 50 });
    await expect(textOf(model)).rejects.toMatchObject({ code: 'EGRESS_TIMEOUT' });
  });

  it('does not wait for ever for the last word', async () => {
    const slow = (response: ServerResponse) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: {"choices":[{"delta":{"content":"x"}}]}\n\n');
    };
    const { model } = await modelOn(slow, { totalMs: 100 });
    await expect(textOf(model)).rejects.toMatchObject({ code: 'EGRESS_TIMEOUT' });
  });

  it('fails with MODEL_UNAVAILABLE when nobody is there', async () => {
    const { server, model } = await modelOn((response) => response.end());
    await server.close();
    await expect(textOf(model)).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' });
  });
});
