// The room's one door: tables that operators define, their rows and files, and what flows ask of them.
import type { EffectRequests, EffectResults } from '#nodes/kit/effects.ts';
import { FlowError } from '#nodes/kit/errors.ts';
import type { Json } from '#nodes/kit/json.ts';
import { MAX_ROWS, MAX_TABLES } from '#nodes/wire/table-limits.ts';
import type { Column, RowPage, Table, TableAddress, TableRow } from '#nodes/wire/tables.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type {
  Cells,
  RowFilter,
  StoredAddress,
  StoredRow,
  StoredTable,
  TableStore,
} from '#runtime/ports/table-store.ts';
import { csvFile } from '#runtime/spreadsheets/spreadsheets.ts';
import { cellFrom, columnNamed } from './cells.ts';
import { rowsFromText } from './import-rows.ts';
import { createTableReadings, type AddressDraft, type ListWay, type TableReadings } from './table-readings.ts';

/** Rows that one query of a flow may give. */
const QUERY_LIMIT = 100;

/** What the room leans on. */
export interface TablesDeps {
  readonly store: TableStore;
  readonly clock: Pick<Clock, 'now' | 'id'>;
  /** The way to lists at addresses; without it none is read. */
  readonly way?: ListWay;
}

/**
 * The tables room. Scoped to a workspace; a table of another one is RESOURCE_NOT_FOUND. Rows of a table that is read from an address change by
 * readings only; for anybody else it is STATE_CONFLICT.
 */
export interface Tables extends Pick<TableReadings, 'start' | 'settled' | 'close'> {
  list(workspaceId: string): Promise<readonly Table[]>;
  /** NAME_TAKEN, or STATE_CONFLICT when there are too many; REQUEST_INVALID for columns named twice. */
  create(workspaceId: string, table: { readonly name: string; readonly columns: readonly Column[] }): Promise<Table>;
  /** STATE_CONFLICT when a column that holds something would get another type. */
  setColumns(workspaceId: string, tableId: string, columns: readonly Column[]): Promise<Table>;
  remove(workspaceId: string, tableId: string): Promise<void>;
  rows(workspaceId: string, tableId: string, offset: number, limit: number): Promise<RowPage>;
  /** REQUEST_INVALID for a value that does not fit its column. */
  addRow(workspaceId: string, tableId: string, values: Readonly<Record<string, Json>>): Promise<TableRow>;
  changeRow(
    workspaceId: string,
    tableId: string,
    rowId: string,
    values: Readonly<Record<string, Json>>,
  ): Promise<TableRow>;
  removeRows(workspaceId: string, tableId: string, ids: readonly string[]): Promise<void>;
  /** All rows or none; REQUEST_INVALID names line and column of the first value that does not fit. */
  importRows(workspaceId: string, tableId: string, text: string): Promise<number>;
  csv(workspaceId: string, tableId: string): Promise<{ readonly name: string; readonly file: string }>;
  /** Reads the table from an address, now and as often as it says. REQUEST_INVALID for an address that is none. */
  setAddress(workspaceId: string, tableId: string, draft: AddressDraft): Promise<Table>;
  /** Its rows stay and are for people and flows to change again. */
  removeAddress(workspaceId: string, tableId: string): Promise<Table>;
  /** Reads it again as soon as possible. STATE_CONFLICT for a table without an address. */
  refresh(workspaceId: string, tableId: string): Promise<Table>;
  /** The local effect `table.query`. */
  query(workspaceId: string, request: EffectRequests['table.query']): Promise<EffectResults['table.query']>;
  /** The remote effect `table.write`; once for each key. */
  write(
    workspaceId: string,
    request: EffectRequests['table.write'],
    key: string,
  ): Promise<EffectResults['table.write']>;
}

