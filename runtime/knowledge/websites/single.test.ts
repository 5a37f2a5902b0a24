// A single document and a list of questions at an address: taken in, kept in step, kept when the address fails.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Question } from '#nodes/wire/knowledge.ts';
import type { Site } from '#nodes/wire/knowledge-sites.ts';
import { createLlamaIndexDocumentReader } from '#runtime/adapters/document-reader-llamaindex/document-reader-llamaindex.ts';
import { docxOf, pngOf } from '#runtime/testkit/documents.ts';
import type { KnowledgeRoom } from '#runtime/testkit/knowledge.ts';
import type { TestSite } from '#runtime/testkit/website.ts';
import { createWebsiteRooms, type WebsiteRooms } from '#runtime/testkit/website-rooms.ts';

const W = 'a';
const ONE = { depth: 0, maxPages: 1, refresh: { every: 1, unit: 'day' } } as const;
const PAGE = { ...ONE, way: 'page' } as const;
const LIST = { ...ONE, way: 'questions' } as const;
const VIP = { channels: [], audiences: ['VIP'], tags: [], startsAt: null, endsAt: null };

let rooms: WebsiteRooms;
let web: TestSite;
let room: KnowledgeRoom;
let baseId: string;

beforeEach(async () => {
  rooms = await createWebsiteRooms();
  web = rooms.web;
  room = await rooms.open();
  baseId = (await room.knowledge.bases.create(W, { name: 'Base' })).id;
});
afterEach(async () => {
  await room.close();
  await rooms.end();
});

function serve(path: string, body: string | Uint8Array, headers: Readonly<Record<string, string>> = {}): void {
  web.pages.set(path, { body, headers });
}
async function added(path: string, settings: Site['settings'], rules = { ...VIP, audiences: [] as string[] }) {
  const { id } = await room.knowledge.sites.add(W, baseId, { address: web.origin + path, settings, rules });
  return settled(id);
}
async function settled(id: string): Promise<Site> {
  await room.knowledge.settled();
  const site = (await room.knowledge.sites.list(W, baseId)).find((one) => one.id === id);
  if (site === undefined) throw new Error('The site is gone.');
  return site;
}
async function refreshed({ id }: Site): Promise<Site> {
  await room.knowledge.sites.refresh(W, id);
  return settled(id);
}
const sources = () => room.knowledge.sources.list(W, baseId);
const ask = (question: string) => room.knowledge.search(W, { question, baseIds: [baseId], topK: 4, minScore: 0.35 });
const questions = async () => {
  const all = await room.knowledge.questions.list(W, baseId);
  return new Map(all.map((one) => [one.question, one]));
};
const said = async () =>
  [...(await questions()).values()].map(({ question, answer }: Question) => `${question} ${answer}`).sort();

