// Addresses that tables are read from, in SQL.
import type { Kysely, Selectable, Updateable } from 'kysely';
import type { StoredAddress, TableAddressStore } from '#runtime/ports/table-store.ts';
import type { Database } from './database.ts';
import { parseJson } from './rows.ts';
import type { DataTables } from './tables-data.ts';

type Row = DataTables['data_addresses'];

/** The addresses over one database. */
export function createSqlTableAddressStore(db: Kysely<Database>): TableAddressStore {
  return {
    async put(workspaceId, tableId, address) {
      const { address: where, state, attempts, nextAt, mayBeEmpty } = address;
      await db
        .insertInto('data_addresses')
        .values({
          workspace_id: workspaceId,
          table_id: tableId,
          address: where,
          refresh: jsonOf(address.refresh),
          may_be_empty: mayBeEmpty ? 1 : 0,
          state,
          attempts,
          next_at: nextAt,
          seen: jsonOf(address.seen),
          read: jsonOf(address.read),
          change: jsonOf(address.change),
          problem: jsonOf(address.problem),
        })
        .onConflict((conflict) => conflict.columns(['workspace_id', 'table_id']).doUpdateSet(cellsOf(address)))
        .execute();
    },
    async change(workspaceId, tableId, change) {
      const { numUpdatedRows } = await db
        .updateTable('data_addresses')
        .set(cellsOf(change))
        .where('workspace_id', '=', workspaceId)
        .where('table_id', '=', tableId)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    async remove(workspaceId, tableId) {
      await db
        .deleteFrom('data_addresses')
        .where('workspace_id', '=', workspaceId)
        .where('table_id', '=', tableId)
        .execute();
    },
    async due(now) {
      const rows = await db
        .selectFrom('data_addresses')
        .select(['workspace_id', 'table_id'])
        .where((where) => where.or([where('state', 'in', ['queued', 'reading']), where('next_at', '<=', now)]))
        .orderBy('next_at')
        .orderBy('table_id')
        .execute();
      return rows.map((row) => ({ workspaceId: row.workspace_id, id: row.table_id }));
    },
    async nextDue() {
      const row = await db
        .selectFrom('data_addresses')
        .select(({ fn }) => fn.min('next_at').as('at'))
        .where('next_at', 'is not', null)
        .executeTakeFirst();
      return row?.at ?? undefined;
    },
  };
}

/** The addresses of a workspace by table, or that of one table. */
export async function addressesFromRows(
  db: Kysely<Database>,
  workspaceId: string,
  tableId?: string,
): Promise<ReadonlyMap<string, StoredAddress>> {
  const rows = await db
    .selectFrom('data_addresses')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .$if(tableId !== undefined, (query) => query.where('table_id', '=', tableId ?? ''))
    .execute();
  return new Map(rows.map((row) => [row.table_id, addressFromRow(row)]));
}

function cellsOf(change: Partial<StoredAddress>): Updateable<Row> {
  const { mayBeEmpty, nextAt, refresh, seen, read, change: brought, problem, ...same } = change;
  return {
    ...same,
    ...(mayBeEmpty === undefined ? {} : { may_be_empty: mayBeEmpty ? 1 : 0 }),
    ...(nextAt === undefined ? {} : { next_at: nextAt }),
    ...(refresh === undefined ? {} : { refresh: jsonOf(refresh) }),
    ...(seen === undefined ? {} : { seen: jsonOf(seen) }),
    ...(read === undefined ? {} : { read: jsonOf(read) }),
    ...(brought === undefined ? {} : { change: jsonOf(brought) }),
    ...(problem === undefined ? {} : { problem: jsonOf(problem) }),
  };
}

function jsonOf(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}

function addressFromRow(row: Selectable<Row>): StoredAddress {
  return {
    address: row.address,
    refresh: row.refresh === null ? null : parseJson(row.refresh),
    mayBeEmpty: row.may_be_empty === 1,
    state: row.state,
    attempts: row.attempts,
    nextAt: row.next_at,
    seen: row.seen === null ? null : parseJson(row.seen),
    read: row.read === null ? null : parseJson(row.read),
    change: row.change === null ? null : parseJson(row.change),
    problem: row.problem === null ? null : parseJson(row.problem),
  };
}
