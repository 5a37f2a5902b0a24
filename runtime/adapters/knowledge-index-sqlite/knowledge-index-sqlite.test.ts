// The SQLite index passes the port's suite, ranks as measured, and cuts text into the tokens it promises.
import Sqlite from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { describe, expect, it } from 'vitest';
import { describeKnowledgeIndex } from '#runtime/ports/knowledge-index.conformance.ts';
import { up } from '../../../migrations/0005_knowledge.ts';
import { createSqliteKnowledgeIndex } from './knowledge-index-sqlite.ts';
import { documentTokens, questionTokens } from './segment.ts';
import { stem } from './stem.ts';
import type { KnowledgeIndexTables } from './tables.ts';

async function openIndex() {
  const database = new Sqlite(':memory:');
  database.pragma('trusted_schema = OFF');
  const dialect = new SqliteDialect({ database });
  await up(new Kysely<unknown>({ dialect }));
  return { database, index: createSqliteKnowledgeIndex(new Kysely<KnowledgeIndexTables>({ dialect })) };
}

describeKnowledgeIndex('SQLite FTS5', async () => (await openIndex()).index);

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
