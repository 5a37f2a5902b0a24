// The knowledge room over real adapters: taken in, found, refused, resumed.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Source } from '#nodes/wire/knowledge.ts';
import { docxOf, pdfOf } from '#runtime/testkit/documents.ts';
import { openKnowledgeRoom, type KnowledgeRoom } from '#runtime/testkit/knowledge.ts';

let folder: string;
let room: KnowledgeRoom;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-knowledge-'));
  room = await openKnowledgeRoom(folder);
});
afterEach(async () => {
  await room.close();
  rmSync(folder, { recursive: true, force: true });
});

const bytes = (text: string) => new TextEncoder().encode(text);
const ask = (question: string, baseIds: readonly string[] = [], workspaceId = 'a') =>
  room.knowledge.search(workspaceId, { question, baseIds, topK: 4, minScore: 0.35 });
const filesKept = () =>
  readdirSync(join(folder, 'files'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());

async function pasted(name: string, text: string, workspaceId = 'a') {
  const base = await room.knowledge.bases.create(workspaceId, { name: 'Base' });
  const source = await room.knowledge.sources.paste(workspaceId, base.id, { name, text });
  await room.knowledge.settled();
  return { baseId: base.id, sourceId: source.id };
}

describe('sources', () => {
  it('are queued, read, and found by a two-character word with the sentence that answers', async () => {
    const base = await room.knowledge.bases.create('a', { name: '售后' });
    const source = await room.knowledge.sources.paste('a', base.id, {
      name: '售后政策',
      text: '# 退款\n\n自签收之日起七天内可以申请退款。款项在三个工作日内原路退回。\n\n# 物流\n\n快递一般两到三天送达。',
    });
    expect(source).toMatchObject({ state: 'queued', kind: 'paste', error: null });
    await room.knowledge.settled();
    expect(await room.knowledge.sources.list('a', base.id)).toMatchObject([
      { state: 'ready', progress: 1, passages: 2 },
    ]);
    expect(await room.knowledge.bases.list('a')).toMatchObject([{ sources: 1, passages: 2, questions: 0 }]);
    const found = await ask('退款');
    expect(found.hits[0]).toMatchObject({ title: '退款' });
    expect(found.sources).toMatchObject([{ title: '退款', quote: expect.stringContaining('七天内可以申请退款') }]);
    expect((await ask('快递多久能到')).answer).toContain('两到三天');
  });

  it('of a batch are taken or refused each on its own', async () => {
    const base = await room.knowledge.bases.create('a', { name: 'Base' });
    const files = [
      { name: 'good.md', bytes: bytes('# Delivery\n\nParcels arrive in two days.') },
      { name: 'huge.pdf', bytes: undefined },
      { name: 'broken.pdf', bytes: bytes('%PDF-1.4 nothing else') },
      {
        name: 'bomb.docx',
        bytes: docxOf(['x'], { extra: [{ name: 'word/a.xml', content: new Uint8Array(30_000_000) }] }),
      },
      { name: 'tool.exe', bytes: bytes('MZ') },
      { name: 'C:\\docs\\规则.docx', bytes: docxOf(['会员每月免邮一次。']) },
      { name: 'page.pdf', bytes: pdfOf(['Invoices are sent by mail.']) },
    ];
    const outcomes = [];
    for (const file of files) outcomes.push(await room.knowledge.sources.upload('a', base.id, file));
    expect(outcomes.map((outcome) => outcome.error?.code ?? 'taken')).toEqual([
      'taken',
      'FILE_TOO_LARGE',
      'taken',
      'INGEST_LIMIT',
      'FILE_REFUSED',
      'taken',
      'taken',
    ]);
    await room.knowledge.settled();
    const sources = await room.knowledge.sources.list('a', base.id);
    const byName = new Map(sources.map((source) => [source.name, source]));
    expect(byName.get('broken.pdf')).toMatchObject({
      state: 'failed',
      error: { code: 'FILE_UNREADABLE', message: { 'zh-CN': expect.stringContaining('PDF') } },
    });
    expect(byName.get('规则.docx')).toMatchObject({ state: 'ready', kind: 'docx' });
    expect(await ask('parcels')).toMatchObject({ hits: [{ title: 'Delivery' }] });
    expect((await ask('免邮')).answer).toBe('会员每月免邮一次。');
    expect((await ask('invoices')).answer).toBe('Invoices are sent by mail.');
    expect(filesKept()).toHaveLength(4);
  });

  it('that failed are read again on request', async () => {
    const base = await room.knowledge.bases.create('a', { name: 'Base' });
    const { source } = await room.knowledge.sources.upload('a', base.id, {
      name: 'a.pdf',
      bytes: bytes('%PDF-broken'),
    });
    await room.knowledge.settled();
    const id = source?.id ?? '';
    expect(await room.knowledge.sources.retry('a', id)).toMatchObject({ state: 'queued', error: null });
    await room.knowledge.settled();
    expect(await room.knowledge.sources.list('a', base.id)).toMatchObject([{ state: 'failed' }]);
  });

  it('leave nothing behind when they are deleted, also while they are read', async () => {
    const { sourceId, baseId } = await pasted('One', 'The first zebra.');
    await room.knowledge.sources.remove('a', sourceId);
    const second = await room.knowledge.sources.paste('a', baseId, { name: 'Two', text: 'The second zebra.' });
    await room.knowledge.sources.remove('a', second.id);
    await room.knowledge.settled();
    expect(await ask('zebra')).toMatchObject({ hits: [], confidence: 0, answer: '', sources: [] });
    expect(filesKept()).toEqual([]);
    expect(room.faults).toEqual([]);
  });

  it('show their passages, and a passage switched off is not found', async () => {
    const { sourceId } = await pasted('Manual', 'Press the green button to start.');
    const [passage] = await room.knowledge.sources.passages('a', sourceId);
    await room.knowledge.sources.setPassageDisabled('a', passage!.id, true);
    expect((await ask('green button')).hits).toEqual([]);
    await room.knowledge.sources.setPassageDisabled('a', passage!.id, false);
    expect((await ask('green button')).hits).toHaveLength(1);
  });

  it('can be previewed without being stored', async () => {
    const preview = await room.knowledge.sources.preview('# A\n\nOne.\n\n# B\n\nTwo.');
    expect(preview).toEqual([
      { heading: 'A', text: 'One.' },
      { heading: 'B', text: 'Two.' },
    ]);
    expect(await room.knowledge.bases.list('a')).toEqual([]);
    await expect(room.knowledge.sources.preview('   ')).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  });
});

describe('a restart', () => {
  const text = Array.from(
    { length: 60 },
    (_, number) => `# Rule ${number}\n\nRule number ${number} is about zebra${number}.`,
  ).join('\n\n');
  const stateOf = async () =>
    (await room.knowledge.sources.list('a', (await room.knowledge.bases.list('a'))[0]!.id))[0] as Source;

  it('after a kill in the middle of reading finishes what was begun, once', async () => {
    const program = fileURLToPath(new URL('../testkit/ingest-program.ts', import.meta.url));
    const child = fork(program, [folder, text], { execArgv: ['--import', 'tsx'] });
    expect((await once(child, 'message'))[0]).toBe('reading');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await stateOf()).toMatchObject({ state: 'reading' });
    await room.knowledge.start();
    await room.knowledge.settled();
    expect(await stateOf()).toMatchObject({ state: 'ready', passages: 60 });
    expect((await ask('zebra42')).hits).toHaveLength(1);
  });

  it('after a stop goes on, too', async () => {
    const base = await room.knowledge.bases.create('a', { name: 'Base' });
    await room.knowledge.sources.paste('a', base.id, { name: 'Stopped', text });
    await room.close();
    room = await openKnowledgeRoom(folder);
    expect((await stateOf()).state).not.toBe('ready');
    await room.knowledge.start();
    await room.knowledge.settled();
    expect(await stateOf()).toMatchObject({ state: 'ready', passages: 60, error: null });
  });

  it('does not try for ever what never gets done', async () => {
    const base = await room.knowledge.bases.create('a', { name: 'Base' });
    await room.knowledge.sources.paste('a', base.id, { name: 'Cursed', text });
    for (let attempt = 0; attempt < 4; attempt++) {
      await room.close();
      let began: () => void = () => undefined;
      const reading = new Promise<void>((resolve) => (began = resolve));
      const interrupted = {
        inspect: () => ({ ok: true, value: 'paste' }) as const,
        read: (_file: unknown, signal?: AbortSignal) => {
          began();
          return new Promise<never>((_, reject) =>
            signal?.addEventListener('abort', () => reject(new Error('killed'))),
          );
        },
        look: () => Promise.reject(new Error('nothing is looked at here')),
        questions: () => Promise.reject(new Error('there are no lists here')),
        rows: () => Promise.reject(new Error('There are no lists here.')),
        close: () => Promise.resolve(),
      };
      room = await openKnowledgeRoom(folder, { reader: interrupted });
      await room.knowledge.start();
      await Promise.race([reading, room.knowledge.settled()]);
    }
    expect(await stateOf()).toMatchObject({
      state: 'failed',
      error: { message: { en: expect.stringContaining('several times') } },
    });
  });
});

