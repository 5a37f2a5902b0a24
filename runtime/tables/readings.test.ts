// Tables read from an address, on a real database with a list on this machine: replaced whole or not at all, and asked for only when it changed.
import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLlamaIndexDocumentReader } from '#runtime/adapters/document-reader-llamaindex/document-reader-llamaindex.ts';
import { createEmbeddedQueue } from '#runtime/adapters/queue-embedded/queue-embedded.ts';
import { createSystemClock } from '#runtime/adapters/clock-system/clock-system.ts';
import { openDatabase, type OpenDatabase } from '#runtime/adapters/store-sql/database.ts';
import { createSqlTableStore } from '#runtime/adapters/store-sql/table-store.ts';
import type { Column, Table } from '#nodes/wire/tables.ts';
import { createListAddresses } from '#runtime/knowledge/websites/list-address.ts';
import type { DocumentReader } from '#runtime/ports/document-reader.ts';
import type { HttpFetcher } from '#runtime/ports/http-fetcher.ts';
import { zipOf } from '#runtime/testkit/documents.ts';
import { openTestSite, type TestSite } from '#runtime/testkit/website.ts';
import { createTables, type Tables } from './tables.ts';

const W = 'w1';
const COLUMNS: Column[] = [
  { name: '商品', type: 'text' },
  { name: 'unit_price', type: 'number' },
];
const FILE = '商品,unit_price\n水壶,26\n台灯,12\n';
const OLD = ['水壶 26', '台灯 12'];

let reader: DocumentReader;
let web: TestSite;
beforeAll(async () => {
  reader = createLlamaIndexDocumentReader();
  web = await openTestSite();
});
afterAll(async () => {
  await web.close();
  await reader.close();
});

let database: OpenDatabase;
let tables: Tables;
let faults: unknown[];
let id: string;
beforeEach(async () => {
  web.pages.clear();
  web.answered.length = 0;
  database = await openDatabase({ file: ':memory:' });
  faults = [];
  tables = open();
  ({ id } = await tables.create(W, { name: '价目', columns: COLUMNS }));
});
afterEach(async () => {
  await tables.close();
  await database.close();
});

/** The room as it is that many hours later. */
function open(hoursAhead = 0, fetcher: HttpFetcher = web.fetcher): Tables {
  const clock = { ...createSystemClock(), now: () => Date.now() + hoursAhead * 3_600_000 };
  const lists = createListAddresses({ fetcher, reader });
  const way = { lists, queue: createEmbeddedQueue(clock), onFault: (fault: unknown) => faults.push(fault) };
  return createTables({ store: createSqlTableStore(database.kysely), clock, way });
}
function serve(body: string | Uint8Array, headers: Readonly<Record<string, string>> = {}): void {
  web.pages.set('/list', { body, headers });
}
const rows = async () => (await tables.rows(W, id, 0, 200)).rows;
const said = async () => (await rows()).map(({ values }) => Object.values(values).join(' '));
async function shown(): Promise<NonNullable<Table['address']>> {
  await tables.settled();
  const address = (await tables.list(W)).find((table) => table.id === id)?.address;
  if (address == null) throw new Error('The table has no address.');
  return address;
}
async function readFrom(path = '/list', mayBeEmpty = false) {
  await tables.setAddress(W, id, { address: web.origin + path, refresh: { every: 1, unit: 'day' }, mayBeEmpty });
  return shown();
}
async function again() {
  await tables.refresh(W, id);
  return shown();
}

