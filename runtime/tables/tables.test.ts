// Tables on a real database: columns, rows, files, and what flows read and write, once and in their own workspace.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSqlTableStore } from '#runtime/adapters/store-sql/table-store.ts';
import { openDatabase, type OpenDatabase } from '#runtime/adapters/store-sql/database.ts';
import { createFakeClock } from '#runtime/testkit/fake-clock.ts';
import type { Column } from '#nodes/wire/tables.ts';
import type { TableFilter } from '#nodes/kit/effects.ts';
import { createTables, type Tables } from './tables.ts';

const W = 'w1';
const COLUMNS: Column[] = [
  { name: '订单号', type: 'text' },
  { name: 'price', type: 'number' },
  { name: 'day', type: 'date' },
  { name: 'paid', type: 'boolean' },
];
const FILE = '订单号,price,day,paid\nA1,"1,200",2026-3-1,是\nA2,80,2026-03-05,否\nA3,,,\n';

describe('tables', () => {
  let database: OpenDatabase;
  let tables: Tables;
  beforeEach(async () => {
    database = await openDatabase({ file: ':memory:' });
    tables = createTables({ store: createSqlTableStore(database.kysely), clock: createFakeClock() });
  });
  afterEach(() => database.close());

  async function orders(text = FILE): Promise<string> {
    const { id } = await tables.create(W, { name: '订单', columns: COLUMNS });
    if (text !== '') await tables.importRows(W, id, text);
    return id;
  }
  const query = (filters: readonly TableFilter[], extra: object = {}) =>
    tables.query(W, { table: '订单', filters, order: null, limit: 10, ...extra });
  const where = (column: string, operator: TableFilter['operator'], value: TableFilter['value'] = null) => [
    { column, operator, value },
  ];
  const found = async (filters: readonly TableFilter[], extra: object = {}) =>
    (await query(filters, extra)).rows.map((row) => row['订单号']);

  it('imports a file in the types of its columns and gives the same back', async () => {
    const id = await orders();
    const { rows, total } = await tables.rows(W, id, 0, 10);
    expect(total).toBe(3);
    expect(rows.map(({ values }) => values)).toEqual([
      { 订单号: 'A1', price: 1200, day: '2026-03-01', paid: true },
      { 订单号: 'A2', price: 80, day: '2026-03-05', paid: false },
      { 订单号: 'A3', price: null, day: null, paid: null },
    ]);
    const { name, file } = await tables.csv(W, id);
    expect(name).toBe('订单.csv');
    expect(await tables.importRows(W, id, file)).toBe(3);
    expect((await tables.rows(W, id, 3, 10)).rows.map(({ values }) => values)).toEqual(
      rows.map(({ values }) => values),
    );
  });

  it('takes what is pasted without headings in the order of the columns, and makes formulas text on the way out', async () => {
    const id = await orders('=1+1\t5\n');
    expect((await tables.rows(W, id, 0, 1)).rows[0]?.values).toMatchObject({ 订单号: '=1+1', price: 5 });
    expect((await tables.csv(W, id)).file).toContain(`"'=1+1"`);
  });

  it.each([
    ['订单号,price\nA1,abc\n', /Line 2.*price/u],
    ['订单号,colour\nA1,red\n', /colour/u],
    ['a\tb\tc\td\te\n', /Line 1/u],
    ['订单号\n', /no rows/u],
  ])('refuses %j whole and says where', async (text, message) => {
    const id = await orders('');
    await expect(tables.importRows(W, id, text)).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
      message: expect.stringMatching(message) as string,
    });
    expect((await tables.rows(W, id, 0, 1)).total).toBe(0);
  });

  it('edits, adds and removes single rows', async () => {
    const id = await orders();
    const [first] = (await tables.rows(W, id, 0, 1)).rows;
    expect((await tables.changeRow(W, id, first!.id, { price: '5', day: '' })).values).toMatchObject({
      订单号: 'A1',
      price: 5,
      day: null,
    });
    await expect(tables.changeRow(W, id, first!.id, { price: 'x' })).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
    await expect(tables.changeRow(W, id, 'gone', { price: 1 })).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
    expect((await tables.addRow(W, id, { 订单号: 'B' })).values).toMatchObject({ 订单号: 'B', paid: null });
    await tables.removeRows(W, id, [first!.id, 'gone']);
    expect((await tables.rows(W, id, 0, 1)).total).toBe(3);
  });

  it('keeps the type of a column that holds something, and drops what a removed column held', async () => {
    const id = await orders();
    const changed = COLUMNS.map((column) => (column.name === 'price' ? { ...column, type: 'text' as const } : column));
    await expect(tables.setColumns(W, id, changed)).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
    await tables.setColumns(
      W,
      id,
      COLUMNS.filter(({ name }) => name !== 'price'),
    );
    await tables.setColumns(W, id, changed);
    expect((await tables.rows(W, id, 0, 1)).rows[0]?.values).toMatchObject({ 订单号: 'A1', price: null });
    await expect(tables.create(W, { name: '订单', columns: COLUMNS })).rejects.toMatchObject({ code: 'NAME_TAKEN' });
    await expect(tables.create(W, { name: 'x', columns: [COLUMNS[0]!, COLUMNS[0]!] })).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
    });
  });

  it.each([
    [where('订单号', 'is', 'A1'), ['A1']],
    [where('订单号', 'contains', 'a'), ['A1', 'A2', 'A3']],
    [where('price', 'is', '1200'), ['A1']],
    [where('price', 'more', 80), ['A1']],
    [where('price', 'atLeast', '80'), ['A1', 'A2']],
    [where('price', 'isNot', 80), ['A1', 'A3']],
    [where('day', 'less', '2026/3/5'), ['A1']],
    [where('day', 'atMost', '2026-03-05'), ['A1', 'A2']],
    [where('paid', 'is', true), ['A1']],
    [where('paid', 'is', '否'), ['A2']],
    [where('price', 'empty'), ['A3']],
    [where('price', 'filled'), ['A1', 'A2']],
    [where('price', 'is', 'what?'), []],
    [where('订单号', 'is', `' or 1=1 --`), []],
    [[...where('paid', 'filled'), ...where('price', 'less', 100)], ['A2']],
  ])('finds by %j', async (filters, numbers) => {
    await orders();
    expect(await found(filters)).toEqual(numbers);
  });

  it('sorts, limits, and knows no other column', async () => {
    await orders();
    expect(await found([], { order: { column: 'price', descending: true }, limit: 2 })).toEqual(['A1', 'A2']);
    await expect(query(where('nope', 'is', 1))).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
    await expect(query([], { table: 'nope' })).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
    await expect(query([], { order: { column: 'a") --', descending: false } })).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
    });
  });

  it('writes once for each key and answers the same again', async () => {
    await orders();
    const insert = { table: '订单', action: 'insert', filters: [], values: { 订单号: 'N', price: '7' } } as const;
    expect(await tables.write(W, insert, 'k1')).toEqual({ count: 1 });
    expect(await tables.write(W, insert, 'k1')).toEqual({ count: 1 });
    expect(await found(where('订单号', 'is', 'N'))).toEqual(['N']);
    const update = { ...insert, action: 'update', filters: where('price', 'filled'), values: { paid: 'yes' } } as const;
    expect(await tables.write(W, update, 'k2')).toEqual({ count: 3 });
    const remove = { ...update, action: 'delete', filters: where('paid', 'is', true), values: {} } as const;
    expect(await tables.write(W, remove, 'k3')).toEqual({ count: 3 });
    expect(await tables.write(W, remove, 'k3')).toEqual({ count: 3 });
    expect(await tables.write(W, remove, 'k4')).toEqual({ count: 0 });
    expect(await found([])).toEqual(['A3']);
  });

  it('changes nothing without a comparison, or for a value that fits no row or no column', async () => {
    await orders();
    const update = { table: '订单', action: 'update', filters: [], values: { price: 1 } } as const;
    await expect(tables.write(W, update, 'a')).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
    expect(await tables.write(W, { ...update, filters: where('price', 'is', 'x') }, 'b')).toEqual({ count: 0 });
    await expect(
      tables.write(W, { ...update, filters: where('paid', 'is', true), values: { price: 'dear' } }, 'c'),
    ).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
    expect(await found(where('price', 'is', 1))).toEqual([]);
  });

  it('shows another workspace nothing', async () => {
    const id = await orders();
    expect(await tables.list('w2')).toEqual([]);
    await expect(tables.rows('w2', id, 0, 1)).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
    await expect(tables.removeRows('w2', id, ['x'])).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
    await expect(tables.remove('w2', id)).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
    await expect(tables.query('w2', { table: '订单', filters: [], order: null, limit: 1 })).rejects.toMatchObject({
      code: 'RESOURCE_NOT_FOUND',
    });
    await tables.remove(W, id);
    expect(await tables.list(W)).toEqual([]);
  });

  it('is full at ten thousand rows, for people and flows, and takes all of a file or nothing', async () => {
    const id = await orders(Array.from({ length: 9_999 }, (_, index) => `R${String(index)}`).join('\n'));
    await expect(tables.importRows(W, id, 'x\ny')).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
    await tables.addRow(W, id, { 订单号: 'last' });
    const insert = { table: '订单', action: 'insert', filters: [], values: { 订单号: 'N' } } as const;
    await expect(tables.write(W, insert, 'k')).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
    expect((await tables.list(W))[0]?.rows).toBe(10_000);
  });
});
