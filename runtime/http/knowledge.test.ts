// Knowledge over HTTP: who may do what, uploads of every temper, and that the hit test answers.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KnowledgeBase, Passage, Question, Searched, Source, Uploaded } from '#nodes/wire/knowledge.ts';
import { createTestApp, type Caller, type TestApp } from '#runtime/testkit/app.ts';
import { docxOf, pdfOf } from '#runtime/testkit/documents.ts';
import { openKnowledgeRoom, type KnowledgeRoom } from '#runtime/testkit/knowledge.ts';
import { addKnowledgeRoutes } from './knowledge.ts';

let folder: string;
let room: KnowledgeRoom;
let kit: TestApp;
let designer: Caller;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-knowledge-http-'));
  room = await openKnowledgeRoom(folder);
  kit = await createTestApp(() => [(app) => addKnowledgeRoutes(app, room.knowledge)]);
  designer = await kit.signedIn('designer');
});
afterAll(async () => {
  await kit.close();
  await room.close();
  rmSync(folder, { recursive: true, force: true });
});

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the route decides the type; the caller names it
const send = async <T>(
  call: Caller,
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  payload?: object,
) => {
  const answer = await call({ method, url: `/api/v1/knowledge${path}`, ...(payload === undefined ? {} : { payload }) });
  return { status: answer.statusCode, body: (answer.body === '' ? undefined : answer.json()) as T };
};
const newBase = async () => (await send<KnowledgeBase>(designer, 'POST', '/bases', { name: 'Base' })).body.id;

function multipart(files: readonly { readonly name: string; readonly bytes: Uint8Array | string }[]) {
  const parts = files.flatMap(({ name, bytes }) => [
    Buffer.from(
      `--border\r\ncontent-disposition: form-data; name="files"; filename="${name}"\r\ncontent-type: application/octet-stream\r\n\r\n`,
    ),
    Buffer.from(bytes as string),
    Buffer.from('\r\n'),
  ]);
  return {
    payload: Buffer.concat([...parts, Buffer.from('--border--\r\n')]),
    headers: { 'content-type': 'multipart/form-data; boundary=border' },
  };
}

describe('uploads', () => {
  it('take what is good of a batch and refuse the rest with reasons, 100 MB included', async () => {
    const id = await newBase();
    const answer = await designer({
      method: 'POST',
      url: `/api/v1/knowledge/bases/${id}/uploads`,
      ...multipart([
        { name: 'huge.pdf', bytes: Buffer.alloc(100 * 1024 * 1024, 'x') },
        { name: 'manual.md', bytes: '# Start\n\nPress the green button.' },
        { name: 'broken.pdf', bytes: '%PDF-1.7 garbage' },
        {
          name: 'bomb.docx',
          bytes: docxOf(['x'], { extra: [{ name: 'word/b.xml', content: Buffer.alloc(50_000_000) }] }),
        },
        { name: '../../etc/规则.docx', bytes: docxOf(['会员每月免邮一次。']) },
        { name: 'script.js', bytes: 'alert(1)' },
        { name: 'page.pdf', bytes: pdfOf(['Invoices come by mail.']) },
      ]),
    });
    expect(answer.statusCode).toBe(201);
    const { files } = answer.json<Uploaded>();
    expect(files.map((file) => [file.name, file.error?.code ?? file.source?.state])).toEqual([
      ['huge.pdf', 'FILE_TOO_LARGE'],
      ['manual.md', 'queued'],
      ['broken.pdf', 'queued'],
      ['bomb.docx', 'INGEST_LIMIT'],
      ['规则.docx', 'queued'],
      ['script.js', 'FILE_REFUSED'],
      ['page.pdf', 'queued'],
    ]);
    expect(files[0]?.error?.message).toMatchObject({
      'zh-CN': expect.stringContaining('20 MB'),
      en: expect.any(String),
    });
    await room.knowledge.settled();
    const { body } = await send<{ sources: Source[] }>(designer, 'GET', `/bases/${id}/sources`);
    const states = new Map(body.sources.map((source) => [source.name, source.state]));
    expect(Object.fromEntries(states)).toEqual({
      'manual.md': 'ready',
      'broken.pdf': 'failed',
      '规则.docx': 'ready',
      'page.pdf': 'ready',
    });
  });

  it('refuse JSON that poses as an upload, an empty form, and an unknown base', async () => {
    const id = await newBase();
    const url = `/api/v1/knowledge/bases/${id}/uploads`;
    const posing = await designer({ method: 'POST', url, payload: { files: [{ filepath: '/etc/passwd' }] } });
    expect(posing.json()).toMatchObject({ code: 'MEDIA_UNSUPPORTED' });
    expect((await designer({ method: 'POST', url, ...multipart([]) })).json()).toMatchObject({
      code: 'REQUEST_INVALID',
    });
    const nowhere = await designer({
      method: 'POST',
      url: '/api/v1/knowledge/bases/nowhere/uploads',
      ...multipart([{ name: 'a.md', bytes: 'x' }]),
    });
    expect(nowhere.json()).toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
  });

  it('refuse more files than one batch may hold', async () => {
    const files = Array.from({ length: 21 }, (_, number) => ({ name: `${number}.md`, bytes: 'x' }));
    const answer = await designer({
      method: 'POST',
      url: `/api/v1/knowledge/bases/${await newBase()}/uploads`,
      ...multipart(files),
    });
    expect(answer.json()).toMatchObject({ code: 'REQUEST_TOO_LARGE' });
    await room.knowledge.settled();
  });
});

