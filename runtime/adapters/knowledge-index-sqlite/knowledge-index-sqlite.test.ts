// The SQLite index passes the port's suite, ranks as measured, and cuts text into the tokens it promises.
import Sqlite from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { Embedder } from '#runtime/ports/embedder.ts';
import { describeKnowledgeIndex } from '#runtime/ports/knowledge-index.conformance.ts';
import { createBundledEmbedder } from '../understanding-local/bundled-embedder.ts';
import { up } from '../../../migrations/0005_knowledge.ts';
import { up as addRules } from '../../../migrations/0090_knowledge_rules.ts';
import { up as addServerMeaning } from '../../../migrations/0130_server_meaning.ts';
import { createSqliteKnowledgeIndex } from './knowledge-index-sqlite.ts';
import { documentTokens, questionTokens } from './segment.ts';
import { stem } from './stem.ts';
import type { KnowledgeIndexTables } from './tables.ts';

async function openIndex(exactUpTo?: number, embedder: Embedder = createBundledEmbedder()) {
  const database = new Sqlite(':memory:');
  database.pragma('trusted_schema = OFF');
  const dialect = new SqliteDialect({ database });
  await up(new Kysely<unknown>({ dialect }));
  await addRules(new Kysely<unknown>({ dialect }));
  await addServerMeaning(new Kysely<unknown>({ dialect }));
  const kysely = new Kysely<KnowledgeIndexTables>({ dialect });
  return { database, index: createSqliteKnowledgeIndex(kysely, { embedder, exactUpTo }) };
}

describeKnowledgeIndex('SQLite FTS5', async () => (await openIndex()).index);
describeKnowledgeIndex('SQLite FTS5 with lists of vectors', async () => (await openIndex(0)).index);

describe('the SQLite index', () => {
  it('leaves nothing behind when a base is dropped', async () => {
    const { index, database } = await openIndex();
    const passage = { id: 'p', baseId: 'b', sourceId: 's', title: 'Title', text: 'Some words' };
    await index.upsert('a', [passage, { ...passage, id: 'q', answer: 'yes', alternatives: ['other words'] }]);
    await index.dropBase('a', 'b');
    expect(database.prepare('SELECT count(*) FROM knowledge_entries').pluck().get()).toBe(0);
    expect(
      database.prepare("SELECT count(*) FROM knowledge_fts WHERE knowledge_fts MATCH 'some OR other'").pluck().get(),
    ).toBe(0);
  });

  it('writes many passages in short transactions and finds each', async () => {
    const { index } = await openIndex();
    const passages = Array.from({ length: 300 }, (_, number) => ({
      id: `p${number}`,
      baseId: 'b',
      sourceId: 's',
      title: `Article ${number}`,
      text: `The keyword of this one is zebra${number}, and nothing else is special.`,
    }));
    await index.upsert('a', passages);
    const [hit] = await index.search('a', { text: 'zebra217', baseIds: ['b'], topK: 1 });
    expect(hit?.passageId).toBe('p217');
  });
});

