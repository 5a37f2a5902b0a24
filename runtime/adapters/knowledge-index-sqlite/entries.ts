// Entries as they are written: cut into tokens, read for their meaning, with whom they are for.
import type { Insertable, Kysely, Transaction } from 'kysely';
import type { IndexedPassage } from '#runtime/ports/knowledge-index.ts';
import { listText } from './filter.ts';
import type { MeaningReader } from './meaning.ts';
import { scopeOf } from './scope.ts';
import { documentTokens } from './segment.ts';
import type { KnowledgeEntryTable, KnowledgeIndexTables } from './tables.ts';

/** Passages written in one transaction: short enough that turns of customers are not held up. */
const WRITE_BATCH = 16;

type EntryRow = Insertable<KnowledgeEntryTable>;

/** Puts passages in the place of those with the same ids. `onWritten` hears which entries came and went, after each batch. */
export async function writePassages(
  db: Kysely<KnowledgeIndexTables>,
  reader: MeaningReader | undefined,
  workspaceId: string,
  passages: readonly IndexedPassage[],
  onWritten: (ids: readonly number[]) => void,
): Promise<void> {
  for (let from = 0; from < passages.length; from += WRITE_BATCH) {
    const batch = passages.slice(from, from + WRITE_BATCH);
    // Cutting text is work for the processor; whoever waits meanwhile gets a turn.
    if (from > 0) await new Promise<void>((resolve) => setImmediate(resolve));
    const rows = await withMeaning(
      reader,
      batch.flatMap((passage) => rowsOf(workspaceId, passage)),
    );
    onWritten(await db.transaction().execute((transaction) => replaceEntries(transaction, workspaceId, batch, rows)));
  }
}

/** The title; without one, a first line that is a question. */
export function headingOf({ title, text }: { readonly title: string; readonly text: string }): string {
  if (title !== '') return title;
  return /^[^\n]{1,300}[?？](?=\s*(?:\n|$))/.exec(text)?.[0] ?? '';
}

/** One entry for the passage, and one for each further wording of a question. FAQ pages come in as passages too: their headings are questions. */
function rowsOf(workspaceId: string, passage: IndexedPassage): readonly EntryRow[] {
  const isPair = passage.answer !== undefined;
  const wordings = isPair ? [passage.text, ...(passage.alternatives ?? [])] : [headingOf(passage)];
  const body = documentTokens(isPair ? (passage.answer ?? '') : passage.text);
  return wordings.map((wording) => {
    const lead = documentTokens(wording);
    return {
      workspace_id: workspaceId,
      base_id: passage.baseId,
      source_id: passage.sourceId,
      passage_id: passage.id,
      title: passage.title,
      text: passage.text,
      url: passage.url ?? null,
      answer: passage.answer ?? null,
      scope: scopeOf(workspaceId, passage.baseId),
      lead: lead.join(' '),
      body: body.join(' '),
      lead_length: lead.length,
      body_length: body.length,
      wording,
      is_question: isPair || /[?？]\s*$/.test(wording) ? 1 : 0,
      channels: listText(passage.channels),
      audiences: listText(passage.audiences),
      tags: listText(passage.tags),
      mode: passage.mode ?? '',
      negative: JSON.stringify(passage.negative ?? []),
      starts_at: passage.startsAt ?? null,
      ends_at: passage.endsAt ?? null,
      meaning: null,
      server_meaning: null,
    };
  });
}

async function withMeaning(reader: MeaningReader | undefined, rows: readonly EntryRow[]): Promise<readonly EntryRow[]> {
  if (reader === undefined) return rows;
  const meanings = await reader.bytesOf(
    rows.map((row) => ({ lead: row.wording, body: row.text, isQuestion: row.is_question === 1 })),
  );
  return rows.map((row, at) => ({ ...row, meaning: meanings[at] ?? null }));
}

async function replaceEntries(
  transaction: Transaction<KnowledgeIndexTables>,
  workspaceId: string,
  passages: readonly IndexedPassage[],
  rows: readonly EntryRow[],
): Promise<readonly number[]> {
  const removed = await transaction
    .deleteFrom('knowledge_entries')
    .where('workspace_id', '=', workspaceId)
    .where(
      'passage_id',
      'in',
      passages.map((passage) => passage.id),
    )
    .returning('id')
    .execute();
  const ids = removed.map((row) => row.id);
  for (const row of rows) {
    const added = await transaction
      .insertInto('knowledge_entries')
      .values(row)
      .returning('id')
      .executeTakeFirstOrThrow();
    ids.push(added.id);
  }
  return ids;
}
