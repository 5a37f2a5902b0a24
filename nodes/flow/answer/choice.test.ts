// Choices as customers make them.
import { describe, expect, it } from 'vitest';
import type { AnswerSpec } from '#nodes/kit/answers.ts';
import { press, valueOf, write } from '#nodes/testkit/answering.ts';

describe('a choice', () => {
  const spec: AnswerSpec = {
    kind: 'choice',
    multiple: false,
    fuzzy: true,
    options: [
      { id: 'refund', label: { 'zh-CN': '申请退款', en: 'Request a refund' }, keywords: ['退钱', 'money back'] },
      { id: 'exchange', label: { 'zh-CN': '换货', en: 'Exchange' } },
      { id: 'repair', label: { 'zh-CN': '维修服务', en: 'Repair' } },
    ],
  };

  it.each([
    ['1', 'refund'],
    ['2.', 'exchange'],
    ['３', 'repair'],
    ['②', 'exchange'],
    ['一', 'refund'],
    ['第一个', 'refund'],
    ['第二', 'exchange'],
    ['选3', 'repair'],
    ['最后一个', 'repair'],
    ['first', 'refund'],
    ['the second one', 'exchange'],
    ['option 3', 'repair'],
    ['the last one', 'repair'],
    ['申请退款', 'refund'],
    ['「申请退款」！', 'refund'],
    ['request a REFUND', 'refund'],
    ['退钱', 'refund'],
    ['我要退钱！！', 'refund'],
    ['I want my money back', 'refund'],
    ['换货吧', 'exchange'],
    ['不要换货，我要退钱', 'refund'],
    ['维修', 'repair'],
    ['维修服物', 'repair'],
    ['exchnage', 'exchange'],
    ['refund', 'refund'],
    ['repairs', 'repair'],
  ])('%s', (text, expected) => {
    expect(valueOf(spec, text)).toBe(expected);
  });

  it.each(['', '4', '0', '换货还是维修服务', '都不是', '随便', '天气怎么样', '不换货', 'what?', '😀'])(
    '%s is unclear',
    (text) => {
      expect(write(spec, text).ok).toBe(false);
    },
  );

  it('without `fuzzy` wants the name, a keyword or the place', () => {
    expect(write({ ...spec, fuzzy: false }, '维修服物').ok).toBe(false);
    expect(write({ ...spec, fuzzy: false }, '换货').ok).toBe(true);
  });

  it.each([
    ['1和3', ['refund', 'repair']],
    ['1 3', ['refund', 'repair']],
    ['换货、维修服务', ['exchange', 'repair']],
    ['repair and exchange', ['exchange', 'repair']],
    ['全部', ['refund', 'exchange', 'repair']],
    ['退钱', ['refund']],
  ])('several: %s', (text, expected) => {
    expect(valueOf({ ...spec, multiple: true }, text)).toEqual(expected);
  });

  it('takes a single character as a name only when hardly anything else is said', () => {
    const sex: AnswerSpec = {
      ...spec,
      options: [
        { id: 'f', label: '女' },
        { id: 'm', label: '男' },
      ],
    };
    expect(valueOf(sex, '女的')).toBe('f');
    expect(write(sex, '我在等我的男朋友过来').ok).toBe(false);
  });

  it('is also pressed', () => {
    expect(press(spec, 'exchange')).toEqual({ ok: true, value: 'exchange' });
    expect(press({ ...spec, multiple: true }, 'exchange')).toEqual({ ok: true, value: ['exchange'] });
    expect(press(spec, 'constructor').ok).toBe(false);
  });

  it('prefers a label that is a number to a place', () => {
    const sizes: AnswerSpec = { ...spec, options: ['3', '2', '1'].map((label) => ({ id: `size-${label}`, label })) };
    expect(valueOf(sizes, '3')).toBe('size-3');
  });
});
