// Files of conversations as a browser sends them: asked for, judged, sent, opened by the right people only, and gone when their time is over.
import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SentFile } from '#nodes/kit/messages.ts';
import { drawFlow } from '#nodes/testkit/talk.ts';
import type { FileUploaded, Message, SessionOpened, TurnAnswer } from '#nodes/wire/customer.ts';
import { createSystemClock } from '#runtime/adapters/clock-system/clock-system.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import { createTestApp, type Caller, type TestApp } from '#runtime/testkit/app.ts';
import { agent, createPeople, type People } from '#runtime/testkit/people.ts';
import { BAD_FILES, GOOD_FILES, RED_PIXEL } from '#runtime/testkit/sample-files.ts';
import { addCustomerFileRoutes } from './customer-files.ts';
import { addCustomerRoutes } from './customer.ts';
import { addDeskRoutes } from './desk.ts';
import { createTurnMeter } from './metrics.ts';

const flow = drawFlow(
  {
    ask: ['askFile', { prompt: '请发照片', types: ['image', 'pdf'], variable: 'photo', maxMegabytes: 1, keepDays: 7 }],
    thanks: ['message', { text: '收到 {{ photo.name }}' }],
    person: ['handoff', {}],
    bye: ['end'],
  },
  [
    'start.next -> ask',
    'ask.received -> thanks',
    'ask.rejected -> person',
    'thanks.next -> person',
    ...['offline', 'queueFull', 'timeout', 'abandoned', 'resolved', 'returned'].map((port) => `person.${port} -> bye`),
  ],
);
const HOUR_MS = 3_600_000;

