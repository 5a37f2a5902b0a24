// Knowledge in SQL: bases, passages and questions; sources are in a file of their own.
import type { Kysely, Selectable } from 'kysely';
import {
  NO_RULES,
  type BaseStore,
  type KnowledgeStore,
  type PassageStore,
  type QuestionStore,
  type StoredBase,
  type StoredQuestion,
  type StoredRules,
} from '#runtime/ports/knowledge-store.ts';
import type { Database } from './database.ts';
import { createSqlSiteStore } from './knowledge-site-store.ts';
import { createSqlSourceStore } from './knowledge-source-store.ts';
import { passageFromRow, replacePassages } from './knowledge-passage-rows.ts';
import { createSqlVersionStore, deleteVersionsOf } from './knowledge-version-store.ts';
import { parseJson } from './rows.ts';
import type { KnowledgeQuestionsTable } from './tables-knowledge.ts';

/** What is in a base. */
const CONTENTS = ['knowledge_passages', 'knowledge_questions', 'knowledge_sources', 'knowledge_sites'] as const;

/** The knowledge store over one database. */
export function createSqlKnowledgeStore(db: Kysely<Database>): KnowledgeStore {
  return {
    bases: createBaseStore(db),
    sources: createSqlSourceStore(db),
    passages: createPassageStore(db),
    questions: createQuestionStore(db),
    sites: createSqlSiteStore(db),
    versions: createSqlVersionStore(db),
  };
}

