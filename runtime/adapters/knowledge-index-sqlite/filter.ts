// Which entries may answer a question: those of the named bases that hold here, for this customer, now.
import { sql, type RawBuilder } from 'kysely';
import type { KnowledgeQuery } from '#runtime/ports/knowledge-index.ts';

/** What a question says about where it comes from. */
export type EntryFilter = Omit<KnowledgeQuery, 'text' | 'topK' | 'offline'>;

/** The columns that decide. Lists are written `,web,wechat,`; an empty one holds for all. */
export interface Eligibility {
  readonly base_id: string;
  readonly channels: string;
  readonly audiences: string;
  readonly tags: string;
  readonly starts_at: number | null;
  readonly ends_at: number | null;
}

/** A list as it is stored. */
export function listText(values: readonly string[] | undefined): string {
  const clean = (values ?? []).map((value) => value.replaceAll(',', ' ').trim()).filter((value) => value !== '');
  return clean.length === 0 ? '' : `,${clean.join(',')},`;
}

/** Whether an entry may answer. */
export function isEligible(entry: Eligibility, filter: EntryFilter): boolean {
  const { baseIds, channel, audiences = [], tags = [], at } = filter;
  if (baseIds.length > 0 && !baseIds.includes(entry.base_id)) return false;
  if (channel !== undefined && entry.channels !== '' && !entry.channels.includes(`,${channel},`)) return false;
  if (entry.audiences !== '' && !audiences.some((one) => entry.audiences.includes(`,${one},`))) return false;
  if (tags.length > 0 && !tags.some((one) => entry.tags.includes(`,${one},`))) return false;
  return at === undefined || ((entry.starts_at ?? at) <= at && at < (entry.ends_at ?? Infinity));
}

/** The same as a condition on `knowledge_entries AS e`; the bases are part of the match already. */
export function eligibleCondition({ channel, audiences = [], tags = [], at }: EntryFilter): RawBuilder<boolean> {
  const holds = (column: string, values: readonly string[]) =>
    sql<boolean>`(${sql.join(
      values.map((value) => sql`instr(${sql.ref(column)}, ${`,${value},`}) > 0`),
      sql` OR `,
    )})`;
  const conditions = [sql<boolean>`1`];
  if (channel !== undefined) conditions.push(sql`(e.channels = '' OR ${holds('e.channels', [channel])})`);
  conditions.push(
    audiences.length === 0 ? sql`e.audiences = ''` : sql`(e.audiences = '' OR ${holds('e.audiences', audiences)})`,
  );
  if (tags.length > 0) conditions.push(holds('e.tags', tags));
  if (at !== undefined) {
    conditions.push(sql`(e.starts_at IS NULL OR e.starts_at <= ${at}) AND (e.ends_at IS NULL OR e.ends_at > ${at})`);
  }
  return sql<boolean>`${sql.join(conditions, sql` AND `)}`;
}
