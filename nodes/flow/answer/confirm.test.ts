// Yes and no as customers say them.
import { describe, expect, it } from 'vitest';
import { press, valueOf, write } from '#nodes/testkit/answering.ts';

describe('yes or no', () => {
  it.each([
    '是',
    '是的',
    '对的',
    '没错',
    '好',
    '好的呀',
    '行',
    '可以',
    '嗯嗯',
    '没问题',
    '好的谢谢',
    '可以，不过要快一点',
    '特别好',
    '行，就这么办',
    '当然可以',
    '要的',
    '确认',
    '不错',
    '👍',
    '是，麻烦您了',
    'yes',
    'Yes!',
    'yep',
    'sure',
    'OK',
    'of course',
    "that's right",
    'yes please',
    'sounds good',
    'no problem',
    'Sure, thanks',
    'go ahead',
  ])('%s is yes', (text) => {
    expect(valueOf({ kind: 'confirm' }, text)).toBe(true);
  });

  it.each([
    '不是',
    '不用',
    '不用了谢谢',
    '不要',
    '不对',
    '算了',
    '没有',
    '不行',
    '不可以',
    '好像不对',
    '不太好',
    '先不用',
    '取消吧',
    '👎',
    '好的不用了',
    'no',
    'No.',
    'nope',
    'no thanks',
    'not now',
    "that's not right",
    "I don't want it",
    'never mind',
    'cancel',
  ])('%s is no', (text) => {
    expect(valueOf({ kind: 'confirm' }, text)).toBe(false);
  });

  it.each([
    '不知道',
    '是不是',
    '无所谓',
    '好像差不多',
    '抱歉',
    '可以吗',
    '什么意思',
    '也许',
    '对不起',
    'maybe',
    'not sure',
    'why?',
    '今天天气',
    '',
    '😀',
    '…',
  ])('%s is neither', (text) => {
    expect(write({ kind: 'confirm' }, text).ok).toBe(false);
  });

  it('is also pressed', () => {
    expect(press({ kind: 'confirm' }, 'yes')).toEqual({ ok: true, value: true });
    expect(press({ kind: 'confirm' }, 'no')).toEqual({ ok: true, value: false });
    expect(press({ kind: 'confirm' }, 'other').ok).toBe(false);
  });
});