function createBaseStore(db: Kysely<Database>): BaseStore {
  const select = (workspaceId: string) =>
    db
      .selectFrom('knowledge_bases as base')
      .select(({ selectFrom, fn }) => {
        const countOf = (table: 'knowledge_sources' | 'knowledge_passages' | 'knowledge_questions') =>
          selectFrom(table)
            .select(fn.countAll<number>().as('count'))
            .whereRef(`${table}.base_id`, '=', 'base.id')
            .where(`${table}.workspace_id`, '=', workspaceId);
        return [
          'base.id',
          'base.name',
          'base.description',
          'base.created_at as createdAt',
          'base.rerank',
          countOf('knowledge_sources').as('sources'),
          countOf('knowledge_passages').as('passages'),
          countOf('knowledge_questions').as('questions'),
        ];
      })
      .where('base.workspace_id', '=', workspaceId);
  const baseFromRow = (row: BaseRow, labels: ReadonlyMap<string, ReadonlySet<string>>): StoredBase => ({
    ...row,
    createdAt: Number(row.createdAt),
    sources: Number(row.sources),
    passages: Number(row.passages),
    questions: Number(row.questions),
    rerank: row.rerank === 1,
    labels: [...(labels.get(row.id) ?? [])].sort(),
  });

  return {
    async list(workspaceId) {
      const rows = await select(workspaceId).orderBy('base.name').orderBy('base.id').execute();
      const labels = await labelsOf(db, workspaceId);
      return rows.map((row) => baseFromRow(row, labels));
    },
    async get(workspaceId, id) {
      const row = await select(workspaceId).where('base.id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : baseFromRow(row, await labelsOf(db, workspaceId, id));
    },
    async save(workspaceId, { id, name, description, createdAt, rerank }) {
      const changed = { name, description, rerank: rerank ? 1 : 0 };
      await db
        .insertInto('knowledge_bases')
        .values({ workspace_id: workspaceId, id, created_at: createdAt, ...changed })
        .onConflict((conflict) => conflict.columns(['workspace_id', 'id']).doUpdateSet(changed))
        .execute();
    },
    async reranks(workspaceId, ids) {
      const rows = db
        .selectFrom('knowledge_bases')
        .select('id')
        .where('workspace_id', '=', workspaceId)
        .where('rerank', '=', 1)
        .limit(1);
      return (await (ids.length === 0 ? rows : rows.where('id', 'in', ids)).executeTakeFirst()) !== undefined;
    },
    async remove(workspaceId, id) {
      await db.transaction().execute(async (transaction) => {
        await deleteVersionsOf(transaction, workspaceId, (source) => source.where('base_id', '=', id));
        for (const table of CONTENTS) {
          await transaction
            .deleteFrom(table)
            .where('workspace_id', '=', workspaceId)
            .where('base_id', '=', id)
            .execute();
        }
        await transaction
          .deleteFrom('knowledge_bases')
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', id)
          .execute();
      });
    },
  };
}

type BaseRow = {
  readonly [K in keyof Omit<StoredBase, 'labels' | 'rerank'>]: StoredBase[K] extends number
    ? number | null
    : StoredBase[K];
} & { readonly rerank: number };

/** Labels of documents and questions by base. Only rows that carry one are read. */
async function labelsOf(
  db: Kysely<Database>,
  workspaceId: string,
  baseId?: string,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const labels = new Map<string, Set<string>>();
  for (const table of ['knowledge_sources', 'knowledge_questions'] as const) {
    let rows = db
      .selectFrom(table)
      .select(['base_id', 'rules'])
      .distinct()
      .where('workspace_id', '=', workspaceId)
      .where('rules', 'like', '%"tags":["%');
    if (baseId !== undefined) rows = rows.where('base_id', '=', baseId);
    for (const row of await rows.execute()) {
      const known = labels.get(row.base_id) ?? new Set<string>();
      for (const tag of parseJson<Partial<StoredRules>>(row.rules).tags ?? []) known.add(tag);
      labels.set(row.base_id, known);
    }
  }
  return labels;
}

function createPassageStore(db: Kysely<Database>): PassageStore {
  return {
    async list(workspaceId, sourceId) {
      const rows = await db
        .selectFrom('knowledge_passages')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .where('source_id', '=', sourceId)
        .orderBy('ordinal')
        .execute();
      return rows.map(passageFromRow);
    },
    async get(workspaceId, id) {
      const row = await db
        .selectFrom('knowledge_passages')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .executeTakeFirst();
      return row === undefined ? undefined : passageFromRow(row);
    },
    replace: (workspaceId, sourceId, passages) =>
      db.transaction().execute(async (transaction) => {
        const source = await transaction
          .selectFrom('knowledge_sources')
          .select('id')
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', sourceId)
          .executeTakeFirst();
        if (source === undefined) return false;
        await replacePassages(transaction, workspaceId, sourceId, passages);
        return true;
      }),
    async setDisabled(workspaceId, id, disabled) {
      await db
        .updateTable('knowledge_passages')
        .set({ disabled: disabled ? 1 : 0 })
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .execute();
    },
  };
}

function createQuestionStore(db: Kysely<Database>): QuestionStore {
  return {
    async list(workspaceId, baseId) {
      const rows = await db
        .selectFrom('knowledge_questions')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .where('base_id', '=', baseId)
        .orderBy('updated_at', 'desc')
        .orderBy('id')
        .execute();
      return rows.map(questionFromRow);
    },
    async get(workspaceId, id) {
      const row = await db
        .selectFrom('knowledge_questions')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .executeTakeFirst();
      return row === undefined ? undefined : questionFromRow(row);
    },
    async save(workspaceId, question) {
      const cells = {
        question: question.question,
        similar: JSON.stringify(question.similar),
        answer: question.answer,
        rules: JSON.stringify({
          mode: question.mode,
          negative: question.negative,
          origin: question.origin,
          ...question.rules,
        }),
        disabled: question.disabled ? 1 : 0,
        updated_at: question.updatedAt,
      };
      await db
        .insertInto('knowledge_questions')
        .values({ workspace_id: workspaceId, id: question.id, base_id: question.baseId, ...cells })
        .onConflict((conflict) => conflict.columns(['workspace_id', 'id']).doUpdateSet(cells))
        .execute();
    },
    async remove(workspaceId, id) {
      await db.deleteFrom('knowledge_questions').where('workspace_id', '=', workspaceId).where('id', '=', id).execute();
    },
  };
}

function questionFromRow(row: Selectable<KnowledgeQuestionsTable>): StoredQuestion {
  const {
    mode = 'exact',
    negative = [],
    origin = null,
    ...rules
  } = parseJson<Partial<StoredQuestion & StoredRules>>(row.rules);
  return {
    id: row.id,
    baseId: row.base_id,
    question: row.question,
    similar: parseJson(row.similar),
    answer: row.answer,
    mode,
    negative,
    origin,
    rules: { ...NO_RULES, ...rules },
    disabled: row.disabled === 1,
    updatedAt: row.updated_at,
  };
}