describe('a table with an address', () => {
  it('is filled from it, by the names of the columns however they are written, and says what was left out', async () => {
    serve('备注,Unit price,"商品"\n热卖,"1,026",水壶\n,12,台灯\n');
    const address = await readFrom();
    expect(address).toMatchObject({
      state: 'ready',
      problem: null,
      change: { added: 2, changed: 0, removed: 0 },
      read: { leftOut: ['备注'] },
    });
    expect(await said()).toEqual(['水壶 1026', '台灯 12']);
    expect(address.nextAt).not.toBeNull();
    expect(faults).toEqual([]);
  });

  it('is replaced by what is there: rows keep their ids where they stay or change, and the rows by hand go', async () => {
    await tables.importRows(W, id, '手写\t1\n');
    serve(FILE);
    expect((await readFrom()).change).toMatchObject({ added: 2, changed: 0, removed: 1 });
    const [kettle] = await rows();
    serve('unit_price,商品\n29,水壶\n5,杯子\n7,杯子\n');
    expect((await again()).change).toMatchObject({ added: 2, changed: 1, removed: 1 });
    expect(await said()).toEqual(['水壶 29', '杯子 5', '杯子 7']);
    expect((await rows())[0]?.id).toBe(kettle?.id);
    const { change } = await shown();
    expect((await again()).change).toEqual(change);
  });

  it.each([
    ['an ETag', { etag: '"a"' }],
    ['a time', { 'last-modified': 'Sat, 28 Nov 2026 10:00:00 GMT' }],
  ])('is asked for on the condition that %s changed', async (_what, mark) => {
    serve(FILE, mark);
    await readFrom();
    expect(await again()).toMatchObject({ state: 'ready', problem: null, change: { added: 2 } });
    expect(web.answered).toEqual([200, 304]);
    // Another column needs the whole list, unchanged or not.
    await tables.setColumns(W, id, [...COLUMNS, { name: 'stock', type: 'number' }]);
    expect(await shown()).toMatchObject({ state: 'failed', problem: { code: 'FILE_UNREADABLE' } });
    expect(web.answered).toEqual([200, 304, 200]);
    expect(await said()).toEqual(['水壶 26 ', '台灯 12 ']);
  });

  it('reads workbooks, by the sheet that names the columns, and JSON', async () => {
    const sheet = (...lines: readonly (readonly string[])[]) =>
      `<worksheet><sheetData>${lines
        .map((cells) => `<row>${cells.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`).join('')}</row>`)
        .join('')}</sheetData></worksheet>`;
    serve(
      zipOf([
        {
          name: 'xl/workbook.xml',
          content: '<workbook><sheets><sheet name="a" r:id="r1"/><sheet name="b" r:id="r2"/></sheets></workbook>',
        },
        {
          name: 'xl/_rels/workbook.xml.rels',
          content:
            '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Target="worksheets/sheet2.xml"/></Relationships>',
        },
        { name: 'xl/worksheets/sheet1.xml', content: sheet(['说明'], ['内部使用']) },
        { name: 'xl/worksheets/sheet2.xml', content: sheet(['商品', 'Unit Price'], ['水壶', '26']) },
      ]),
    );
    expect(await readFrom()).toMatchObject({ state: 'ready', change: { added: 1 } });
    expect(await said()).toEqual(['水壶 26']);
    serve('{"total":2,"data":[{"商品":"水壶","unit_price":27,"tags":["a"]},{"unit_price":null,"商品":"台灯"}]}');
    expect(await again()).toMatchObject({ change: { added: 1, changed: 1 }, read: { leftOut: ['tags'] } });
    expect(await said()).toEqual(['水壶 27', '台灯 ']);
    serve(' [["商品","unit_price"],["水壶",27]]');
    expect((await again()).change).toMatchObject({ added: 0, changed: 0, removed: 1 });
  });

  it('reads the encodings of older tools', async () => {
    // 商品,unit_price 水壶,26 in GBK.
    const gbk = Buffer.from('c9ccc6b72c756e69745f70726963650acbaebaf82c32360a', 'hex');
    serve(gbk, { 'content-type': 'text/csv' });
    expect(await readFrom()).toMatchObject({ state: 'ready', problem: null });
    expect(await said()).toEqual(['水壶 26']);
  });
});

describe('a list that cannot be had or read', () => {
  const page = '<!doctype html><title>Please sign in</title>';
  it.each([
    ['an error of the server', { status: 500 }, 'EGRESS_FAILED', /500/u],
    ['a refusal', { status: 403 }, 'EGRESS_FAILED', /sign-in/u],
    [
      'a redirect into the intranet',
      { status: 302, headers: { location: 'http://10.0.0.7/' } },
      'EGRESS_DENIED',
      /private network/u,
    ],
    [
      'a redirect to this machine',
      { status: 302, headers: { location: 'http://[::1]/' } },
      'EGRESS_DENIED',
      /private network/u,
    ],
    ['a page instead of a list', { body: page, headers: { 'content-type': 'text/csv' } }, 'FILE_REFUSED', /web page/u],
    ['a PDF', { body: '%PDF-1.7' }, 'FILE_REFUSED', /no CSV, Excel/u],
    ['too much', { body: Buffer.alloc(20 * 1024 * 1024 + 1, 97) }, 'EGRESS_TOO_LARGE', /20 MB/u],
    ['half a list', { body: FILE, headers: { 'content-length': '900' } }, 'EGRESS_FAILED', /broke off/u],
    ['an empty file', { body: '' }, 'FILE_UNREADABLE', /empty/u],
    ['no rows', { body: '商品,unit_price\n' }, 'FILE_UNREADABLE', /no rows/u],
    ['an empty JSON list', { body: '[]' }, 'FILE_UNREADABLE', /no rows/u],
    ['broken JSON', { body: '[{"商品":' }, 'FILE_UNREADABLE', /JSON/u],
    ['JSON without a list', { body: '{"error":"no key"}' }, 'FILE_UNREADABLE', /no list/u],
    [
      'a column less',
      { body: '商品,price\n水壶,26\n' },
      'FILE_UNREADABLE',
      /lacks the columns: unit_price\. Its columns are: 商品, price/u,
    ],
    [
      'one column twice',
      { body: '商品,unit_price,Unit Price\n水壶,26,26\n' },
      'FILE_UNREADABLE',
      /Two columns.*unit_price/u,
    ],
    [
      'a cell of another type',
      { body: '商品,unit_price\n水壶,26\n台灯,面议\n' },
      'FILE_UNREADABLE',
      /Row 3, column "unit_price": "面议" is not a number/u,
    ],
    [
      'such a cell in JSON',
      { body: '[{"商品":"a","unit_price":"x"}]' },
      'FILE_UNREADABLE',
      /Row 1, column "unit_price"/u,
    ],
    ['a row with more cells', { body: '商品,unit_price\n水壶,1,026\n' }, 'FILE_UNREADABLE', /Row 2 has more cells/u],
    [
      'a cell that is too long',
      { body: `商品,unit_price\n${'x'.repeat(9000)},1\n` },
      'FILE_UNREADABLE',
      /Row 2.*2000 characters/u,
    ],
    ['too many rows', { body: `商品,unit_price\n${'a,1\n'.repeat(10_001)}` }, 'INGEST_LIMIT', /10000 rows/u],
    ['an archive that is none', { body: 'PK\u0003\u0004 and then nothing' }, 'FILE_UNREADABLE', /damaged/u],
  ])('leaves everything as it was and says why: %s', async (_what, answer, code, message) => {
    serve(FILE);
    const before = await readFrom();
    web.pages.set('/list', answer);
    const after = await again();
    expect(after).toMatchObject({ state: 'failed', problem: { code }, change: before.change, read: before.read });
    expect(after.problem?.message.en).toMatch(message);
    expect(after.problem?.message['zh-CN']).toMatch(/\p{Script=Han}/u);
    expect(await said()).toEqual(OLD);
    serve(FILE);
    expect(await again()).toMatchObject({ state: 'ready', problem: null });
    expect(faults).toEqual([]);
  });

  it('does not wait for a server that never ends its answer', async () => {
    const hasty: HttpFetcher = {
      ...web.fetcher,
      stream: (request, signal) => web.fetcher.stream({ ...request, timeoutMs: 300 }, signal),
    };
    serve(FILE);
    await readFrom();
    await tables.close();
    tables = open(0, hasty);
    web.pages.set('/list', { hangs: true });
    expect(await again()).toMatchObject({ state: 'failed', problem: { code: 'EGRESS_TIMEOUT' } });
    expect(await said()).toEqual(OLD);
  });

  it('may be empty where somebody says so, and empties the table', async () => {
    serve(FILE);
    await readFrom();
    serve('商品,unit_price\n');
    expect(await readFrom('/list', true)).toMatchObject({ state: 'ready', change: { removed: 2 } });
    expect(await said()).toEqual([]);
    serve('[]');
    expect(await again()).toMatchObject({ state: 'ready' });
    serve('');
    expect(await again()).toMatchObject({ state: 'failed' });
  });
});

describe('while a table is read from an address', () => {
  it('neither people nor flows change its rows, and both do again when that ends', async () => {
    serve(FILE);
    await readFrom();
    const [row] = await rows();
    const insert = { table: '价目', action: 'insert', filters: [], values: { 商品: 'x' } } as const;
    const refused = { code: 'STATE_CONFLICT' };
    await expect(tables.addRow(W, id, {})).rejects.toMatchObject(refused);
    await expect(tables.changeRow(W, id, row!.id, { 商品: 'x' })).rejects.toMatchObject(refused);
    await expect(tables.removeRows(W, id, [row!.id])).rejects.toMatchObject(refused);
    await expect(tables.importRows(W, id, 'x\t1')).rejects.toMatchObject(refused);
    await expect(tables.write(W, insert, 'k')).rejects.toMatchObject(refused);
    expect(await tables.removeAddress(W, id)).toMatchObject({ address: null, rows: 2 });
    await expect(tables.refresh(W, id)).rejects.toMatchObject(refused);
    expect(await tables.write(W, insert, 'k')).toEqual({ count: 1 });
    expect(await said()).toEqual([...OLD, 'x ']);
  });

  it('a lookup sees the rows of one list, never of two', async () => {
    const list = (price: number) =>
      `商品,unit_price\n${Array.from({ length: 100 }, (_none, at) => `p${at},${price}\n`).join('')}`;
    serve(list(1));
    await readFrom();
    const seen: number[][] = [];
    for (const price of [2, 3, 4]) {
      serve(list(price));
      await tables.refresh(W, id);
      const done = shown();
      let isDone = false;
      void done.then(() => (isDone = true));
      while (!isDone) {
        // The list comes over the network, which must have its turn.
        await setImmediate();
        const found = await tables.query(W, { table: '价目', filters: [], order: null, limit: 100 });
        seen.push([found.count, ...new Set(found.rows.map((one) => Number(one['unit_price'])))]);
      }
      await done;
    }
    expect(seen.every(([count, ...prices]) => count === 100 && prices.length === 1)).toBe(true);
    expect(await said()).toContain('p99 4');
  });

  it('is read again when it is due, also after a restart in the middle', async () => {
    serve(FILE);
    await readFrom();
    serve('商品,unit_price\n水壶,30\n');
    await tables.close();
    tables = open(23);
    await tables.start();
    await tables.settled();
    expect(await said()).toEqual(OLD);
    await tables.close();
    tables = open(25);
    await tables.start();
    expect(await shown()).toMatchObject({ change: { added: 0, changed: 1, removed: 1 } });
    await database.kysely.updateTable('data_addresses').set({ state: 'reading', attempts: 3 }).execute();
    await tables.close();
    tables = open(25);
    await tables.start();
    expect(await shown()).toMatchObject({ state: 'failed', problem: { code: 'INTERNAL' } });
  });

  it('goes with its table, takes no address that is none, and is nobody else’s', async () => {
    const draft = { address: web.origin, refresh: null, mayBeEmpty: false };
    for (const address of ['ftp://a.example/x', 'https://user:key@a.example/', 'javascript:alert(1)', 'http://']) {
      await expect(tables.setAddress(W, id, { ...draft, address })).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
    }
    for (const call of [tables.setAddress('w2', id, draft), tables.refresh('w2', id), tables.removeAddress('w2', id)]) {
      await expect(call).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
    }
    serve(FILE);
    await readFrom();
    await tables.remove(W, id);
    expect(await database.kysely.selectFrom('data_addresses').selectAll().execute()).toEqual([]);
    expect(await tables.list(W)).toEqual([]);
  });
});