describe('a single document at an address', () => {
  it('may be an image where the text in images is read, and is refused with what to set elsewhere', async () => {
    serve('/poster', pngOf('x'), { 'content-type': 'image/png' });
    expect(JSON.stringify(await added('/poster', PAGE))).toContain('TANDEM_OCR_COMMAND');
    expect(await sources()).toEqual([]);
    await room.close();
    const recognise = () => Promise.resolve({ ok: true, value: 'The museum is closed on Mondays.' } as const);
    const recogniser = { recognise, close: () => Promise.resolve() };
    room = await rooms.open(48, createLlamaIndexDocumentReader({ recogniser }));
    for (const site of await room.knowledge.sites.list(W, baseId)) await refreshed(site);
    expect((await sources()).map(({ kind, state }) => [kind, state])).toEqual([['image', 'ready']]);
    expect((await ask('When is the museum closed?')).answer).toBe('The museum is closed on Mondays.');
  });

  it('is told by what the server says or by its name, keeps its address and is cited by it', async () => {
    serve('/prices?id=7', 'Article,Price\nKettle,26 euros\n', {
      'content-type': 'text/csv',
      'content-disposition': `attachment; filename="x.csv"; filename*=UTF-8''Our%20prices.csv`,
    });
    serve('/files/rules.docx', docxOf(['Members get free delivery once a month.']), {
      'content-type': 'application/octet-stream',
    });
    expect(await added('/prices?id=7', PAGE)).toMatchObject({ state: 'ready', result: { added: 1, failed: 0 } });
    expect(await added('/files/rules.docx', PAGE)).toMatchObject({ state: 'ready', result: { added: 1 } });
    const shown = (await sources()).map(({ name, kind, state }) => ({ name, kind, state }));
    expect(shown).toContainEqual({ name: 'Our prices.csv', kind: 'csv', state: 'ready' });
    expect(shown).toContainEqual({ name: 'rules.docx', kind: 'docx', state: 'ready' });
    expect((await ask('price of the kettle')).sources[0]).toMatchObject({ url: `${web.origin}/prices?id=7` });
    expect((await ask('free delivery for members')).answer).toContain('once a month');
    // Nothing else was asked for.
    expect(new Set(web.asked)).toEqual(new Set(['/prices?id=7', '/files/rules.docx']));
  });

  it('is read again when it is due, and only a change is a new version', async () => {
    serve('/prices.csv', 'Article,Price\nKettle,26 euros\n');
    const site = await added('/prices.csv', PAGE);
    expect((await refreshed(site)).result).toMatchObject({ same: 1, changed: 0 });
    expect((await sources())[0]).toMatchObject({ version: 1 });
    serve('/prices.csv', 'Article,Price\nKettle,29 euros\n');
    await room.close();
    room = await rooms.open(25);
    await room.knowledge.start();
    expect((await settled(site.id)).result).toMatchObject({ changed: 1 });
    expect((await sources())[0]).toMatchObject({ version: 2 });
    expect((await ask('price of the kettle')).answer).toContain('29');
  });

  it('stays when the address fails, is gone, or gives something that cannot be read, and the address says why', async () => {
    serve('/prices.csv', 'Article,Price\nKettle,26 euros\n');
    const site = await added('/prices.csv', PAGE);
    const after = async () => {
      const { state, result } = await refreshed(site);
      expect((await ask('price of the kettle')).answer).toContain('26');
      return [state, result?.stopped?.code];
    };
    web.pages.set('/prices.csv', { status: 503 });
    expect(await after()).toEqual(['failed', 'EGRESS_FAILED']);
    web.pages.delete('/prices.csv');
    expect(await after()).toEqual(['failed', 'RESOURCE_NOT_FOUND']);
    serve('/prices.csv', 'PK\u0003\u0004', { 'content-type': 'image/png' });
    expect(await after()).toEqual(['failed', 'FILE_REFUSED']);
    web.pages.set('/prices.csv', { status: 302, headers: { location: 'http://169.254.169.254/latest/' } });
    expect(await after()).toEqual(['failed', 'EGRESS_DENIED']);
    expect(await sources()).toHaveLength(1);
  });

  it('does not come back when a person deleted it', async () => {
    serve('/prices.csv', 'Article,Price\nKettle,26 euros\n');
    const site = await added('/prices.csv', PAGE);
    await room.knowledge.sources.remove(W, (await sources())[0]?.id ?? '');
    expect(await refreshed(site)).toMatchObject({
      state: 'failed',
      result: { stopped: { code: 'RESOURCE_NOT_FOUND' } },
    });
    expect(await sources()).toEqual([]);
  });
});

