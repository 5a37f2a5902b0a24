// The visitors of the demo: what each says, in both languages, and how they fill in a form.
import type { Locale } from '#nodes/kit/localized.ts';
import type { FormBody, FormField } from '#nodes/kit/messages.ts';
import type { JsonObject } from '#nodes/kit/json.ts';

/** One made-up visitor. Numbers and addresses are of the ranges kept for examples. */
export interface SampleVisitor {
  readonly id: string;
  readonly locale: Locale;
  readonly name: string;
  readonly phone: string;
  readonly page: string;
  readonly campaign?: string;
  readonly lines: readonly string[];
}

/** The visitors, in the order they come. */
export const SAMPLE_VISITORS: readonly SampleVisitor[] = [
  {
    id: 'demo-lin',
    locale: 'zh-CN',
    name: '林女士',
    phone: '13800138001',
    page: 'https://shop.example/orders',
    lines: ['你好', '怎么申请退货？', '好的，谢谢'],
  },
  {
    id: 'demo-chen',
    locale: 'zh-CN',
    name: '陈先生',
    phone: '13800138002',
    page: 'https://shop.example/help',
    campaign: '双十一',
    lines: ['我的包裹三天没有更新了', '太差劲了，气死我了！', '我要投诉，找人工'],
  },
  {
    id: 'demo-zhao',
    locale: 'zh-CN',
    name: '赵同学',
    phone: '13800138003',
    page: 'https://shop.example/',
    campaign: '公众号',
    lines: ['想了解一下价格', '可以留个联系方式', '周末方便'],
  },
  {
    id: 'demo-emma',
    locale: 'en',
    name: 'Emma',
    phone: '13800138004',
    page: 'https://shop.example/en/orders',
    lines: ['Hi there', 'How do I return something?', 'Thanks a lot'],
  },
  {
    id: 'demo-jack',
    locale: 'en',
    name: 'Jack',
    phone: '13800138005',
    page: 'https://shop.example/en/help',
    lines: ['My parcel arrived broken', 'This is unacceptable, I am furious!', 'I want to talk to a person'],
  },
];

/** A complete answer to a form, of this visitor. */
export function filledForm(form: FormBody, visitor: SampleVisitor): JsonObject {
  const values = form.fields.map((field) => [field.name, valueFor(field, visitor)] as const);
  return { ...Object.fromEntries(values), ...(form.consent === undefined ? {} : { consent: true }) };
}

function valueFor(field: FormField, { name, phone, id, locale }: SampleVisitor): string | number | boolean {
  switch (field.kind) {
    case 'phone':
      return phone;
    case 'email':
      return `${id}@example.com`;
    case 'wechat':
      return id.replace('-', '_');
    case 'number':
      return 1;
    case 'date':
      return '2026-12-01';
    case 'select':
      return field.options?.[0]?.id ?? '';
    case 'checkbox':
      return true;
    default:
      return field.name === 'name' ? name : locale === 'en' ? 'Please call in the evening' : '请晚上联系';
  }
}