describe('Files of conversations', () => {
  let kit: TestApp;
  let people: People;
  let staff: Caller;
  let ahead = 0;

  beforeEach(async () => {
    ahead = 0;
    const real = createSystemClock();
    const clock: Clock = { ...real, now: () => real.now() + ahead };
    kit = await createTestApp(
      async (parts) => {
        people = await createPeople(parts);
        return [
          (app) =>
            addCustomerRoutes(app, {
              sessions: people.sessions,
              store: people.store,
              published: people.flowStore,
              identities: { prove: () => undefined },
              files: people.files,
              bus: parts.bus,
              meter: createTurnMeter(),
            }),
          (app) => addCustomerFileRoutes(app, people.files),
          (app) => addDeskRoutes(app, people.desk),
        ];
      },
      { clock, sessions: { authenticate: (id, token) => people.sessions.authenticate(id, token) } },
    );
    staff = await kit.withToken('agent');
    await people.publish(kit.workspaceId, 'photos', flow);
    // Somebody is at the desk.
    people.desk.open(kit.workspaceId, agent('lee'), () => undefined);
  });
  afterEach(async () => {
    await people.close();
    await kit.close();
  });

  const call = (session: SessionOpened, path: string, payload?: object | Buffer, type = 'application/json') =>
    kit.anonymous({
      method: payload === undefined ? 'GET' : 'POST',
      url: `/api/v1/public/sessions/${session.sessionId}${path}`,
      headers: {
        authorization: `Bearer ${session.token}`,
        ...(payload === undefined ? {} : { 'content-type': type }),
      },
      ...(payload === undefined ? {} : { payload }),
    });
  const open = async () => {
    const answer = await kit.anonymous({
      method: 'POST',
      url: '/api/v1/public/flows/photos/sessions',
      payload: '{}',
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.statusCode, answer.body).toBe(201);
    return answer.json<SessionOpened>();
  };
  const upload = (session: SessionOpened, name: string, bytes: Buffer) =>
    call(session, '/files', formOf(name, bytes), 'multipart/form-data; boundary=b');
  const uploaded = async (session: SessionOpened, name = '破损.png') => {
    const answer = await upload(session, name, RED_PIXEL);
    expect(answer.statusCode, answer.body).toBe(201);
    return answer.json<FileUploaded>().file;
  };
  const send = (session: SessionOpened, id: string, files: readonly SentFile[] | readonly { id: string }[]) =>
    call(session, '/messages', { id, files: files.map((file) => file.id) });
  const bytesKept = () =>
    readdirSync(people.filesDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;
  const rows = async () => (await kit.database.kysely.selectFrom('session_files').selectAll().execute()).length;
  const code = (answer: Awaited<ReturnType<Caller>>) => answer.json<{ code: string }>().code;

  it('takes what was asked for, plays it once, and shows it to the desk', async () => {
    const session = await open();
    expect(session.messages.at(-1)?.upload).toEqual({ types: ['image', 'pdf'], maxBytes: 1_048_576, count: 1 });
    const file = await uploaded(session, '../破损.html');
    expect(file).toMatchObject({
      name: '破损.html.png',
      contentType: 'image/png',
      kind: 'image',
      sizeBytes: RED_PIXEL.length,
    });
    const answer = await send(session, 'm1', [file]);
    expect(answer.json<TurnAnswer>().messages[0]?.text).toBe('收到 破损.html.png');
    expect((await send(session, 'm1', [file])).json<TurnAnswer>().messages).toEqual(answer.json<TurnAnswer>().messages);
    const transcript = (await call(session, '/messages')).json<{ messages: Message[] }>().messages;
    const own = transcript.filter(({ from }) => from === 'customer');
    expect(own).toMatchObject([{ id: 'm1', kind: 'media', text: '破损.html.png', files: [file] }]);
    const seen = await staff({ url: `/api/v1/conversations/${session.sessionId}/files/${file.id}` });
    expect(seen.rawPayload).toEqual(RED_PIXEL);
    expect(seen.headers).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
    });
    expect(seen.headers['content-disposition']).toMatch(/^attachment; filename=/);
  });

  it('judges by content: every pretender is refused, and nothing of it is kept', async () => {
    const session = await open();
    for (const [name, bytes] of BAD_FILES) {
      const answer = await upload(session, name, bytes);
      expect([answer.statusCode, code(answer)], name).toEqual([415, 'FILE_REFUSED']);
    }
    const sound = GOOD_FILES.find(([, , type]) => type === 'audio/mpeg');
    const answer = await upload(session, 'a.pdf', sound?.[1] ?? Buffer.alloc(0));
    expect(code(answer)).toBe('FILE_REFUSED');
    expect([bytesKept(), await rows()]).toEqual([0, 0]);
  });

  it('refuses what is too large with the size that is allowed', async () => {
    const session = await open();
    const answer = await upload(session, 'a.png', Buffer.concat([RED_PIXEL, Buffer.alloc(1_048_576)]));
    expect([answer.statusCode, code(answer)]).toEqual([413, 'FILE_TOO_LARGE']);
    expect(answer.json<{ detail: string }>().detail).toContain('1 MB');
    expect(bytesKept()).toBe(0);
  });

  it('takes nothing when nothing is asked for, and again when a person is there', async () => {
    const session = await open();
    await send(session, 'm1', [await uploaded(session)]);
    const waiting = await upload(session, 'a.png', RED_PIXEL);
    expect([waiting.statusCode, code(waiting)]).toEqual([409, 'STATE_CONFLICT']);
    const { waiting: queue } = await people.desk.lists(kit.workspaceId, agent('lee'));
    await people.desk.claim(kit.workspaceId, agent('lee'), queue[0]?.id ?? '');
    const file = await uploaded(session);
    expect((await send(session, 'm2', [file])).statusCode).toBe(200);
    const { messages } = await people.desk.detail(kit.workspaceId, agent('lee'), queue[0]?.id ?? '');
    expect(messages.at(-1)).toMatchObject({ from: 'customer', files: [{ id: file.id }] });
  });

  it('opens nobody else’s file, neither for another customer nor under another conversation', async () => {
    const [mine, other] = [await open(), await open()];
    const file = await uploaded(mine);
    const answers = [
      await call(other, `/files/${file.id}`),
      await kit.anonymous({ url: `/api/v1/public/sessions/${mine.sessionId}/files/${file.id}` }),
      await staff({ url: `/api/v1/conversations/${other.sessionId}/files/${file.id}` }),
      await kit.anonymous({ url: `/api/v1/conversations/${mine.sessionId}/files/${file.id}` }),
      await send(other, 'm1', [file]),
      await call(mine, '/messages', { id: 'm1', files: ['/etc/passwd'] }),
      await call(mine, '/messages', { id: 'm1', files: [] }),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 401, 404, 401, 404, 404, 404]);
    expect((await call(mine, `/files/${file.id}`)).rawPayload).toEqual(RED_PIXEL);
  });

  it('refuses objects that pose as files, and more than a conversation may hold', async () => {
    const session = await open();
    for (const files of [[{ path: '/etc/passwd' }], { href: 'file:///etc/passwd' }, 'a']) {
      expect((await call(session, '/messages', { id: 'm', files })).statusCode).toBe(422);
    }
    expect((await call(session, '/files', { filepath: '/etc/passwd' })).statusCode).toBe(415);
    for (let count = 0; count < 10; count += 1) await uploaded(session);
    const answer = await upload(session, 'a.png', RED_PIXEL);
    expect([answer.statusCode, code(answer)]).toEqual([429, 'RATE_LIMITED']);
  });

  it('a file belongs to one message', async () => {
    const session = await open();
    const file = await uploaded(session);
    await send(session, 'm1', [file]);
    expect((await send(session, 'm2', [file])).statusCode).toBe(409);
  });

  it('forgets what was never sent, what was cut off half way, and what was kept long enough', async () => {
    const session = await open();
    const unsent = await uploaded(session);
    const sent = await uploaded(session);
    await send(session, 'm1', [sent]);
    // The server goes down between the row and the end of the bytes.
    await kit.database.kysely.updateTable('session_files').set({ is_ready: 0 }).where('id', '=', unsent.id).execute();
    expect((await call(session, `/files/${unsent.id}`)).statusCode).toBe(404);
    const sweep = async () => people.files.start()();
    await sweep();
    expect(bytesKept()).toBe(2);
    ahead = 2 * HOUR_MS;
    await sweep();
    expect([bytesKept(), await rows()]).toEqual([1, 1]);
    ahead = 7 * 24 * HOUR_MS + HOUR_MS;
    await sweep();
    expect([bytesKept(), await rows()]).toEqual([0, 0]);
    expect((await call(session, `/files/${sent.id}`)).statusCode).toBe(404);
    expect(
      (await call(session, '/messages'))
        .json<{ messages: Message[] }>()
        .messages.some(({ files }) => files?.[0]?.id === sent.id),
    ).toBe(true);
  });

  it('staff send a file to the customer, who opens it', async () => {
    const session = await open();
    await send(session, 'm1', [await uploaded(session)]);
    const { waiting } = await people.desk.lists(kit.workspaceId, agent('lee'));
    const handoff = waiting[0]?.id ?? '';
    const attach = () =>
      staff({
        method: 'POST',
        url: `/api/v1/desk/handoffs/${handoff}/files?message=a1`,
        payload: formOf('报价.pdf', Buffer.from('%PDF-1.7')),
        headers: { 'content-type': 'multipart/form-data; boundary=b' },
      });
    expect((await attach()).statusCode).toBe(409);
    await staff({ method: 'POST', url: `/api/v1/desk/handoffs/${handoff}/claim` });
    const said = (await attach()).json<Message>();
    expect(said).toMatchObject({ from: 'agent', kind: 'media', text: '报价.pdf', files: [{ kind: 'pdf' }] });
    expect((await attach()).json<Message>().seq).toBe(said.seq);
    const opened = await call(session, `/files/${said.files?.[0]?.id ?? ''}`);
    expect(opened.body).toBe('%PDF-1.7');
    expect(opened.headers['content-disposition']).toContain(encodeURIComponent('报价.pdf'));
  });
});

function formOf(name: string, bytes: Buffer): Buffer {
  const head = `--b\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: image/png\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), bytes, Buffer.from('\r\n--b--\r\n')]);
}