/** Opens the room. */
export function createTables({ store, clock, way }: TablesDeps): Tables {
  const readings = createTableReadings(store, clock, way);

  async function mustGet(workspaceId: string, tableId: string): Promise<StoredTable> {
    const table = await store.get(workspaceId, tableId);
    if (table === undefined) throw new FlowError('RESOURCE_NOT_FOUND', 'There is no such table here.');
    return table;
  }
  async function mustName(workspaceId: string, name: string): Promise<StoredTable> {
    const table = await store.named(workspaceId, name);
    if (table !== undefined) return table;
    throw new FlowError('RESOURCE_NOT_FOUND', `There is no table "${name}". Make it under Knowledge, Tables.`);
  }
  async function mustBeOwn(workspaceId: string, tableId: string): Promise<StoredTable> {
    const table = await mustGet(workspaceId, tableId);
    refuseRead(table);
    return table;
  }
  async function view(workspaceId: string, table: StoredTable): Promise<Table> {
    return tableView(table, await store.count(workspaceId, table.id));
  }

  return {
    list: async (workspaceId) => (await store.list(workspaceId)).map((table) => tableView(table, table.rows)),

    async create(workspaceId, { name, columns }) {
      refuseTwins(columns);
      const table = { id: clock.id(), name: name.trim(), columns, updatedAt: clock.now() };
      const made = await store.create(workspaceId, table, MAX_TABLES);
      if (made === 'taken') throw new FlowError('NAME_TAKEN', `There is a table "${table.name}" already.`);
      if (made === 'full') throw new FlowError('STATE_CONFLICT', `There are ${MAX_TABLES} tables already.`);
      return tableView({ ...table, address: null }, 0);
    },

    async setColumns(workspaceId, tableId, columns) {
      refuseTwins(columns);
      const table = await mustGet(workspaceId, tableId);
      for (const { name, type } of columns) {
        const before = columnNamed(table.columns, name);
        if (before === undefined || before.type === type || !(await store.holds(workspaceId, tableId, name))) continue;
        throw new FlowError(
          'STATE_CONFLICT',
          `The column "${name}" holds values, so its type stays ${before.type}. Add a column of the other type instead.`,
          { column: name },
        );
      }
      await readings.stop(tableId);
      await store.setColumns(workspaceId, tableId, columns, clock.now());
      await readings.again(workspaceId, table, true);
      return view(workspaceId, await mustGet(workspaceId, tableId));
    },

    async remove(workspaceId, tableId) {
      if ((await mustGet(workspaceId, tableId)).address !== null) await readings.stop(tableId);
      if (!(await store.remove(workspaceId, tableId))) await mustGet(workspaceId, tableId);
    },

    async rows(workspaceId, tableId, offset, limit) {
      const { columns } = await mustGet(workspaceId, tableId);
      const [rows, total] = await Promise.all([
        store.page(workspaceId, tableId, offset, limit),
        store.count(workspaceId, tableId),
      ]);
      return { rows: rows.map((row) => rowView(columns, row)), total };
    },

    async addRow(workspaceId, tableId, values) {
      const { columns } = await mustBeOwn(workspaceId, tableId);
      const row = { id: clock.id(), cells: cellsFrom(columns, values) };
      if (!(await store.add(workspaceId, tableId, [row], MAX_ROWS))) throw full();
      return rowView(columns, row);
    },

    async changeRow(workspaceId, tableId, rowId, values) {
      const { columns } = await mustBeOwn(workspaceId, tableId);
      const row = await store.change(workspaceId, tableId, rowId, cellsFrom(columns, values));
      if (row === undefined) throw new FlowError('RESOURCE_NOT_FOUND', 'This row is not there any more.');
      return rowView(columns, row);
    },

    async removeRows(workspaceId, tableId, ids) {
      await mustBeOwn(workspaceId, tableId);
      await store.removeRows(workspaceId, tableId, ids);
    },

    async importRows(workspaceId, tableId, text) {
      const { columns } = await mustBeOwn(workspaceId, tableId);
      const rows = rowsFromText(columns, text).map((cells) => ({ id: clock.id(), cells }));
      if (!(await store.add(workspaceId, tableId, rows, MAX_ROWS))) throw full();
      return rows.length;
    },

    async csv(workspaceId, tableId) {
      const { name, columns } = await mustGet(workspaceId, tableId);
      const rows = await store.page(workspaceId, tableId, 0, MAX_ROWS);
      const lines = rows.map(({ cells }) => columns.map((column) => cells[column.name] ?? null));
      return { name: `${name}.csv`, file: csvFile([columns.map((column) => column.name), ...lines]) };
    },

    async setAddress(workspaceId, tableId, draft) {
      await readings.set(workspaceId, await mustGet(workspaceId, tableId), draft);
      return view(workspaceId, await mustGet(workspaceId, tableId));
    },

    async removeAddress(workspaceId, tableId) {
      await mustGet(workspaceId, tableId);
      await readings.end(workspaceId, tableId);
      return view(workspaceId, await mustGet(workspaceId, tableId));
    },

    async refresh(workspaceId, tableId) {
      const table = await mustGet(workspaceId, tableId);
      if (table.address === null) throw new FlowError('STATE_CONFLICT', 'This table is read from no address.');
      await readings.again(workspaceId, table);
      return view(workspaceId, await mustGet(workspaceId, tableId));
    },

    start: () => readings.start(),
    settled: () => readings.settled(),
    close: () => readings.close(),

    async query(workspaceId, { table: name, filters, order, limit }) {
      const { id, columns } = await mustName(workspaceId, name);
      if (order !== null) mustHave(columns, order.column);
      const fitting = filtersFrom(columns, filters);
      const rows =
        fitting === undefined
          ? []
          : await store.query(workspaceId, id, { filters: fitting, order, limit: Math.min(limit, QUERY_LIMIT) });
      const views = rows.map((row) => ({ id: row.id, ...rowView(columns, row).values }));
      return { rows: views, first: views[0] ?? null, count: views.length };
    },

    async write(workspaceId, { table: name, action, filters, values }, key) {
      const table = await mustName(workspaceId, name);
      refuseRead(table);
      const { id, columns } = table;
      const at = clock.now();
      if (action === 'insert') {
        const row = { id: clock.id(), cells: cellsFrom(columns, values) };
        const done = await store.write(workspaceId, id, key, { action, row, maxRows: MAX_ROWS }, at);
        if (done === 'full') throw full();
        return { count: done };
      }
      const fitting = filtersFrom(columns, filters);
      if (filters.length === 0) {
        throw new FlowError('REQUEST_INVALID', 'Say which rows: without a filter every row would be changed.');
      }
      if (fitting === undefined) return { count: 0 };
      const change =
        action === 'update'
          ? ({ action, filters: fitting, cells: cellsFrom(columns, values) } as const)
          : ({ action, filters: fitting } as const);
      const done = await store.write(workspaceId, id, key, change, at);
      return { count: done === 'full' ? 0 : done };
    },
  };
}

