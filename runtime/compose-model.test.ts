// A whole server with a language model beside it: it judges where the intent router is unsure, and nothing waits for it when it is unplugged.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawFlow } from '#nodes/testkit/talk.ts';
import type { Message, SessionOpened } from '#nodes/wire/customer.ts';
import { composeServer, type Server } from './compose.ts';
import { readConfig } from './config.ts';
import { startModelServer, streamReply, type ModelServer } from './testkit/model-server.ts';

const option = (id: string, zh: string, en: string) => ({ id, label: { 'zh-CN': zh, en } });
const INTENTS = [
  { id: 'refund', name: '退款', examples: ['我要退款', '把钱退给我', '申请退钱', '不要了退我钱'] },
  { id: 'exchange', name: '换货', examples: ['我要换货', '换一件大的', '换个颜色', '能不能换一双'] },
];
/** So careful that no sentence is clear to it. */
const ROUTER = { intents: [option('refund', '退款', 'Refund'), option('exchange', '换货', 'Exchange')], minScore: 1 };

let folder: string;
let models: ModelServer;
let server: Server;
let secret: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-judged-'));
  models = await startModelServer((response) => streamReply(response, '{"intent":"exchange"}'));
  const config = readConfig({
    TANDEM_DATA_DIR: folder,
    TANDEM_LLM_BASE_URL: models.baseUrl,
    TANDEM_LLM_MODEL: 'm-1',
  });
  server = await composeServer(config, { version: 'test', rootDir: folder, onProblem: () => undefined });
  await server.startWork();
  ({ secret } = await server.access.tokens.create(server.workspaces.home, { name: 'test', role: 'designer' }));
});
afterAll(async () => {
  await server.close();
  await models.close();
  rmSync(folder, { recursive: true, force: true });
});

async function call<T>(method: 'GET' | 'POST', path: string, token: string, payload?: object): Promise<T> {
  const answer = await server.app.inject({
    method,
    url: `/api/v1${path}`,
    headers: { authorization: `Bearer ${token}` },
    ...(payload === undefined ? {} : { payload }),
  });
  expect(answer.statusCode, answer.body).toBeLessThan(300);
  return answer.json<T>();
}

/** Says something in a new conversation, and gives what the bot says to it. */
async function answersTo(text: string): Promise<readonly string[]> {
  const { sessionId, token } = await call<SessionOpened>('POST', '/public/flows/shop/sessions', secret, {});
  const path = `/public/sessions/${sessionId}/messages`;
  await call('POST', path, token, { id: 'm1', text });
  const said = async (): Promise<string[]> => {
    const { messages } = await call<{ messages: readonly Message[] }>('GET', path, token);
    return messages.filter(({ from }) => from === 'bot').map((message) => message.text ?? '');
  };
  await expect.poll(async () => (await said()).length, { timeout: 10_000 }).toBeGreaterThan(1);
  return (await said()).slice(1);
}

describe('an unsure intent router', () => {
  it('goes where the model judges, and asks the customer when it is unplugged', async () => {
    const document = drawFlow(
      {
        hear: ['askText', { prompt: '请说', interrupt: 'deny' }],
        route: ['intentRouter', ROUTER],
        refund: ['message', { text: '→refund' }],
        exchange: ['message', { text: '→exchange' }],
        other: ['message', { text: '→other' }],
        end: ['end'],
      },
      [
        'start.next -> hear',
        'hear.answered -> route',
        'route.refund -> refund',
        'route.exchange -> exchange',
        'route.outOfScope -> other',
        'refund.next -> end',
        'exchange.next -> end',
        'other.next -> end',
      ],
      { intents: INTENTS },
    );
    const { flow, revision } = await call<{ flow: { id: string }; revision: number }>('POST', '/flows', secret, {
      name: '小店',
      slug: 'shop',
      document,
    });
    await call('POST', `/flows/${flow.id}/publish`, secret, { revision, note: '' });

    expect(await answersTo('我要退款')).toEqual(['→exchange']);
    expect(models.seen).toHaveLength(1);
    const asked = JSON.stringify(models.seen[0]?.body);
    expect(asked).toContain('- exchange: 换货 / Exchange');
    expect(asked).toContain('我要退款');

    await models.close();
    expect(await answersTo('我要退款')).toEqual(['您想问的是哪一个？']);
  });
});