describe('questions', () => {
  it('are answered as written, by any wording', async () => {
    const base = await room.knowledge.bases.create('a', { name: 'FAQ' });
    const saved = await room.knowledge.questions.create('a', base.id, {
      question: '怎么开发票？',
      similar: ['哪里可以开票', '哪里可以开票', ' '],
      answer: '在订单详情页点“申请发票”，一个工作日内开出。',
    });
    expect(saved.similar).toEqual(['哪里可以开票']);
    for (const question of ['怎么开发票', '请问哪里可以开票呀']) {
      expect(await ask(question)).toMatchObject({
        answer: '在订单详情页点“申请发票”，一个工作日内开出。',
        sources: [{ title: '怎么开发票？' }],
        modelAvailable: false,
      });
    }
    expect((await ask('怎么开发票')).confidence).toBeGreaterThan(0.9);
  });

  it('are changed, searched, switched off and removed', async () => {
    const base = await room.knowledge.bases.create('a', { name: 'FAQ' });
    const draft = { question: 'Where is my parcel?', similar: ['track my order'], answer: 'See the tracking page.' };
    const { id } = await room.knowledge.questions.create('a', base.id, draft);
    await room.knowledge.questions.replace('a', id, { ...draft, answer: 'Open “My orders”.' });
    expect((await ask('track my order')).answer).toBe('Open “My orders”.');
    expect(await room.knowledge.questions.list('a', base.id, 'TRACK')).toHaveLength(1);
    expect(await room.knowledge.questions.list('a', base.id, 'nothing')).toEqual([]);
    await room.knowledge.questions.replace('a', id, { ...draft, disabled: true });
    expect((await ask('track my order')).hits).toEqual([]);
    await room.knowledge.questions.remove('a', id);
    expect(await room.knowledge.questions.list('a', base.id)).toEqual([]);
  });
});

