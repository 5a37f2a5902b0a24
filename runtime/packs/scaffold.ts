// A new pack to begin with: it works, and its tests pass. By a call of another system, or by a script.
import { FlowError } from '#nodes/kit/errors.ts';
import type { PackDefinition } from '#nodes/packs/pack-definition.ts';

/** What the new pack does. */
export const SCAFFOLD_KINDS = ['http', 'script'] as const;
export type ScaffoldKind = (typeof SCAFFOLD_KINDS)[number];

/** The files of a new pack by their path inside its folder. Fails with REQUEST_INVALID for a name that is no type. */
export function scaffold(type: string, kind: ScaffoldKind): ReadonlyMap<string, string> {
  if (!/^[a-z][a-z0-9-]{0,29}\/[a-z][A-Za-z0-9]{0,29}$/u.test(type))
    throw new FlowError('REQUEST_INVALID', `"${type}" is not owner/name, such as acme/orderLookup.`);
  const files = kind === 'http' ? httpFiles(type) : scriptFiles(type);
  return new Map(
    Object.entries(files).map(([name, content]) => [
      name,
      typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`,
    ]),
  );
}

type Files = Readonly<Record<string, unknown>>;

function httpFiles(type: string): Files {
  const node: PackDefinition = {
    pack: 1,
    type,
    version: 1,
    group: 'action',
    icon: 'search',
    title: { 'zh-CN': '查询订单', en: 'Look up an order' },
    description: { 'zh-CN': '按单号查询订单状态。', en: 'Finds the state of an order by its number.' },
    keywords: ['订单', '查询', 'cxdd', 'order', 'lookup'],
    fields: [
      {
        name: 'order',
        widget: 'expression',
        label: { 'zh-CN': '单号', en: 'Order number' },
        hint: { 'zh-CN': '例如变量 order_no。', en: 'For example the variable order_no.' },
        required: true,
      },
      {
        name: 'saveAs',
        widget: 'variable',
        label: { 'zh-CN': '状态保存到', en: 'Store the state in' },
        default: 'order_state',
      },
    ],
    summary: { 'zh-CN': '单号 {order} → {saveAs}', en: 'Order {order} → {saveAs}' },
    ports: [
      { id: 'found', label: { 'zh-CN': '查到了', en: 'Found' }, role: 'main' },
      { id: 'unknown', label: { 'zh-CN': '没有这个单号', en: 'No such order' }, role: 'branch' },
    ],
    http: {
      method: 'GET',
      url: 'https://api.example.com/orders/{{ config.order }}',
      results: [{ to: 'saveAs', value: 'answer.body.state' }],
      exits: [{ port: 'unknown', when: 'answer.status == 404' }],
    },
  };
  const asked = { config: { order: 'order_no' }, variables: { order_no: 'A 1' } };
  return {
    'node.json': node,
    'help.md': help(
      '按单号查询订单，把状态存成变量。没有这个单号、查询失败各走各的出口。',
      'Looks an order up by its number and stores its state. An unknown number and a failed call have ways out of their own.',
    ),
    'tests/found.json': {
      name: 'An order that is there',
      ...asked,
      mocks: { n: { status: 200, body: { state: 'shipped' } } },
      opens: { reply: ['→found'], variables: { order_state: 'shipped' } },
    },
    'tests/unknown.json': {
      name: 'A number nobody has',
      ...asked,
      mocks: { n: { status: 404 } },
      opens: { reply: ['→unknown'] },
    },
    'tests/broken.json': {
      name: 'The other system is down',
      ...asked,
      mocks: { n: 'fail' },
      opens: { reply: ['→error'] },
    },
  };
}

function scriptFiles(type: string): Files {
  const node: PackDefinition = {
    pack: 1,
    type,
    version: 1,
    group: 'logic',
    icon: 'gauge',
    title: { 'zh-CN': '计算折扣', en: 'Work out a discount' },
    description: { 'zh-CN': '按金额算出应付。', en: 'Works out what is to be paid.' },
    keywords: ['折扣', '金额', 'zk', 'discount', 'price'],
    fields: [
      {
        name: 'amount',
        widget: 'expression',
        type: 'number',
        label: { 'zh-CN': '金额', en: 'Amount' },
        required: true,
      },
      {
        name: 'percent',
        widget: 'number',
        label: { 'zh-CN': '折扣（%）', en: 'Discount (%)' },
        minimum: 0,
        maximum: 100,
        default: 10,
      },
      {
        name: 'saveAs',
        widget: 'variable',
        type: 'number',
        label: { 'zh-CN': '应付保存到', en: 'Store what is to be paid in' },
        default: 'to_pay',
      },
    ],
    summary: { 'zh-CN': '{amount} 减 {percent}%', en: '{amount} less {percent}%' },
    ports: [
      { id: 'next', label: { 'zh-CN': '算好了', en: 'Done' }, role: 'main' },
      { id: 'nothing', label: { 'zh-CN': '没有金额', en: 'No amount' }, role: 'branch' },
    ],
    script: { outputs: [{ name: 'pay', type: 'number', to: 'saveAs' }] },
  };
  return {
    'node.json': node,
    'script.ts': [
      "if (input.amount === null || input.amount <= 0) return 'nothing';",
      'output.pay = Math.round(input.amount * (100 - input.percent)) / 100;',
      '',
    ].join('\n'),
    'help.md': help(
      '按百分比减去折扣，把应付金额存成变量。没有金额时走单独的出口。',
      'Takes a percentage off an amount and stores what is left to pay. Without an amount it leaves by a way of its own.',
    ),
    'tests/discount.json': {
      name: 'Ten percent off',
      config: { amount: 'price' },
      variables: { price: 199 },
      opens: { reply: ['→next'], variables: { to_pay: 179.1 } },
    },
    'tests/nothing.json': {
      name: 'No amount',
      config: { amount: 'price' },
      variables: { price: 0 },
      opens: { reply: ['→nothing'] },
    },
  };
}

function help(zh: string, en: string): string {
  return `## 中文\n\n${zh}\n\n## English\n\n${en}\n`;
}
