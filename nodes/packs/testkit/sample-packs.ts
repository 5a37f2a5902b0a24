// Packs as an operator would write them, for tests.
import type { PackDefinition } from '../pack-definition.ts';

/** Calls a system and says something before. */
export const orderPack: PackDefinition = {
  pack: 1,
  type: 'acme/orderLookup',
  version: 1,
  group: 'action',
  icon: 'search',
  title: { 'zh-CN': '查询订单', en: 'Look up an order' },
  description: { 'zh-CN': '按单号查询。', en: 'Finds an order by its number.' },
  keywords: ['订单', 'order'],
  fields: [
    {
      name: 'order',
      widget: 'expression',
      label: { 'zh-CN': '单号', en: 'Order number' },
      required: true,
      was: ['number'],
    },
    { name: 'saveAs', widget: 'variable', label: { 'zh-CN': '保存到', en: 'Store in' }, default: 'order_state' },
    {
      name: 'shop',
      widget: 'select',
      label: { 'zh-CN': '店铺', en: 'Shop' },
      options: [
        { value: 'main', label: { 'zh-CN': '总店', en: 'Main shop' } },
        { value: 'other', label: { 'zh-CN': '分店', en: 'Other shop' } },
      ],
    },
  ],
  summary: { 'zh-CN': '{shop}的订单 {order}', en: 'Order {order} of {shop}' },
  ports: [
    { id: 'found', label: { 'zh-CN': '查到了', en: 'Found' }, role: 'main' },
    { id: 'unknown', label: { 'zh-CN': '没有', en: 'Unknown' }, role: 'branch' },
  ],
  says: ['Looking up {{ config.order }} …'],
  http: {
    method: 'POST',
    url: 'https://api.example.com/orders/{{ config.order }}',
    headers: { 'x-shop': '{{ config.shop }}' },
    credential: 'Shop API',
    body: { number: '{{ config.order }}', fixed: 1 },
    results: [{ to: 'saveAs', value: 'answer.body.state' }],
    exits: [{ port: 'unknown', when: 'answer.status == 404 or answer.body.gone == true' }],
  },
};

/** Runs a script. */
export const discountPack: PackDefinition = {
  pack: 1,
  type: 'acme/discount',
  version: 1,
  group: 'logic',
  icon: 'gauge',
  title: { 'zh-CN': '折扣', en: 'Discount' },
  description: { 'zh-CN': '算折扣。', en: 'Works out a discount.' },
  keywords: ['折扣', 'discount'],
  fields: [
    { name: 'amount', widget: 'expression', type: 'number', label: { 'zh-CN': '金额', en: 'Amount' } },
    { name: 'percent', widget: 'number', label: { 'zh-CN': '折扣', en: 'Percent' }, minimum: 0, default: 10 },
    {
      name: 'saveAs',
      widget: 'variable',
      type: 'number',
      label: { 'zh-CN': '存到', en: 'Store in' },
      default: 'to_pay',
    },
  ],
  summary: { 'zh-CN': '{percent}%', en: '{percent}%' },
  ports: [
    { id: 'next', label: { 'zh-CN': '好了', en: 'Done' }, role: 'main' },
    { id: 'nothing', label: { 'zh-CN': '没有', en: 'Nothing' }, role: 'branch' },
  ],
  script: { code: 'output.pay = input.amount;', outputs: [{ name: 'pay', type: 'number', to: 'saveAs' }] },
};
