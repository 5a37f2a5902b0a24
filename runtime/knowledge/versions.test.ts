// Versions of a document: what differs, what comes back, what is forgotten, and what a change would do before it is made.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DocumentReader, ReadPassage } from '#runtime/ports/document-reader.ts';
import { openKnowledgeRoom, type KnowledgeRoom } from '#runtime/testkit/knowledge.ts';
import { differenceOf } from './versions.ts';

const W = 'a';
const bytes = (text: string) => new TextEncoder().encode(text);
const passage = (text: string, heading = ''): ReadPassage => ({ heading, text });

/** Reads a text in this process, a passage a line; a text that says "broken" cannot be read. */
const byLines: DocumentReader = {
  inspect: () => ({ ok: true, value: 'txt' }),
  read({ bytes: content }) {
    const text = new TextDecoder().decode(content);
    const problem = { code: 'FILE_UNREADABLE', message: { 'zh-CN': '损坏', en: 'Broken.' } } as const;
    const lines = text.split('\n').filter((line) => line !== '');
    return Promise.resolve(
      text === 'broken' ? { ok: false, problem } : { ok: true, value: lines.map((line) => passage(line)) },
    );
  },
  look: () => Promise.reject(new Error('Nothing is looked at here.')),
  questions: () => Promise.reject(new Error('There are no lists here.')),
  rows: () => Promise.reject(new Error('There are no lists here.')),
  close: () => Promise.resolve(),
};

describe('the difference of two contents', () => {
  it('is by passage: heading and text; a text that stands twice counts twice', () => {
    const before = [passage('a'), passage('a'), passage('b', 'One'), passage('c')];
    const after = [passage('c'), passage('a'), passage('b', 'Two'), passage('d')];
    expect(differenceOf(before, after)).toEqual({
      removed: [passage('a'), passage('b', 'One')],
      added: [passage('b', 'Two'), passage('d')],
      same: 2,
    });
  });

  it('of any two adds up, and turns round with them', () => {
    const contents = fc.array(fc.record({ heading: fc.constantFrom('', 'H'), text: fc.constantFrom('a', 'b', 'c') }));
    fc.assert(
      fc.property(contents, contents, (before, after) => {
        const { removed, added, same } = differenceOf(before, after);
        expect([removed.length + same, added.length + same]).toEqual([before.length, after.length]);
        const back = differenceOf(after, before);
        const sorted = (list: readonly ReadPassage[]) => list.map((one) => JSON.stringify(one)).sort();
        expect([sorted(back.added), sorted(back.removed), back.same]).toEqual([sorted(removed), sorted(added), same]);
      }),
    );
    expect(differenceOf([], [])).toEqual({ removed: [], added: [], same: 0 });
  });
});

