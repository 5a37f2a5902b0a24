// Table: what is asked for, what is kept, and the three ways out.
import { expect, test } from 'vitest';
import { NODE_TYPES } from '#nodes/registry.gen.ts';
import { drawAlone, talk } from '#nodes/testkit/talk.ts';

const filter = { column: '订单号', operator: 'is', value: '{{ customer.order }}' };
const finding = (...rows: readonly object[]) => ({
  outside: { 'table.query': () => ({ rows, first: rows[0] ?? null, count: rows.length }) },
  customer: { order: 'A1' },
});

test('finds rows by what the conversation knows, in the order wanted', () => {
  const flow = drawAlone('table', { table: '订单', filters: [filter], order: '日期', descending: true, limit: 3 });
  const conversation = talk(flow, finding({ id: 'r', 状态: '已发货' }));
  expect(conversation.asked('table.query').map(({ request }) => request)).toEqual([
    {
      table: '订单',
      filters: [{ column: '订单号', operator: 'is', value: 'A1' }],
      order: { column: '日期', descending: true },
      limit: 3,
    },
  ]);
  expect(conversation.texts).toEqual(['→ok']);
  expect(conversation.vars['found']).toMatchObject({ first: { 状态: '已发货' }, count: 1 });
});

test('says when no row fits', () => {
  const conversation = talk(drawAlone('table', { table: '订单', filters: [filter] }), finding());
  expect(conversation.texts).toEqual(['→empty']);
  expect(conversation.vars['found']).toMatchObject({ count: 0, first: null });
});

test('adds a row whose lone placeholders keep their type', () => {
  const values = [
    { column: 'qty', value: '{{ customer.qty }}' },
    { column: 'note', value: '{{ customer.qty }} 件' },
  ];
  const conversation = talk(drawAlone('table', { table: 't', action: 'insert', values, filters: [filter] }), {
    outside: { 'table.write': () => ({ count: 1 }) },
    customer: { qty: 3 },
  });
  expect(conversation.asked('table.write')[0]?.request).toEqual({
    table: 't',
    action: 'insert',
    filters: [],
    values: { qty: 3, note: '3 件' },
  });
  expect(conversation.texts).toEqual(['→ok']);
});

test.each([
  ['update', 2, '→ok'],
  ['update', 0, '→empty'],
  ['delete', 1, '→ok'],
  ['delete', 0, '→empty'],
])('%s of %i rows', (action, count, words) => {
  const values = [{ column: 'a', value: 'x' }];
  const flow = drawAlone('table', {
    table: 't',
    action,
    filters: [{ column: 'a', operator: 'filled', value: '' }],
    values,
  });
  const conversation = talk(flow, { outside: { 'table.write': () => ({ count }) } });
  expect(conversation.asked('table.write')[0]?.request.values).toEqual(action === 'delete' ? {} : { a: 'x' });
  expect(conversation.texts).toEqual([words]);
});

test('leaves by error when the table cannot do it', () => {
  const failing = {
    outside: {
      'table.query': () => {
        throw new Error('gone');
      },
    },
  };
  expect(talk(drawAlone('table', { table: 't' }), failing).texts).toEqual(['→error']);
});

test('asks for a table, for rows to change, for something to write, and for columns', () => {
  const type = NODE_TYPES['table']!;
  const fields = (settings: object) => type.check?.({ ...type.defaults, ...settings }).map(({ field }) => field);
  expect(fields({})).toEqual(['/table']);
  expect(fields({ table: 't' })).toEqual([]);
  expect(fields({ table: 't', action: 'delete' })).toEqual(['/filters']);
  expect(fields({ table: 't', action: 'insert' })).toEqual(['/values']);
  expect(
    fields({ table: 't', action: 'update', filters: [{ ...filter, column: '' }], values: [{ column: '', value: '' }] }),
  ).toEqual(['/filters/0/column', '/values/0/column']);
});