describe('the whole of it', () => {
  it('goes from a pasted text and a question to answers', async () => {
    const id = await newBase();
    expect(
      (await send<Source>(designer, 'POST', `/bases/${id}/sources`, { name: '售后', text: '# 退款\n\n七天内可退。' }))
        .status,
    ).toBe(201);
    const question = await send<Question>(designer, 'POST', `/bases/${id}/questions`, {
      question: '怎么开发票？',
      similar: ['哪里开票'],
      answer: '在订单页申请。',
    });
    expect(question.status).toBe(201);
    await room.knowledge.settled();
    const found = await send<Searched>(designer, 'POST', '/search', { baseIds: [id], question: '退款' });
    expect(found.body).toMatchObject({ answer: '七天内可退。', threshold: 0.35 });
    expect((await send<Searched>(designer, 'POST', '/search', { baseIds: [], question: '哪里开票' })).body.answer).toBe(
      '在订单页申请。',
    );

    const { sources } = (await send<{ sources: Source[] }>(designer, 'GET', `/bases/${id}/sources`)).body;
    const sourceId = sources[0]?.id ?? '';
    const { passages } = (await send<{ passages: Passage[] }>(designer, 'GET', `/sources/${sourceId}/passages`)).body;
    const off = await send<Passage>(designer, 'PATCH', `/passages/${passages[0]?.id ?? ''}`, { disabled: true });
    expect(off.body).toMatchObject({ disabled: true });
    expect((await send<Searched>(designer, 'POST', '/search', { baseIds: [id], question: '退款' })).body.hits).toEqual(
      [],
    );

    const changed = { question: '怎么开发票？', similar: [], answer: '联系客服。' };
    expect((await send<Question>(designer, 'PUT', `/questions/${question.body.id}`, changed)).body.answer).toBe(
      '联系客服。',
    );
    expect(
      (await send<{ questions: Question[] }>(designer, 'GET', `/bases/${id}/questions?q=${encodeURIComponent('客服')}`))
        .body.questions,
    ).toHaveLength(1);
    expect((await send<KnowledgeBase>(designer, 'PATCH', `/bases/${id}`, { name: '新名字' })).body).toMatchObject({
      name: '新名字',
      sources: 1,
      questions: 1,
    });
    expect((await send(designer, 'POST', `/sources/${sourceId}/retry`)).status).toBe(200);
    expect((await send(designer, 'DELETE', `/questions/${question.body.id}`)).status).toBe(204);
    expect((await send(designer, 'DELETE', `/sources/${sourceId}`)).status).toBe(204);
    expect((await send(designer, 'DELETE', `/bases/${id}`)).status).toBe(204);
    expect((await send(designer, 'GET', `/bases/${id}`)).status).toBe(404);
  });

  it('previews how a text is cut', async () => {
    const preview = await send(designer, 'POST', '/preview', { name: 'x', text: '# A\n\nOne.' });
    expect(preview.body).toEqual({ passages: [{ heading: 'A', text: 'One.' }] });
  });
});