describe('versions of a document', () => {
  let folder: string;
  let room: KnowledgeRoom;
  let baseId: string;
  let sourceId: string;
  const replace = async (text: string) => {
    await room.knowledge.versions.replace(W, sourceId, { name: 'doc.txt', bytes: bytes(text) }, 'Bob');
    await room.knowledge.settled();
  };
  const ask = async (question: string) =>
    (await room.knowledge.search(W, { question, baseIds: [baseId], topK: 3, minScore: 0.35 })).hits[0]?.text;
  const filesKept = () =>
    readdirSync(join(folder, 'files'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tandem-versions-'));
    room = await openKnowledgeRoom(folder, { reader: byLines });
    baseId = (await room.knowledge.bases.create(W, { name: 'Base' })).id;
    sourceId = (await room.knowledge.sources.paste(W, baseId, { name: 'Doc', text: 'Refunds take three days.' })).id;
    await room.knowledge.settled();
  });
  afterEach(async () => {
    await room.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('give the text of what was pasted, to be edited and put in its place', async () => {
    expect(await room.knowledge.versions.text(W, sourceId)).toBe('Refunds take three days.');
    await replace('Refunds take four days.');
    expect(await room.knowledge.versions.text(W, sourceId)).toBe('Refunds take four days.');
    await expect(room.knowledge.versions.text('b', sourceId)).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
  });

  it('give no text that would come back garbled', async () => {
    const gbk = Uint8Array.from([0xcd, 0xcb, 0xbf, 0xee]);
    await room.knowledge.versions.replace(W, sourceId, { name: 'doc.txt', bytes: gbk }, 'Bob');
    await room.knowledge.settled();
    await expect(room.knowledge.versions.text(W, sourceId)).rejects.toMatchObject({ code: 'FILE_REFUSED' });
  });

  it('come back as a new version, found again, with what was between them kept', async () => {
    await replace('Refunds take nine days.\nParcels arrive in two days.');
    expect(await room.knowledge.versions.difference(W, sourceId, 1)).toEqual({
      removed: [passage('Refunds take three days.')],
      added: [passage('Refunds take nine days.'), passage('Parcels arrive in two days.')],
      same: 0,
    });
    await room.knowledge.versions.restore(W, sourceId, 1, 'Ann');
    await room.knowledge.settled();
    expect(await ask('How long do refunds take?')).toBe('Refunds take three days.');
    const list = await room.knowledge.versions.list(W, sourceId);
    expect(list.map(({ version, live, author }) => [version, live, author])).toMatchObject([
      [3, true, 'Ann'],
      [2, false, 'Bob'],
      [1, false, expect.any(String)],
    ]);
  });

  it('are the ten newest besides the live one; files of older ones are gone', async () => {
    for (let at = 2; at <= 13; at += 1) await replace(`Refunds take ${String(at)} days.`);
    const list = await room.knowledge.versions.list(W, sourceId);
    expect(list.map(({ version }) => version)).toEqual([13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
    expect(filesKept()).toHaveLength(11);
    await expect(room.knowledge.versions.restore(W, sourceId, 2, 'Ann')).rejects.toMatchObject({
      code: 'RESOURCE_NOT_FOUND',
    });
  });

  it('do not change with a content that cannot be read, or that says the same', async () => {
    await replace('broken');
    expect(await ask('How long do refunds take?')).toBe('Refunds take three days.');
    await replace('Refunds take three days.');
    expect(await room.knowledge.versions.list(W, sourceId)).toHaveLength(1);
    expect(filesKept()).toHaveLength(1);
  });

  it('are of their workspace alone', async () => {
    for (const act of [
      room.knowledge.versions.list('b', sourceId),
      room.knowledge.versions.difference('b', sourceId, 1),
      room.knowledge.versions.restore('b', sourceId, 1, 'Eve'),
      room.knowledge.versions.compare('b', sourceId, { version: 1 }),
    ])
      await expect(act).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
  });

  it('are tried on the question set before they are live, and nothing is stored', async () => {
    const [first] = await room.knowledge.sources.passages(W, sourceId);
    const draft = { question: 'Do refunds take three days?', expectedId: first?.id ?? '', wanted: true };
    await room.knowledge.checks.save(W, baseId, draft);
    const compare = (text: string) =>
      room.knowledge.versions.compare(W, sourceId, { name: 'doc.txt', bytes: bytes(text) });
    expect(await compare('Parcels arrive in two days.')).toMatchObject({ total: 1, passedBefore: 1, passedAfter: 0 });
    expect((await compare('Parcels arrive in two days.')).worse.map(({ check }) => check.question)).toEqual([
      'Do refunds take three days?',
    ]);
    expect(await compare('Refunds take three days.\nParcels arrive in two days.')).toMatchObject({
      better: [],
      worse: [],
      passedAfter: 1,
    });
    await expect(compare('broken')).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
    await expect(
      room.knowledge.versions.compare(W, sourceId, { name: 'doc.txt', bytes: undefined }),
    ).rejects.toMatchObject({ code: 'FILE_TOO_LARGE' });
    expect(await ask('How long do refunds take?')).toBe('Refunds take three days.');
    expect(filesKept()).toHaveLength(1);
  });
});