describe('search by meaning', () => {
  const pair = (id: string, text: string, answer: string) => ({
    id,
    baseId: 'b',
    sourceId: 's',
    title: text,
    text,
    answer,
  });
  const PAIRS = [
    pair('refund', '怎么申请退款？', '在订单页点申请退款。'),
    pair('password', 'How do I reset my password?', 'Use the link on the sign-in page.'),
    pair('hours', 'What are your opening hours?', 'Nine to six.'),
  ];

  it('finds a question that is asked in other words', async () => {
    const { index } = await openIndex();
    await index.upsert('a', PAIRS);
    const first = async (text: string) => (await index.search('a', { text, baseIds: [], topK: 1 }))[0]?.passageId;
    expect(await first('i forgot my passcode and cannot log in')).toBe('password');
    expect(await first('想申请把钱退给我')).toBe('refund');
  });

  it.each([
    ['looking at all', undefined],
    ['in lists', 0],
  ])('follows every change after the first search, %s', async (_name, exactUpTo) => {
    const { index } = await openIndex(exactUpTo);
    const found = async (query: object = {}) =>
      (await index.search('a', { text: 'i forgot my passcode and cannot log in', baseIds: [], topK: 3, ...query })).map(
        (hit) => hit.passageId,
      );
    await index.upsert('a', [PAIRS[0]!, PAIRS[2]!]);
    expect(await found()).not.toContain('password');
    await index.upsert('a', [PAIRS[1]!, { ...PAIRS[1]!, id: 'staff', audiences: ['staff'] }]);
    expect(await found()).toEqual(['password']);
    expect((await found({ audiences: ['staff'] })).sort()).toEqual(['password', 'staff']);
    await index.upsert('a', [pair('password', '门店在哪里？', '人民路五号。')]);
    expect(await found({ audiences: ['staff'] })).toEqual(['staff']);
    await index.dropBase('a', 'b');
    expect(await found({ audiences: ['staff'] })).toEqual([]);
    await index.upsert('a', PAIRS);
    expect(await found()).toEqual(['password']);
  });

  it('says why: words, title, meaning, and the wording that was met', async () => {
    const { index } = await openIndex();
    await index.upsert('a', [{ ...PAIRS[0]!, alternatives: ['钱什么时候退'] }]);
    const [hit] = await index.search('a', { text: '钱什么时候退给我', baseIds: [], topK: 1 });
    expect(hit?.why.wording).toBe('钱什么时候退');
    expect(hit?.why.words).toBeGreaterThan(0.5);
    expect(hit?.why.meaning).toBeGreaterThan(0.5);
  });

  it('reads what an older version wrote when it is first searched', async () => {
    const { index, database } = await openIndex();
    await index.upsert('a', PAIRS);
    database.prepare('UPDATE knowledge_entries SET meaning = NULL').run();
    const reopened = createSqliteKnowledgeIndex(
      new Kysely<KnowledgeIndexTables>({ dialect: new SqliteDialect({ database }) }),
      { embedder: createBundledEmbedder() },
    );
    const [hit] = await reopened.search('a', { text: 'i forgot my passcode', baseIds: [], topK: 1 });
    expect(hit?.passageId).toBe('password');
    expect(database.prepare('SELECT count(*) FROM knowledge_entries WHERE meaning IS NULL').pluck().get()).toBe(0);
  });
});

describe('whom an entry is for', () => {
  const pair = (id: string, rules: object) => ({
    id,
    baseId: 'b',
    sourceId: 's',
    title: '运费多少？',
    text: '运费多少？',
    answer: id,
    ...rules,
  });

  it('decides by channel, group, label, time and ruling-out words', async () => {
    const { index } = await openIndex();
    await index.upsert('a', [
      pair('web', { channels: ['web'] }),
      pair('vip', { audiences: ['vip'] }),
      pair('europe', { tags: ['europe'] }),
      pair('old', { endsAt: 1000 }),
      pair('soon', { startsAt: 5000 }),
      pair('parcel', { negative: ['国际'] }),
    ]);
    const found = async (query: object) =>
      (await index.search('a', { text: '运费多少？', baseIds: [], topK: 9, ...query }))
        .map((hit) => hit.passageId)
        .sort();
    expect(await found({ channel: 'wechat', at: 2000 })).toEqual(['europe', 'parcel']);
    expect(await found({ channel: 'web', audiences: ['vip'], at: 2000 })).toEqual(['europe', 'parcel', 'vip', 'web']);
    expect(await found({ tags: ['europe'], at: 2000 })).toEqual(['europe']);
    expect(await found({ at: 500 })).toEqual(['europe', 'old', 'parcel', 'web']);
    expect(await found({ at: 5000 })).toContain('soon');
    expect(await found({ text: '国际运费多少？', at: 2000 })).not.toContain('parcel');
  });
});

describe('tokens', () => {
  it('holds words, bigrams and single characters of a Chinese text', () => {
    expect(documentTokens('退款政策')).toEqual(expect.arrayContaining(['退款', '款政', '政策', '退', '策']));
  });

  it('weighs the words of a question above the seams between them', () => {
    const tokens = questionTokens('怎么退款');
    expect(tokens.get('退款')).toBe(1);
    expect(tokens.get('怎么')).toBeLessThan(0.5);
    expect(tokens.get('么退')).toBeLessThan(0.2);
  });

  it('folds width, case and accents, and parts scripts that touch', () => {
    expect(documentTokens('ＡＰＰ iPhone手机 Café')).toEqual(expect.arrayContaining(['app', 'iphon', '手机', 'cafe']));
  });

  it('brings forms of an English word together', () => {
    for (const forms of [
      ['charge', 'charging', 'charged', 'charges'],
      ['stop', 'stopped', 'stopping', 'stops'],
      ['party', 'parties'],
      ['ship', 'shipping', 'shipped'],
      ['cancel', 'cancelled', 'cancels'],
    ]) {
      expect(new Set(forms.map(stem)).size, forms.join()).toBe(1);
    }
  });
});
