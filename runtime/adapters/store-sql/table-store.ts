// Tables that operators define, in SQL: rows are JSON texts, columns are found in them by bound paths.
import { sql, type Kysely, type RawBuilder, type Selectable, type SqlBool, type Transaction } from 'kysely';
import type { Column } from '#nodes/wire/tables.ts';
import type {
  Cells,
  CellValue,
  RowFilter,
  StoredAddress,
  StoredRow,
  StoredTable,
  TableStore,
} from '#runtime/ports/table-store.ts';
import { addressesFromRows, createSqlTableAddressStore } from './table-address-store.ts';
import type { Database } from './database.ts';
import type { DataTables } from './tables-data.ts';

/** How long it is remembered that a write of a flow was done; rows of the outbox never live that long. */
const REMEMBERED_MS = 30 * 86_400_000;
/** Rows of one insert statement. */
const BATCH = 100;

/** The table store over one database. */
export function createSqlTableStore(db: Kysely<Database>): TableStore {
  const rowsOf = (on: Kysely<Database>, workspaceId: string, tableId: string) =>
    on.selectFrom('data_rows').where('workspace_id', '=', workspaceId).where('table_id', '=', tableId);

  async function count(on: Kysely<Database>, workspaceId: string, tableId: string): Promise<number> {
    const row = await rowsOf(on, workspaceId, tableId)
      .select(on.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    return row.count;
  }

  async function add(
    trx: Transaction<Database>,
    workspaceId: string,
    tableId: string,
    rows: readonly StoredRow[],
    maxRows: number,
  ): Promise<boolean> {
    if ((await count(trx, workspaceId, tableId)) + rows.length > maxRows) return false;
    const last = await rowsOf(trx, workspaceId, tableId).select(trx.fn.max('number').as('number')).executeTakeFirst();
    const from = (last?.number ?? 0) + 1;
    for (let at = 0; at < rows.length; at += BATCH) {
      const values = rows.slice(at, at + BATCH).map(({ id, cells }, index) => ({
        workspace_id: workspaceId,
        table_id: tableId,
        number: from + at + index,
        id,
        cells: JSON.stringify(cells),
      }));
      await trx.insertInto('data_rows').values(values).execute();
    }
    return true;
  }

  return {
    async list(workspaceId) {
      const rows = await db
        .selectFrom('data_tables')
        .selectAll()
        .select((is) =>
          is
            .selectFrom('data_rows')
            .select(is.fn.countAll<number>().as('count'))
            .whereRef('data_rows.workspace_id', '=', 'data_tables.workspace_id')
            .whereRef('data_rows.table_id', '=', 'data_tables.id')
            .as('rows'),
        )
        .where('workspace_id', '=', workspaceId)
        .orderBy('name')
        .execute();
      const addresses = await addressesFromRows(db, workspaceId);
      return rows.map((row) => ({ ...tableFromRow(row, addresses.get(row.id)), rows: row.rows ?? 0 }));
    },

    get: (workspaceId, tableId) => tableWhere(db, workspaceId, 'id', tableId),
    named: (workspaceId, name) => tableWhere(db, workspaceId, 'name', name),

    create: (workspaceId, table, maxTables) =>
      db.transaction().execute(async (trx) => {
        const names = await trx
          .selectFrom('data_tables')
          .select('name')
          .where('workspace_id', '=', workspaceId)
          .execute();
        if (names.some(({ name }) => name === table.name)) return 'taken';
        if (names.length >= maxTables) return 'full';
        await trx
          .insertInto('data_tables')
          .values({
            workspace_id: workspaceId,
            id: table.id,
            name: table.name,
            columns: JSON.stringify(table.columns),
            created_at: table.updatedAt,
            updated_at: table.updatedAt,
          })
          .execute();
        return 'done';
      }),

    setColumns: (workspaceId, tableId, columns, at) =>
      db.transaction().execute(async (trx) => {
        const before = await tableWhere(trx, workspaceId, 'id', tableId);
        const gone = (before?.columns ?? []).filter(({ name }) => !columns.some((column) => column.name === name));
        for (const { name } of gone) {
          await trx
            .updateTable('data_rows')
            .set({ cells: sql<string>`json_remove(cells, ${pathOf(name)})` })
            .where('workspace_id', '=', workspaceId)
            .where('table_id', '=', tableId)
            .execute();
        }
        await trx
          .updateTable('data_tables')
          .set({ columns: JSON.stringify(columns), updated_at: at })
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', tableId)
          .execute();
      }),

    remove: (workspaceId, tableId) =>
      db.transaction().execute(async (trx) => {
        for (const of of ['data_rows', 'data_addresses'] as const) {
          await trx.deleteFrom(of).where('workspace_id', '=', workspaceId).where('table_id', '=', tableId).execute();
        }
        const removed = await trx
          .deleteFrom('data_tables')
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', tableId)
          .executeTakeFirst();
        return removed.numDeletedRows === 1n;
      }),

    async holds(workspaceId, tableId, column) {
      const row = await rowsOf(db, workspaceId, tableId)
        .select('id')
        .where(sql<SqlBool>`${cellOf(column)} is not null`)
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },

    async page(workspaceId, tableId, offset, limit) {
      const rows = await rowsOf(db, workspaceId, tableId)
        .select(['id', 'cells'])
        .orderBy('number')
        .offset(offset)
        .limit(limit)
        .execute();
      return rows.map(storedRow);
    },

    count: (workspaceId, tableId) => count(db, workspaceId, tableId),

    add: (workspaceId, tableId, rows, maxRows) =>
      db.transaction().execute((trx) => add(trx, workspaceId, tableId, rows, maxRows)),

    replace: (workspaceId, tableId, columns, merge) =>
      db.transaction().execute(async (trx) => {
        const table = await tableWhere(trx, workspaceId, 'id', tableId);
        if (table?.address == null || JSON.stringify(table.columns) !== JSON.stringify(columns)) return false;
        const before = await rowsOf(trx, workspaceId, tableId)
          .select(['number', 'id', 'cells'])
          .orderBy('number')
          .execute();
        const after = merge(before.map(storedRow)).map(({ id, cells }, index) => ({
          workspace_id: workspaceId,
          table_id: tableId,
          number: index + 1,
          id,
          cells: JSON.stringify(cells),
        }));
        // Rows that stay what and where they are, are not written again.
        const stay = new Set(
          before.flatMap(({ number, id, cells }) => {
            const row = after[number - 1];
            return row !== undefined && row.id === id && row.cells === cells ? [number] : [];
          }),
        );
        const gone = before.flatMap(({ number }) => (stay.has(number) ? [] : [number]));
        const fresh = after.filter(({ number }) => !stay.has(number));
        for (let at = 0; at < gone.length; at += BATCH) {
          await trx
            .deleteFrom('data_rows')
            .where('workspace_id', '=', workspaceId)
            .where('table_id', '=', tableId)
            .where('number', 'in', gone.slice(at, at + BATCH))
            .execute();
        }
        for (let at = 0; at < fresh.length; at += BATCH) {
          await trx
            .insertInto('data_rows')
            .values(fresh.slice(at, at + BATCH))
            .execute();
        }
        return true;
      }),

    async change(workspaceId, tableId, rowId, cells) {
      const row = await db
        .updateTable('data_rows')
        .set({ cells: withCells(cells) })
        .where('workspace_id', '=', workspaceId)
        .where('table_id', '=', tableId)
        .where('id', '=', rowId)
        .returning(['id', 'cells'])
        .executeTakeFirst();
      return row === undefined ? undefined : storedRow(row);
    },

    async removeRows(workspaceId, tableId, ids) {
      const removed = await db
        .deleteFrom('data_rows')
        .where('workspace_id', '=', workspaceId)
        .where('table_id', '=', tableId)
        .where('id', 'in', [...ids])
        .executeTakeFirst();
      return Number(removed.numDeletedRows);
    },

    async query(workspaceId, tableId, { filters, order, limit }) {
      const rows = await rowsOf(db, workspaceId, tableId)
        .select(['id', 'cells'])
        .where((is) => is.and(filters.map(conditionOf)))
        .$if(order !== null, (query) =>
          query.orderBy(cellOf(order?.column ?? ''), order?.descending === true ? 'desc' : 'asc'),
        )
        .orderBy('number')
        .limit(limit)
        .execute();
      return rows.map(storedRow);
    },

    write: (workspaceId, tableId, key, change, at) =>
      db.transaction().execute(async (trx) => {
        const done = await trx
          .selectFrom('data_writes')
          .select('result')
          .where('workspace_id', '=', workspaceId)
          .where('key', '=', key)
          .executeTakeFirst();
        if (done !== undefined) return Number(done.result);
        let concerned: number;
        if (change.action === 'insert') {
          if (!(await add(trx, workspaceId, tableId, [change.row], change.maxRows))) return 'full';
          concerned = 1;
        } else if (change.action === 'update') {
          const updated = await trx
            .updateTable('data_rows')
            .set({ cells: withCells(change.cells) })
            .where('workspace_id', '=', workspaceId)
            .where('table_id', '=', tableId)
            .where((is) => is.and(change.filters.map(conditionOf)))
            .executeTakeFirst();
          concerned = Number(updated.numUpdatedRows);
        } else {
          const removed = await trx
            .deleteFrom('data_rows')
            .where('workspace_id', '=', workspaceId)
            .where('table_id', '=', tableId)
            .where((is) => is.and(change.filters.map(conditionOf)))
            .executeTakeFirst();
          concerned = Number(removed.numDeletedRows);
        }
        await trx
          .insertInto('data_writes')
          .values({ workspace_id: workspaceId, key, result: String(concerned), at })
          .execute();
        await trx
          .deleteFrom('data_writes')
          .where('at', '<', at - REMEMBERED_MS)
          .execute();
        return concerned;
      }),

    addresses: createSqlTableAddressStore(db),
  };
}

/** Names of columns hold letters, digits and `_` only; the path is bound all the same. */
function pathOf(column: string): string {
  return `$."${column}"`;
}

function cellOf(column: string): RawBuilder<CellValue> {
  return sql<CellValue>`json_extract(cells, ${pathOf(column)})`;
}

function withCells(cells: Cells): RawBuilder<string> {
  return sql<string>`json_patch(cells, ${JSON.stringify(cells)})`;
}

/** What is missing is null, and SQLite knows yes and no as 1 and 0. */
function conditionOf({ column, operator, value }: RowFilter): RawBuilder<SqlBool> {
  const cell = cellOf(column);
  const given = typeof value === 'boolean' ? Number(value) : value;
  switch (operator) {
    case 'is':
      return sql`${cell} is ${given}`;
    case 'isNot':
      return sql`${cell} is not ${given}`;
    case 'contains':
      return sql`instr(lower(${cell}), lower(${given})) > 0`;
    case 'more':
      return sql`${cell} > ${given}`;
    case 'atLeast':
      return sql`${cell} >= ${given}`;
    case 'less':
      return sql`${cell} < ${given}`;
    case 'atMost':
      return sql`${cell} <= ${given}`;
    case 'filled':
      return sql`coalesce(${cell}, '') <> ''`;
    case 'empty':
      return sql`coalesce(${cell}, '') = ''`;
  }
}

async function tableWhere(
  db: Kysely<Database>,
  workspaceId: string,
  column: 'id' | 'name',
  value: string,
): Promise<StoredTable | undefined> {
  const row = await db
    .selectFrom('data_tables')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where(column, '=', value)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return tableFromRow(row, (await addressesFromRows(db, workspaceId, row.id)).get(row.id));
}

function tableFromRow(row: Selectable<DataTables['data_tables']>, address: StoredAddress | undefined): StoredTable {
  return {
    id: row.id,
    name: row.name,
    columns: JSON.parse(row.columns) as readonly Column[],
    updatedAt: row.updated_at,
    address: address ?? null,
  };
}

function storedRow(row: { readonly id: string; readonly cells: string }): StoredRow {
  return { id: row.id, cells: JSON.parse(row.cells) as Cells };
}
