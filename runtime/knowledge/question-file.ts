// Questions out of a table that a person brings: rows that are new come in, rows that are known are brought up to date, nothing is deleted.
import { setImmediate } from 'node:timers/promises';
import { FlowError } from '#nodes/kit/errors.ts';
import type { QuestionsTaken } from '#nodes/wire/knowledge.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { DocumentReader, QuestionRow, Read } from '#runtime/ports/document-reader.ts';
import type { KnowledgeIndex } from '#runtime/ports/knowledge-index.ts';
import type { KnowledgeStore, StoredQuestion } from '#runtime/ports/knowledge-store.ts';
import { draftedQuestion, indexedQuestion } from './questions.ts';
import type { NewFile } from './versions.ts';
import { isRowTooLong, MOST_ROWS } from './websites/question-list.ts';
import { SITE_PROBLEMS } from './websites/problems.ts';

/** Tables of questions. */
export interface QuestionFiles {
  /**
   * Takes the rows of a CSV or Excel file in. A question that is there word for word gets the row's answer, and its wordings if it has any; how it is
   * given, for whom, and whether it is switched off stay. A refused file fails with its own code, in both languages, and changes nothing.
   */
  take(workspaceId: string, baseId: string, file: NewFile): Promise<QuestionsTaken>;
}

/** Entries written to the index at a time. */
const BATCH = 100;
/** Questions stored between two turns for others. */
const AT_ONCE = 16;
const MOST_PROBLEMS = 50;

/** Tables over the stores. */
export function createQuestionFiles(deps: {
  readonly store: KnowledgeStore;
  readonly index: KnowledgeIndex;
  readonly reader: DocumentReader;
  readonly clock: Clock;
}): QuestionFiles {
  const { store, index, reader, clock } = deps;

  async function rowsOf({ name, bytes }: NewFile): Promise<readonly QuestionRow[]> {
    if (bytes === undefined) throw refusal(TOO_LARGE);
    const kind = given(reader.inspect({ name, bytes }));
    if (kind !== 'csv' && kind !== 'xlsx') throw refusal(NO_TABLE);
    const rows = given(await reader.questions({ kind, bytes }));
    if (rows.length > MOST_ROWS) throw refusal(SITE_PROBLEMS.tooManyRows);
    return rows;
  }

  return {
    async take(workspaceId, baseId, file) {
      if ((await store.bases.get(workspaceId, baseId)) === undefined) {
        throw new FlowError('RESOURCE_NOT_FOUND', 'There is no such knowledge base in this workspace.');
      }
      const rows = await rowsOf(file);
      const known = new Map((await store.questions.list(workspaceId, baseId)).map((one) => [one.question, one]));
      const taken = { added: 0, changed: 0, same: 0, failed: 0 };
      const problems: QuestionsTaken['problems'] = [];
      let batch: StoredQuestion[] = [];
      const flush = async (): Promise<void> => {
        const entries = batch.filter(({ disabled }) => !disabled).map(indexedQuestion);
        batch = [];
        if (entries.length > 0) await index.upsert(workspaceId, entries);
      };
      for (const row of rows) {
        if (isRowTooLong(row)) {
          taken.failed += 1;
          if (problems.length < MOST_PROBLEMS)
            problems.push({ row: row.row, message: SITE_PROBLEMS.rowTooLong.message });
          continue;
        }
        const before = known.get(row.question);
        if (before !== undefined && saysTheSame(before, row)) {
          taken.same += 1;
          continue;
        }
        taken[before === undefined ? 'added' : 'changed'] += 1;
        const question = questionOf(row, before, { id: before?.id ?? clock.id(), baseId, now: clock.now() });
        known.set(question.question, question);
        await store.questions.save(workspaceId, question);
        batch.push(question);
        if (batch.length === BATCH) await flush();
        // Customers get their turn in between.
        if (batch.length % AT_ONCE === 0) await setImmediate();
      }
      await flush();
      return { ...taken, problems };
    },
  };
}

function questionOf(
  { question, similar, answer }: QuestionRow,
  known: StoredQuestion | undefined,
  place: { readonly id: string; readonly baseId: string; readonly now: number },
): StoredQuestion {
  // A table without a column of wordings says nothing about them.
  const wordings = similar.length === 0 ? (known?.similar ?? []) : similar;
  return draftedQuestion({ question, similar: [...wordings], answer }, { ...place, known });
}

function saysTheSame(known: StoredQuestion, { similar, answer }: QuestionRow): boolean {
  const wordings = [...new Set(similar)];
  const isSimilarSame = wordings.length === 0 || wordings.join('\n') === known.similar.join('\n');
  return known.answer === answer && isSimilarSame;
}

type Refused = Parameters<typeof refusal>[0];

function given<T>(read: Read<T>): T {
  if (!read.ok) throw refusal(read.problem);
  return read.value;
}

function refusal({
  code,
  message,
}: {
  readonly code: ConstructorParameters<typeof FlowError>[0];
  readonly message: { readonly 'zh-CN': string; readonly en: string };
}): FlowError {
  return new FlowError(code, message.en, { message });
}

const TOO_LARGE: Refused = {
  code: 'FILE_TOO_LARGE',
  message: {
    'zh-CN': '文件超过 20 MB。请拆成几个表格分别导入。',
    en: 'The file is larger than 20 MB. Split it into several tables.',
  },
};
const NO_TABLE: Refused = {
  code: 'FILE_REFUSED',
  message: {
    'zh-CN': '这里只收 CSV 和 Excel（xlsx）表格。其他文件请放到“资料”里。',
    en: 'Only CSV and Excel (xlsx) tables hold questions. Put other files into “Sources”.',
  },
};