describe('for whom, where and when', () => {
  const RULES = { channels: [], audiences: [], tags: [], startsAt: null, endsAt: null };
  const search = (
    question: string,
    asker: { readonly channel?: string; readonly audiences?: readonly string[] } = {},
  ) => room.knowledge.search('a', { question, baseIds: [], topK: 5, minScore: 0.35 }, asker);

  it('is kept for questions and sources, and decides what is found', async () => {
    const { baseId, sourceId } = await pasted('Delivery', 'Parcels of members arrive within one day.');
    const { id } = await room.knowledge.questions.create('a', baseId, {
      question: 'Where is my parcel?',
      similar: [],
      answer: 'See the tracking page.',
      rules: { ...RULES, channels: ['wechat'] },
    });
    await room.knowledge.sources.setRules('a', sourceId, { ...RULES, audiences: ['member'] });
    expect((await search('where is my parcel', { channel: 'web' })).hits).toEqual([]);
    expect((await search('where is my parcel', { channel: 'wechat' })).answer).toBe('See the tracking page.');
    const member = await search('when do parcels arrive', { channel: 'web', audiences: ['member'] });
    expect(member.answer).toContain('one day');
    const [question] = await room.knowledge.questions.list('a', baseId);
    expect(question).toMatchObject({ id, rules: { channels: ['wechat'] }, mode: 'exact' });
    await room.knowledge.sources.setRules('a', sourceId, { ...RULES, endsAt: '2020-01-01T00:00:00Z' });
    expect(
      (await search('when do parcels arrive', { audiences: ['member'] })).hits.map((hit) => hit.passageId),
    ).not.toContain(`${sourceId}-0`);
    await expect(
      room.knowledge.sources.setRules('a', sourceId, { ...RULES, startsAt: '2026-02-02', endsAt: '2026-02-01' }),
    ).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
  });

  it('a word that rules a question out keeps it from answering', async () => {
    const base = await room.knowledge.bases.create('a', { name: 'FAQ' });
    const draft = { question: '运费多少？', similar: [], answer: '满 99 元免运费。', negative: ['国际'] };
    await room.knowledge.questions.create('a', base.id, draft);
    expect((await search('运费多少')).answer).toBe('满 99 元免运费。');
    expect((await search('国际运费多少')).hits).toEqual([]);
  });

  it('names close questions that have an answer of their own, never the asked one nor its twin', async () => {
    const base = await room.knowledge.bases.create('a', { name: 'FAQ' });
    for (const [question, answer] of [
      ['退货运费谁出？', '质量问题由我们承担。'],
      ['退货的运费由谁承担？', '质量问题由我们承担。'],
      ['换货运费谁出？', '我们承担一次。'],
      ['怎么开发票？', '在订单页申请。'],
    ])
      await room.knowledge.questions.create('a', base.id, {
        question: question ?? '',
        similar: [],
        answer: answer ?? '',
      });
    expect((await search('退货运费谁出')).followUps).toEqual(['换货运费谁出？']);
    expect((await search('怎么开发票')).followUps).toBeUndefined();
  });

  it('an exact answer is not handed to a model; one that may be rephrased is', async () => {
    const modelled = await openKnowledgeRoom(mkdtempSync(join(tmpdir(), 'tandem-modelled-')), { modelAvailable: true });
    const base = await modelled.knowledge.bases.create('a', { name: 'FAQ' });
    const draft = { question: '运费多少？', similar: [], answer: '满 99 元免运费。' };
    const { id } = await modelled.knowledge.questions.create('a', base.id, draft);
    const request = { question: '运费多少', baseIds: [], topK: 5, minScore: 0.35 };
    expect((await modelled.knowledge.search('a', request)).modelAvailable).toBe(false);
    await modelled.knowledge.questions.replace('a', id, { ...draft, mode: 'rephrase' });
    expect(await modelled.knowledge.search('a', request)).toMatchObject({
      modelAvailable: true,
      hits: [{ mayRephrase: true }],
    });
    await modelled.close();
  });
});

