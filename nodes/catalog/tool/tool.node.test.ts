// Tool: every way it can go, and words of a customer that stay one argument.
import { expect, test } from 'vitest';
import { validateFlow } from '#nodes/flow/validate.ts';
import { drawAlone, talk, type Outside } from '#nodes/testkit/talk.ts';

const tool = (config: Readonly<Record<string, unknown>> = {}) =>
  drawAlone('tool', { server: 'Shop', tool: 'stock', ...config });
const gives = (output: object): Outside => ({ 'tool.call': () => output });

test('what a tool gives is stored, and leaves by ok', () => {
  const output = { text: '还有 3 件', structured: { left: 3 }, isError: false };
  const conversation = talk(tool(), { outside: gives(output) });
  expect(conversation.texts).toEqual(['→ok']);
  expect(conversation.vars['result']).toEqual(output);
});

test('a tool that says it failed leaves by error, and its words are kept', () => {
  const conversation = talk(tool(), { outside: gives({ text: '没有这个货号', structured: null, isError: true }) });
  expect(conversation.texts).toEqual(['→error']);
  expect(conversation.vars['result']).toMatchObject({ text: '没有这个货号' });
});

test('a call that failed for good leaves by error', () => {
  const broken: Outside = {
    'tool.call': () => {
      throw new Error('no route');
    },
  };
  expect(talk(tool(), { outside: broken }).texts).toEqual(['→error']);
});

test('arguments keep their shape and types, whatever a customer wrote', () => {
  const given =
    '{"sku": "{{ customer.sku }}", "count": "{{ customer.count }}", "note": "for {{ customer.sku }}", "gift": true}';
  const sku = '", "admin": true, "x": "';
  const asked = talk(tool({ arguments: given, timeoutMs: 700 }), { customer: { sku, count: 2 } }).asked('tool.call')[0];
  expect(asked).toMatchObject({
    id: 'n:1:0',
    request: {
      server: 'Shop',
      tool: 'stock',
      arguments: { sku, count: 2, note: `for ${sku}`, gift: true },
      timeoutMs: 700,
      retry: { max: 0 },
    },
  });
});

test.each([
  [{ server: '' }, '/server'],
  [{ tool: '' }, '/tool'],
  [{ arguments: '{' }, '/arguments'],
  [{ arguments: '[1]' }, '/arguments'],
  [{ arguments: '"a"' }, '/arguments'],
  [{ arguments: '{"a": "{{ 1 + }}"}' }, '/arguments'],
])('names what is wrong with %j', (config, field) => {
  expect(validateFlow(tool(config)).map((problem) => problem.field)).toContain(field);
});

test('has no problem with what is right', () => {
  expect(validateFlow(tool({ arguments: '{"a": "{{ customer.a }}"}' })).filter(({ node }) => node === 'n')).toEqual([]);
});