describe('a base as a file', () => {
  const FILE = {
    format: 'tandem-knowledge-1',
    name: 'Shop',
    description: '',
    documents: [],
    questions: [],
    checks: [],
  };
  const rules = { channels: [], audiences: [], tags: [], startsAt: null, endsAt: null };
  const settings = { way: 'links', depth: 2, maxPages: 9, refresh: null };
  const site = { address: 'https://shop.example/help/', settings, rules, excluded: [] };

  it('comes in with its websites, which wait, and goes out the same', async () => {
    const file = { ...FILE, rerank: true, sites: [site] };
    const made = await send<KnowledgeBase>(designer, 'POST', '/base-files', file);
    expect(made).toMatchObject({ status: 201, body: { name: 'Shop', rerank: true } });
    const { sites } = (await send<{ sites: object[] }>(designer, 'GET', `/bases/${made.body.id}/sites`)).body;
    expect(sites).toMatchObject([{ address: site.address, settings, state: 'ready', result: null, nextAt: null }]);
    expect((await send(designer, 'GET', `/bases/${made.body.id}/file`)).body).toEqual(file);
  });

  it('is refused in both languages when it is not of the form, and by role', async () => {
    for (const [file, where] of [
      [{ ...FILE, sites: [{ ...site, settings: { ...settings, depth: 999 } }] }, 'sites/0/settings/depth'],
      [{ ...FILE, sites: [{ ...site, address: 'javascript:alert(1)' }] }, 'sites/0/address'],
      [{ ...FILE, surprise: 1 }, 'surprise'],
      [[], '/'],
    ] as const) {
      const refused = await send(designer, 'POST', '/base-files', file);
      expect(refused).toMatchObject({
        status: 422,
        body: {
          code: 'REQUEST_INVALID',
          facts: {
            message: {
              'zh-CN': expect.stringContaining(where) as string,
              en: expect.stringContaining(where) as string,
            },
          },
        },
      });
    }
    expect((await send(await kit.signedIn('viewer'), 'POST', '/base-files', FILE)).status).toBe(403);
  });
});

describe('access', () => {
  it('lets every role of the staff look and test, and only designers and admins change', async () => {
    const id = await newBase();
    for (const role of ['agent', 'supervisor', 'sales', 'viewer'] as const) {
      const call = await kit.signedIn(role);
      expect((await send(call, 'GET', '/bases')).status, role).toBe(200);
      expect((await send(call, 'POST', '/search', { baseIds: [], question: 'x' })).status, role).toBe(200);
      for (const [method, path, payload] of [
        ['POST', '/bases', { name: 'x' }],
        ['PATCH', `/bases/${id}`, { name: 'x' }],
        ['DELETE', `/bases/${id}`, undefined],
        ['POST', `/bases/${id}/sources`, { name: 'x', text: 'x' }],
        ['POST', `/bases/${id}/questions`, { question: 'x', similar: [], answer: 'x' }],
        ['POST', '/preview', { name: 'x', text: 'x' }],
      ] as const) {
        expect(await send(call, method, path, payload), role).toMatchObject({
          status: 403,
          body: { code: 'ACCESS_DENIED' },
        });
      }
    }
    expect((await send(kit.anonymous, 'GET', '/bases')).status).toBe(401);
    expect((await send(await kit.signedIn('admin'), 'DELETE', `/bases/${id}`)).status).toBe(204);
  });
});