describe('the hit test', () => {
  it('shows the sentences that answer, as written, and why each was found', async () => {
    const { baseId } = await pasted(
      'Hours',
      `${'Our shop has a long and colourful history. '.repeat(8)}We are open from nine to five.`,
    );
    const { hits } = await room.knowledge.hitTest('a', { question: 'when are you open', baseIds: [baseId] });
    expect(hits[0]?.evidence).toContain('We are open from nine to five.');
    expect(hits[0]?.why.words).toBeGreaterThan(0);
  });

  it('gives what the chat would get, with the line it is judged by', async () => {
    const { baseId } = await pasted('Hours', 'We are open from nine to five on weekdays.');
    const tested = await room.knowledge.hitTest('a', { question: 'when are you open', baseIds: [baseId] });
    const { hits, confidence, answer, sources } = await ask('when are you open', [baseId]);
    expect(tested).toMatchObject({
      hits: hits.map((hit) => ({ ...hit })),
      confidence,
      answer,
      sources,
      threshold: 0.35,
    });
    expect(tested.confidence).toBeGreaterThan(0.35);
  });

  it('says plainly that nothing was found', async () => {
    expect(await room.knowledge.hitTest('a', { question: '天气', baseIds: [] })).toMatchObject({
      hits: [],
      answer: '',
    });
  });
});

describe('workspaces', () => {
  it('never see each other', async () => {
    const { baseId, sourceId } = await pasted('Secret', 'The secret zebra lives here.');
    const [passage] = await room.knowledge.sources.passages('a', sourceId);
    const { id } = await room.knowledge.questions.create('a', baseId, {
      question: 'zebra?',
      similar: [],
      answer: 'Secret.',
    });
    expect((await ask('zebra', [], 'b')).hits).toEqual([]);
    expect((await ask('zebra', [baseId], 'b')).hits).toEqual([]);
    expect(await room.knowledge.bases.list('b')).toEqual([]);
    const { bases, sources, questions } = room.knowledge;
    for (const attempt of [
      () => bases.get('b', baseId),
      () => bases.update('b', baseId, { name: 'x' }),
      () => bases.remove('b', baseId),
      () => sources.list('b', baseId),
      () => sources.paste('b', baseId, { name: 'x', text: 'x' }),
      () => sources.passages('b', sourceId),
      () => sources.retry('b', sourceId),
      () => sources.remove('b', sourceId),
      () => sources.setPassageDisabled('b', passage!.id, true),
      () => questions.list('b', baseId),
      () => questions.replace('b', id, { question: 'x', similar: [], answer: 'x' }),
      () => questions.remove('b', id),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
    }
    expect((await ask('zebra', [baseId])).hits).toHaveLength(2);
    await bases.remove('a', baseId);
    expect((await ask('zebra')).hits).toEqual([]);
    expect(filesKept()).toEqual([]);
  });
});

describe('packs', () => {
  it('carry a base to another workspace', async () => {
    const { baseId } = await pasted('Guide', '# Returns\n\nWithin a week.\n\n# Delivery\n\nTwo days.');
    await room.knowledge.questions.create('a', baseId, {
      question: 'Open?',
      similar: ['Hours?'],
      answer: 'Nine to five.',
    });
    const [pack] = await room.knowledge.packs.read('a', [baseId, 'unknown']);
    expect(pack).toMatchObject({
      ref: baseId,
      documents: [{ name: 'Guide', text: '# Returns\n\nWithin a week.\n\n# Delivery\n\nTwo days.' }],
      questions: [{ question: 'Open?', similar: ['Hours?'], answer: 'Nine to five.' }],
    });
    const copy = await room.knowledge.packs.create('b', undefined, pack!);
    await room.knowledge.settled();
    expect(await room.knowledge.packs.baseIds('b')).toEqual([copy]);
    expect((await ask('returns', [copy], 'b')).answer).toBe('Within a week.');
    await room.knowledge.packs.remove('b', copy);
    expect(await room.knowledge.packs.baseIds('b')).toEqual([]);
  });
});