describe('a list of questions at an address', () => {
  const csv = (...rows: readonly string[]) => ['问题,答案,相似问法', ...rows].join('\n');

  it('gives a question a row, with its wordings and for whom it is', async () => {
    serve('/qa.csv', csv('怎么退款？,在订单页申请。,如何退钱|我要退款', '运费多少？,十元。,', ',没有问题。,'));
    expect(await added('/qa.csv', LIST, VIP)).toMatchObject({ state: 'ready', result: { added: 2, failed: 0 } });
    const [refund] = [(await questions()).get('怎么退款？')];
    expect(refund).toMatchObject({ similar: ['如何退钱', '我要退款'], rules: VIP, mode: 'exact' });
    expect(await sources()).toEqual([]);
    const hits = await room.knowledge.search(
      W,
      { question: '如何退钱', baseIds: [baseId], topK: 3, minScore: 0 },
      { channel: 'web', audiences: ['VIP'] },
    );
    expect(hits.answer).toBe('在订单页申请。');
  });

  it('is kept in step: new rows, changed rows, rows that are gone', async () => {
    serve('/qa.csv', csv('A?,one,', 'B?,two,', 'C?,three,'));
    const site = await added('/qa.csv', LIST);
    serve('/qa.csv', csv('A?,one,', 'B?,two and a half,', 'D?,four,'));
    expect((await refreshed(site)).result).toMatchObject({ added: 1, changed: 1, same: 1, gone: 1 });
    expect(await said()).toEqual(['A? one', 'B? two and a half', 'D? four']);
    expect((await ask('C?')).answer).not.toContain('three');
  });

  it('is asked for only when it changed, and read whole again after a failure and where rows were left out', async () => {
    const tagged = (etag: string, ...rows: readonly string[]) => serve('/qa.csv', csv(...rows), { etag });
    tagged('"1"', 'A?,one,', 'B?,two,');
    const site = await added('/qa.csv', LIST);
    expect((await refreshed(site)).result).toMatchObject({ added: 0, same: 2, gone: 0, stopped: null });
    tagged('"2"', 'A?,one,');
    expect((await refreshed(site)).result).toMatchObject({ same: 1, gone: 1 });
    web.pages.set('/qa.csv', { status: 500 });
    await refreshed(site);
    tagged('"2"', 'A?,one,');
    expect((await refreshed(site)).result).toMatchObject({ same: 1, stopped: null });
    expect(web.answered).toEqual([200, 304, 200, 500, 200]);
    expect(await said()).toEqual(['A? one']);
    // What a person wrote stood in the way of a row; when it is gone, the row is taken in.
    const own = await room.knowledge.questions.create(W, baseId, { question: 'C?', similar: [], answer: 'By hand.' });
    tagged('"3"', 'A?,one,', 'C?,three,');
    expect((await refreshed(site)).result).toMatchObject({ same: 1, skipped: 1 });
    await room.knowledge.questions.remove(W, own.id);
    expect((await refreshed(site)).result).toMatchObject({ added: 1, same: 1 });
    expect(await said()).toEqual(['A? one', 'C? three']);
  });

  it('leaves what people wrote, changed, switched off and deleted', async () => {
    await room.knowledge.questions.create(W, baseId, { question: 'Own?', similar: [], answer: 'By hand.' });
    serve('/qa.csv', csv('Own?,by list,', 'A?,one,', 'B?,two,', 'C?,three,'));
    const site = await added('/qa.csv', LIST);
    expect(site.result).toMatchObject({ added: 3, skipped: 1 });
    const all = await questions();
    const idOf = (question: string) => all.get(question)?.id ?? '';
    const { replace, remove } = room.knowledge.questions;
    await replace(W, idOf('A?'), { question: 'A, please?', similar: [], answer: 'One, by hand.' });
    await replace(W, idOf('B?'), { question: 'B?', similar: [], answer: 'two', disabled: true });
    await remove(W, idOf('C?'));
    expect((await refreshed(site)).result).toMatchObject({ added: 0, changed: 0, same: 2, gone: 0, skipped: 2 });
    expect(await said()).toEqual(['A, please? One, by hand.', 'B? two', 'Own? By hand.']);
    serve('/qa.csv', csv('A?,one again,', 'B?,two again,'));
    expect((await refreshed(site)).result).toMatchObject({ changed: 2, gone: 0 });
    expect(await said()).toEqual(['A? one again', 'B? two again', 'Own? By hand.']);
    expect((await questions()).get('B?')).toMatchObject({ disabled: true });
  });

  it('stays whole when the table fails, is none, or is empty, and names rows that are too long', async () => {
    serve('/qa.csv', csv('A?,one,'));
    const site = await added('/qa.csv', LIST);
    const stopped = async () => {
      const { state, result } = await refreshed(site);
      expect(await said()).toEqual(['A? one']);
      return [state, result?.stopped?.code];
    };
    web.pages.set('/qa.csv', { status: 500 });
    expect(await stopped()).toEqual(['failed', 'EGRESS_FAILED']);
    serve('/qa.csv', csv());
    expect(await stopped()).toEqual(['failed', 'FILE_UNREADABLE']);
    serve('/qa.csv', 'Name,Price\nKettle,26');
    expect(await stopped()).toEqual(['failed', 'FILE_UNREADABLE']);
    serve('/qa.csv', '<html>Please log in.</html>', { 'content-type': 'text/html' });
    expect(await stopped()).toEqual(['failed', 'FILE_REFUSED']);
    serve('/qa.csv', csv('A?,one,', `${'x'.repeat(501)},too long,`));
    expect(await refreshed(site)).toMatchObject({
      state: 'ready',
      result: { same: 1, failed: 1, problems: [{ url: `${web.origin}/qa.csv#row=3`, code: 'INGEST_LIMIT' }] },
    });
    expect(room.faults).toEqual([]);
  });

  it('travels with its questions, and knows them again', async () => {
    serve('/qa.csv', csv('A?,one,', 'B?,two,'));
    await added('/qa.csv', LIST);
    await room.knowledge.questions.remove(W, (await questions()).get('B?')?.id ?? '');
    const file = await room.knowledge.baseFiles.write(W, baseId);
    baseId = (await room.knowledge.baseFiles.read(W, file)).id;
    expect(await room.knowledge.baseFiles.write(W, baseId)).toEqual(file);
    const [site] = await room.knowledge.sites.list(W, baseId);
    if (site === undefined) throw new Error('The list is gone.');
    serve('/qa.csv', csv('A?,one,', 'B?,two,', 'C?,three,'));
    expect((await refreshed(site)).result).toMatchObject({ added: 1, same: 1, skipped: 1 });
    expect(await said()).toEqual(['A? one', 'C? three']);
  });

  it('goes with all of its questions, and cannot become a website', async () => {
    serve('/qa.csv', csv('A?,one,'));
    const site = await added('/qa.csv', LIST);
    const settings = { ...ONE, way: 'links' } as const;
    await expect(room.knowledge.sites.update(W, site.id, { settings })).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
    });
    await room.knowledge.sites.update(W, site.id, { rules: VIP });
    expect((await questions()).get('A?')).toMatchObject({ rules: VIP, siteId: site.id });
    await room.knowledge.sites.remove(W, site.id);
    expect(await said()).toEqual([]);
  });
});
