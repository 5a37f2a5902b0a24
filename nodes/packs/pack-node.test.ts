// A pack becomes a node type that behaves like a built-in one, in every way a conversation can go through it.
import { describe, expect, test } from 'vitest';
import { fits } from '#nodes/kit/check.ts';
import { compileFlow } from '#nodes/flow/compile.ts';
import type { FlowDocument } from '#nodes/flow/document.ts';
import { validateFlow } from '#nodes/flow/validate.ts';
import { drawFlow, talk, type NodeSketch, type Outside } from '#nodes/testkit/talk.ts';
import type { PackDefinition } from './pack-definition.ts';
import { nodeTypeFromPack } from './pack-node.ts';
import { readPack } from './pack-problems.ts';
import { pinPacks } from './pinned-packs.ts';
import { discountPack, orderPack } from './testkit/sample-packs.ts';

/** The node alone, with a message `→port` behind each port. */
function alone(pack: PackDefinition, config: Readonly<Record<string, unknown>>): FlowDocument {
  const type = nodeTypeFromPack(pack);
  const ports = type.ports({}).map(({ id }) => id);
  const ways = Object.fromEntries(ports.map((port) => [`to-${port}`, ['message', { text: `→${port}` }] as NodeSketch]));
  const flow = drawFlow({ n: [pack.type, { ...(type.defaults as object), ...config }], ...ways }, [
    'start.next -> n',
    ...ports.map((port) => `n.${port} -> to-${port}`),
  ]);
  return pinPacks({ ...flow, variables: [{ name: 'order_no', type: 'text', scope: 'session', initial: 'A 1/..' }] }, [
    pack,
  ]);
}

const answers = (status: number, body: unknown = null): Outside => ({
  'http.request': () => ({ status, headers: {}, body }),
});

describe('a pack that calls a system', () => {
  const flow = alone(orderPack, { order: 'order_no' });

  test('asks with the settings in their places, encoded, and never changes the host', () => {
    const [asked] = talk(flow, { outside: answers(200) }).asked('http.request');
    expect(asked?.request).toMatchObject({
      method: 'POST',
      url: 'https://api.example.com/orders/A%201%2F..',
      headers: { 'x-shop': 'main' },
      credential: 'Shop API',
      body: { number: 'A 1/..', fixed: 1 },
    });
  });

  test('keeps what the answer holds and leaves by its main port', () => {
    const conversation = talk(flow, { outside: answers(200, { state: 'shipped' }) });
    expect(conversation.texts).toEqual(['Looking up A 1/.. …', '→found']);
    expect(conversation.vars['order_state']).toBe('shipped');
  });

  test.each([
    [404, null, '→unknown'],
    [200, { gone: true }, '→unknown'],
    [500, null, '→error'],
    [401, null, '→error'],
  ])('status %i with %j leaves by %s', (status, body, said) => {
    expect(talk(flow, { outside: answers(status, body) }).texts.at(-1)).toBe(said);
  });

  test('a call that failed for good leaves by error', () => {
    const broken: Outside = {
      'http.request': () => {
        throw new Error('no route');
      },
    };
    expect(talk(flow, { outside: broken }).texts.at(-1)).toBe('→error');
  });
});

describe('a pack with a script', () => {
  const flow = alone(discountPack, { amount: '2 * 100' });

  test('hands over its settings by name and stores what comes back', () => {
    const outside: Outside = { 'script.run': () => ({ exit: 'ok', values: { pay: 180 } }) };
    const conversation = talk(flow, { outside });
    expect(conversation.asked('script.run')[0]?.request).toMatchObject({
      code: 'output.pay = input.amount;',
      input: { amount: 200, percent: 10, saveAs: 'to_pay' },
      exits: ['nothing'],
    });
    expect(conversation.texts).toEqual(['→next']);
    expect(conversation.vars['to_pay']).toBe(180);
  });

  test('leaves by the port the script returns', () => {
    const outside: Outside = { 'script.run': () => ({ exit: 'nothing', values: { pay: null } }) };
    expect(talk(flow, { outside }).texts).toEqual(['→nothing']);
  });
});

