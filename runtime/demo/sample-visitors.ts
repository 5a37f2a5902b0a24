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

/** The visitors of one template; `template` is a part of its name. */
export interface Sample {
  readonly template: string;
  readonly visitors: readonly SampleVisitor[];
}

const LIN = { id: 'demo-lin', locale: 'zh-CN', name: '林女士', phone: '13800138001' } as const;
const CHEN = { id: 'demo-chen', locale: 'zh-CN', name: '陈先生', phone: '13800138002' } as const;
const ZHAO = { id: 'demo-zhao', locale: 'zh-CN', name: '赵同学', phone: '13800138003' } as const;
const EMMA = { id: 'demo-emma', locale: 'en', name: 'Emma', phone: '13800138004' } as const;
const JACK = { id: 'demo-jack', locale: 'en', name: 'Jack', phone: '13800138005' } as const;

/** What the demo shows: the first template with an answer, a lead and two unhappy customers; the others with a little life. */
export const SAMPLES: readonly Sample[] = [
  {
    template: 'complaint',
    visitors: [
      { ...LIN, page: 'https://shop.example/help', lines: ['投诉多久有结果？', '明白了，没有别的事了'] },
      {
        ...ZHAO,
        page: 'https://shop.example/',
        campaign: '公众号',
        lines: ['麻烦给我回个电话，留个联系方式', '没有了，谢谢'],
      },
      {
        ...EMMA,
        page: 'https://shop.example/en/help',
        lines: ['How long does a complaint take?', 'No, that is all, thanks'],
      },
      {
        ...JACK,
        page: 'https://shop.example/en/orders',
        lines: ['This is unacceptable! My parcel arrived broken and I am furious!', 'Let me talk to a person now'],
      },
      {
        ...CHEN,
        page: 'https://shop.example/orders',
        campaign: '双十一',
        lines: ['等了三天还不发货，气死我了！你们太差劲了！', '快点找人来处理，我要投诉'],
      },
    ],
  },
  {
    template: 'education',
    visitors: [
      { ...ZHAO, page: 'https://school.example/', campaign: '公众号', lines: ['想了解一下课程和价格', '好的，谢谢'] },
      { ...LIN, page: 'https://school.example/kids', lines: ['可以预约试听吗？', '周末有空'] },
    ],
  },
  {
    template: 'commerce',
    visitors: [
      { ...LIN, page: 'https://shop.example/orders', lines: ['怎么申请退货？', '谢谢，没有别的了'] },
      { ...CHEN, page: 'https://shop.example/help', lines: ['运费谁来出？', '好的'] },
    ],
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
