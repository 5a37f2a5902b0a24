// Numbers as customers write them.
import { describe, expect, it } from 'vitest';
import type { AnswerSpec } from '#nodes/kit/answers.ts';
import { valueOf, write } from '#nodes/testkit/answering.ts';

describe('a number', () => {
  it.each([
    ['3', 3],
    ['1,200', 1200],
    ['１２', 12],
    ['1.2万', 12000],
    ['3万5', 35000],
    ['3万5千', 35000],
    ['1w', 10000],
    ['2.5k', 2500],
    ['-7', -7],
    ['三', 3],
    ['十', 10],
    ['十二', 12],
    ['二十', 20],
    ['三百二十', 320],
    ['三百五', 350],
    ['三百零五', 305],
    ['两千', 2000],
    ['一千零一十', 1010],
    ['一万二', 12000],
    ['两千三百万', 23_000_000],
    ['一点五', 1.5],
    ['一点二万', 12000],
    ['二〇二六', 2026],
    ['负三', -3],
    ['大概三百块钱吧', 300],
    ['我要2个', 2],
    ['¥299.5元', 299.5],
    ['预算5000左右', 5000],
    ['twelve', 12],
    ['Twenty-five', 25],
    ['a hundred and five', 105],
    ['two thousand three hundred', 2300],
    ['I need three of them', 3],
    ['about 1,250.75 please', 1250.75],
    ['a dozen', 12],
    ['half a dozen', 6],
  ])('%s', (text, expected) => {
    expect(valueOf({ kind: 'number' }, text)).toBe(expected);
  });

  it.each(['', '很多', '万一没有呢', '一般吧', 'a few', '2 or 3', '订单AB12', 'many', '😀', '--', '.'])(
    '%s is none, or more than one',
    (text) => {
      expect(write({ kind: 'number' }, text).ok).toBe(false);
    },
  );

  it('keeps to its bounds and says so in the language of the customer', () => {
    const spec: AnswerSpec = { kind: 'number', min: 1, max: 10, integer: true };
    expect(write(spec, '11', 'zh-CN')).toEqual({ ok: false, reason: '请输入不大于 10 的数字。' });
    expect(write(spec, '0', 'en')).toEqual({ ok: false, reason: 'Please enter a number of at least 1.' });
    expect(write(spec, '1.5', 'en')).toEqual({ ok: false, reason: 'Please enter a whole number.' });
    expect(write(spec, '两个', 'en')).toEqual({ ok: true, value: 2 });
  });
});