function mustHave(columns: readonly Column[], name: string): Column {
  const column = columnNamed(columns, name);
  if (column !== undefined) return column;
  throw new FlowError('REQUEST_INVALID', `The table has no column "${name}".`, { column: name });
}

/** Cells in the types of their columns. */
function cellsFrom(columns: readonly Column[], values: Readonly<Record<string, Json>>): Cells {
  return Object.fromEntries(
    Object.entries(values).map(([name, given]) => {
      const { type } = mustHave(columns, name);
      const cell = cellFrom(type, given);
      if (cell !== undefined) return [name, cell];
      throw new FlowError('REQUEST_INVALID', `The value for "${name}" is no ${type}.`, { column: name, type });
    }),
  );
}

/** Undefined when a value cannot be in its column at all: then no row is meant. */
function filtersFrom(
  columns: readonly Column[],
  filters: EffectRequests['table.query']['filters'],
): readonly RowFilter[] | undefined {
  const fitting: RowFilter[] = [];
  for (const { column: name, operator, value } of filters) {
    const { type } = mustHave(columns, name);
    const needsValue = operator !== 'filled' && operator !== 'empty';
    const cell = needsValue ? cellFrom(operator === 'contains' ? 'text' : type, value) : null;
    if (cell === undefined && operator === 'isNot') continue;
    if (cell === undefined) return undefined;
    fitting.push({ column: name, operator, value: cell });
  }
  return fitting;
}

function refuseTwins(columns: readonly Column[]): void {
  const names = columns.map(({ name }) => name);
  const twin = names.find((name, index) => names.indexOf(name) !== index);
  if (twin !== undefined) throw new FlowError('REQUEST_INVALID', `Two columns are named "${twin}".`, { column: twin });
}

function refuseRead({ name, address }: StoredTable): void {
  if (address === null) return;
  const message = {
    'zh-CN': `“${name}”的内容来自网址，不能在这里修改。请在来源处修改，或先停止从网址读取。`,
    en: `The rows of “${name}” are read from an address and cannot be changed here. Change them at their source, or stop reading from the address first.`,
  };
  throw new FlowError('STATE_CONFLICT', message.en, { message });
}

function full(): FlowError {
  return new FlowError('STATE_CONFLICT', `A table holds at most ${MAX_ROWS} rows. Remove some first.`);
}

function tableView({ id, name, columns, updatedAt, address }: StoredTable, rows: number): Table {
  return {
    id,
    name,
    columns: [...columns],
    rows,
    updatedAt: new Date(updatedAt).toISOString(),
    address: address === null ? null : addressView(address),
  };
}

function addressView({ address, refresh, mayBeEmpty, state, nextAt, ...last }: StoredAddress): TableAddress {
  const { read, change, problem } = last;
  const iso = (at: number): string => new Date(at).toISOString();
  return {
    ...{ address, refresh, mayBeEmpty, state, nextAt: nextAt === null ? null : iso(nextAt) },
    read: read === null ? null : { at: iso(read.at), leftOut: [...read.leftOut] },
    change: change === null ? null : { ...change, at: iso(change.at) },
    problem: problem === null ? null : { ...problem, at: iso(problem.at) },
  };
}

function rowView(columns: readonly Column[], { id, cells }: StoredRow): TableRow {
  return { id, values: Object.fromEntries(columns.map(({ name }) => [name, cells[name] ?? null])) };
}
