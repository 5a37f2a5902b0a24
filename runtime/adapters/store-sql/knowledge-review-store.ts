// Question sets, uses and gaps of knowledge in SQL.
import { sql, type Kysely } from 'kysely';
import type { KnowledgeReviewStore, StoredCheck } from '#runtime/ports/knowledge-review.ts';
import type { Database } from './database.ts';
import type { KnowledgeChecksTable } from './tables-knowledge.ts';

/** The review store over one database. */
export function createSqlKnowledgeReviewStore(db: Kysely<Database>): KnowledgeReviewStore {
  return {
    checks: createCheckStore(db),
    async used(workspaceId, itemId, at) {
      await db
        .insertInto('knowledge_uses')
        .values({ workspace_id: workspaceId, item_id: itemId, uses: 1, used_at: at })
        .onConflict((conflict) =>
          conflict
            .columns(['workspace_id', 'item_id'])
            .doUpdateSet({ uses: sql`knowledge_uses.uses + 1`, used_at: at }),
        )
        .execute();
    },
    async uses(workspaceId) {
      const rows = await db.selectFrom('knowledge_uses').selectAll().where('workspace_id', '=', workspaceId).execute();
      return rows.map((row) => ({ itemId: row.item_id, uses: row.uses, usedAt: row.used_at }));
    },
    async missed(workspaceId, baseId, { question, confidence, askedAt }) {
      await db
        .insertInto('knowledge_gaps')
        .values({
          workspace_id: workspaceId,
          base_key: baseId,
          question,
          asked: 1,
          confidence,
          asked_at: askedAt,
        })
        .onConflict((conflict) =>
          conflict
            .columns(['workspace_id', 'base_key', 'question'])
            .doUpdateSet({ asked: sql`knowledge_gaps.asked + 1`, confidence, asked_at: askedAt }),
        )
        .execute();
    },
    async gaps(workspaceId, baseId, limit) {
      const rows = await db
        .selectFrom('knowledge_gaps')
        .select(({ fn }) => [
          'question',
          fn.sum<number>('asked').as('asked'),
          fn.max('confidence').as('confidence'),
          fn.max('asked_at').as('asked_at'),
        ])
        .where('workspace_id', '=', workspaceId)
        .where('base_key', 'in', [baseId, ''])
        .groupBy('question')
        .orderBy('asked', 'desc')
        .orderBy('asked_at', 'desc')
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        question: row.question,
        asked: row.asked,
        confidence: row.confidence,
        askedAt: row.asked_at,
      }));
    },
    async forgetGap(workspaceId, question) {
      await db
        .deleteFrom('knowledge_gaps')
        .where('workspace_id', '=', workspaceId)
        .where('question', '=', question)
        .execute();
    },
    async removeBase(workspaceId, baseId) {
      await db
        .deleteFrom('knowledge_checks')
        .where('workspace_id', '=', workspaceId)
        .where('base_id', '=', baseId)
        .execute();
      await db
        .deleteFrom('knowledge_gaps')
        .where('workspace_id', '=', workspaceId)
        .where('base_key', '=', baseId)
        .execute();
    },
  };
}

function createCheckStore(db: Kysely<Database>): KnowledgeReviewStore['checks'] {
  return {
    async list(workspaceId, baseId) {
      const rows = await db
        .selectFrom('knowledge_checks')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .where('base_id', '=', baseId)
        .orderBy('created_at')
        .orderBy('id')
        .execute();
      return rows.map(checkFromRow);
    },
    save: (workspaceId, check) =>
      db.transaction().execute(async (transaction) => {
        await transaction
          .deleteFrom('knowledge_checks')
          .where('workspace_id', '=', workspaceId)
          .where('base_id', '=', check.baseId)
          .where('question', '=', check.question)
          .where('expected_id', '=', check.expectedId)
          .execute();
        await transaction
          .insertInto('knowledge_checks')
          .values({
            workspace_id: workspaceId,
            id: check.id,
            base_id: check.baseId,
            question: check.question,
            expected_id: check.expectedId,
            expected_title: check.expectedTitle,
            expected_text: check.expectedText,
            wanted: check.wanted ? 1 : 0,
            created_at: check.createdAt,
          })
          .execute();
      }),
    async remove(workspaceId, id) {
      const { numDeletedRows } = await db
        .deleteFrom('knowledge_checks')
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
  };
}

function checkFromRow(row: KnowledgeChecksTable): StoredCheck {
  return {
    id: row.id,
    baseId: row.base_id,
    question: row.question,
    expectedId: row.expected_id,
    expectedTitle: row.expected_title,
    expectedText: row.expected_text,
    wanted: row.wanted === 1,
    createdAt: row.created_at,
  };
}