describe('as a node type', () => {
  test('its defaults fit its schema, and an empty setting that is needed is an error of the field', () => {
    const type = nodeTypeFromPack(orderPack);
    expect(fits(type.config, type.defaults)).toBe(true);
    expect(validateFlow(alone(orderPack, {})).map(({ code, field }) => [code, field])).toContainEqual([
      'CONFIG_PROBLEM',
      '/order',
    ]);
  });

  test('sums itself up with its settings in both languages', () => {
    const { summary } = nodeTypeFromPack(orderPack);
    const config = { order: 'order_no', saveAs: 'x', shop: 'main' };
    expect(summary(config, 'en')).toBe('Order order_no of Main shop');
    expect(summary(config, 'zh-CN')).toBe('总店的订单 order_no');
  });

  test('an expression of a setting that cannot be read is named like that of a built-in node', () => {
    expect(validateFlow(alone(orderPack, { order: '1 +' })).some(({ field }) => field === '/order')).toBe(true);
  });

  test('an older config is lifted: renamed fields keep their value, new ones get their default, others go', () => {
    const pack = { ...orderPack, version: 3 };
    const old = drawFlow({ n: [pack.type, { number: 'order_no', colour: 'red', shop: 'nowhere' }] }, [
      'start.next -> n',
    ]);
    const [, node] = pinPacks(old, [pack]).nodes;
    expect(node).toMatchObject({ version: 3, config: { order: 'order_no', saveAs: 'order_state', shop: 'main' } });
    expect(Object.keys(node?.config ?? {}).sort()).toEqual(['order', 'saveAs', 'shop']);
  });

  test('compiles to the same plain JSON each time', () => {
    const flow = alone(orderPack, { order: 'order_no' });
    const plain = JSON.parse(JSON.stringify(flow)) as FlowDocument;
    expect(JSON.stringify(compileFlow(plain).config)).toBe(JSON.stringify(compileFlow(flow).config));
  });
});

describe('a declaration with something wrong', () => {
  const problems = (change: object) => {
    const read = readPack({ ...orderPack, ...change });
    return read.ok ? [] : read.problems.map(({ field, message }) => `${field}: ${message.en}`);
  };

  test('is refused, the field named, in words', () => {
    const http = orderPack.http as object;
    expect(problems({})).toEqual([]);
    expect(problems({ colour: 'red' })).toEqual([': Nothing is called colour here: remove or rename it.']);
    expect(problems({ type: 'orders' })[0]).toMatch(/^\/type: .*owner\/name/u);
    expect(problems({ group: 'trigger' })[0]).toMatch(/^\/group: Write one of: /u);
    expect(problems({ icon: 'rocket' })[0]).toMatch(/^\/icon: There is no icon "rocket"/u);
    expect(problems({ http: { ...http, url: 'https://{{ config.shop }}/a' } })[0]).toMatch(
      /^\/http\/url: .*fixed host/u,
    );
    expect(problems({ http: { ...http, url: 'https://e.com/{{ config.odrer }}' } })).toEqual([
      '/http/url: There is no field "odrer".',
    ]);
    expect(problems({ http: { ...http, url: 'https://e.com/{{ order_no }}' } })[0]).toMatch(/add a field/u);
    expect(problems({ http: { ...http, results: [{ to: 'shop', value: 'answer.body' }] } })[0]).toMatch(
      /^\/http\/results\/0\/to: /u,
    );
    expect(problems({ http: { ...http, exits: [] } })[0]).toMatch(/^\/ports\/1: No entry of http.exits/u);
    expect(problems({ script: { code: 'x' } })[0]).toMatch(/^\/script: Keep either/u);
    expect(problems({ http: undefined, says: undefined })).toContain(
      ': The node does nothing: give it "says", "http" or "script".',
    );
  });
});
