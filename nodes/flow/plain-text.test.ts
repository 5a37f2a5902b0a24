// Every kind of message as plain text, and numbers that pick what it offers.
import { describe, expect, it } from 'vitest';
import type { MessageBody } from '#nodes/kit/messages.ts';
import { drawAlone, talk } from '#nodes/testkit/talk.ts';
import { choiceAt, plainTextOf } from './plain-text.ts';

const CHOICES: MessageBody = {
  kind: 'choices',
  text: '要办什么？',
  choices: [
    { id: 'refund', label: '退款' },
    { id: 'exchange', label: '换货' },
  ],
};

describe('a message as plain text', () => {
  it('numbers its choices and says how to answer, in the language of the customer', () => {
    expect(plainTextOf(CHOICES, 'zh-CN')).toBe('要办什么？\n1. 退款\n2. 换货\n请回复序号，例如 1。');
    expect(plainTextOf({ ...CHOICES, text: 'What is it about?' }, 'en-GB')).toContain(
      'Reply with a number, for example 1.',
    );
  });

  it('numbers the buttons of cards through; links and numbers to call stand as they are', () => {
    const card = (title: string, id: string) => ({
      title,
      imageUrl: 'https://shop.test/a.png',
      imageAlt: '图',
      buttons: [
        { id, label: `要${title}`, action: 'reply' as const },
        { id: `${id}-more`, label: '详情', action: 'url' as const, value: 'https://shop.test/a' },
      ],
    });
    const message: MessageBody = { kind: 'card', text: '看看', cards: [card('甲', 'a'), card('乙', 'b')] };
    const [, title, picture, button, link] = plainTextOf(message, 'zh-CN').split('\n');
    expect([title, picture, button, link]).toEqual([
      '甲',
      '[图片] 图 https://shop.test/a.png',
      '1. 要甲',
      '详情：https://shop.test/a',
    ]);
    expect(choiceAt(message, '第二个')?.id).toBe('b');
  });

  it('tells the scale of a rating, and names media and sources', () => {
    const scale = ['1', '2', '3', '4', '5'].map((label) => ({ id: label, label }));
    expect(plainTextOf({ kind: 'rating', text: '满意吗？', choices: scale }, 'zh-CN')).toBe(
      '满意吗？\n请回复 1 到 5，5 分最好。',
    );
    expect(plainTextOf({ kind: 'media', media: { kind: 'video', url: 'https://a.test/v', alt: 'tour' } }, 'en')).toBe(
      '[Film] tour https://a.test/v',
    );
    expect(plainTextOf({ kind: 'text', text: 'Free.', sources: [{ title: 'Freight', quote: '…' }] }, 'en')).toBe(
      'Free.\nSource: Freight',
    );
  });
});

describe('a number', () => {
  it.each(['2', '2.', '２', '二', '第二个', 'the second one', 'option 2', '②'])(
    '%s picks the second choice',
    (text) => {
      expect(choiceAt(CHOICES, text)?.id).toBe('exchange');
    },
  );

  it.each(['3', '0', '换货', '两年前买的', 'two years ago', ''])('%s picks nothing', (text) => {
    expect(choiceAt(CHOICES, text)).toBeUndefined();
  });

  it('that is the name of a choice is left to the question', () => {
    const sizes = ['3', '2'].map((label) => ({ id: `s${label}`, label }));
    expect(choiceAt({ kind: 'choices', choices: sizes }, '2')).toBeUndefined();
  });

  it('answers yes or no by its place too', () => {
    expect(
      talk(drawAlone('askConfirm', { prompt: '对吗？' }))
        .says('第二个')
        .ports('n'),
    ).toEqual(['no']);
    expect(
      talk(drawAlone('askConfirm', { prompt: '对吗？' }))
        .says('the first one')
        .ports('n'),
    ).toEqual(['yes']);
  });
});

describe('a form in a channel of plain text', () => {
  const fields = [
    { name: 'name', label: { 'zh-CN': '姓名', en: 'Name' }, kind: 'text', required: true },
    { name: 'phone', label: { 'zh-CN': '手机', en: 'Phone' }, kind: 'phone', required: true },
    {
      name: 'course',
      label: { 'zh-CN': '课程', en: 'Course' },
      kind: 'select',
      required: false,
      options: [
        { id: 'en', label: '英语' },
        { id: 'ma', label: '数学' },
      ],
    },
  ];
  const form = () => drawAlone('form', { fields, cancelLabel: { 'zh-CN': '不填了', en: 'Not now' } });

  it('says which lines to write', () => {
    const [message] = talk(form()).said;
    expect(
      plainTextOf(message as MessageBody, 'zh-CN')
        .split('\n')
        .slice(1),
    ).toEqual([
      '请照下面的样子一起回复，一行一项（带 * 的必填）：',
      '姓名*：',
      '手机*：',
      '课程：1 英语、2 数学',
      '不想填写，请回复“不填了”。',
    ]);
  });

  it.each([
    ['手机：13800138000\n姓名：王小明\n课程：2', { name: '王小明', phone: '13800138000', course: 'ma' }],
    ['Name: Ann; Phone: 13800138000', { name: 'Ann', phone: '13800138000' }],
    ['王小明\n13800138000\n英语', { name: '王小明', phone: '13800138000', course: 'en' }],
    ['1. 姓名：王小明\n2. 手机*：13800138000', { name: '王小明', phone: '13800138000' }],
  ])('is filled in by %j', (text, expected) => {
    const c = talk(form()).says(text);
    expect(c.ports('n')).toEqual(['submitted']);
    expect(c.vars['form']).toMatchObject(expected);
  });

  it('tells what is wrong, is declined by its words, and takes other words for no form', () => {
    const c = talk(form()).says('姓名：王小明\n手机：123');
    expect(plainTextOf(c.said[0] as MessageBody, 'zh-CN')).toMatch(/手机\*：123 ← \S/u);
    expect(c.says('多少钱').ports('n')).toEqual([]);
    expect(c.says('不填了').ports('n')).toEqual(['cancelled']);
  });

  it('with a consent asks for a line of its own', () => {
    const lead = { fields, consent: { text: '我们会打电话给您', required: true, version: '1' } };
    const c = talk(drawAlone('leadCard', lead), { outside: { 'lead.find': () => ({ found: false }) } });
    expect(plainTextOf(c.said[0] as MessageBody, 'zh-CN')).toContain(
      '同意下面这段话，请另起一行写“同意”：我们会打电话给您',
    );
    expect(c.says('姓名：王小明\n手机：13800138000').ports('n')).toEqual([]);
    expect(c.says('姓名：王小明\n手机：13800138000\n同意').ports('n')).toEqual(['submitted']);
    expect(c.asked('lead.save')[0]?.request.consent.given).toBe(true);
  });
});
