// Personal data in Chinese and English sentences: found by form and check digit, masked, and nothing else touched.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SENSITIVE_KINDS } from '#nodes/kit/sensitive.ts';
import { screenText } from './find-sensitive.ts';

const rules = {
  kinds: [...SENSITIVE_KINDS],
  words: ['机密', 'top secret'],
  patterns: ['ZX-\\d{4}'],
  blocked: ['炸弹'],
};
const screen = (text: string) => screenText(text, rules);

test.each([
  ['我的手机13812345678，谢谢', '我的手机138****5678，谢谢', 'phone'],
  ['call me at 138 1234 5678 please', 'call me at 138****5678 please', 'phone'],
  ['+86 138-1234-5678', '861****5678', 'phone'],
  ['手机１３８１２３４５６７８', '手机138****5678', 'phone'],
  ['座机 021-62345678', '座机 021****5678', 'phone'],
  ['身份证11010519491231002X', '身份证110***********002X', 'idCard'],
  ['卡号 6222 0212 3456 7890 128', '卡号 6222 **** **** 0128', 'bankCard'],
  ['my card is 4111-1111-1111-1111.', 'my card is 4111 **** **** 1111.', 'bankCard'],
  ['write to ann.lee@example.com today', 'write to a***@example.com today', 'email'],
  ['车牌沪A·12345停在门口', '车牌沪A***5停在门口', 'plate'],
  ['新能源粤BD12345', '新能源粤B***5', 'plate'],
  ['这是机密文件', '这是**文件', 'word'],
  ['This is TOP SECRET.', 'This is **********.', 'word'],
  ['工单 zx-1234', '工单 ***', 'pattern'],
])('%s', (text, masked, kind) => {
  expect(screen(text)).toEqual({ state: 'masked', text: masked, kinds: [kind] });
});

test.each([
  '订单号 2026112300012345',
  '4111-1111-1111-1112',
  '身份证110105194912310021',
  '价格 12,800 元，共 3 件',
  '2026-11-23 10:00',
  'AB-12345678',
  '今天天气不错',
  '@ home',
])("%s is nobody's data", (text) => {
  expect(screen(text)).toEqual({ state: 'clean', text, kinds: [] });
});

test('a forbidden word stops the whole text', () => {
  expect(screen('怎么做炸弹 13812345678')).toEqual({ state: 'blocked', text: '', kinds: ['blocked'] });
});

test('several are masked together, and a masked text is clean', () => {
  const once = screen('我是13812345678，邮箱 ann@example.com');
  expect(once.text).toBe('我是138****5678，邮箱 a***@example.com');
  expect(screenText('138****5678', { ...rules, kinds: ['phone'] }).state).toBe('clean');
});

test('any text is screened without a fault, and a clean one comes back unchanged', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const screened = screen(text);
      if (screened.state === 'clean') expect(screened.text).toBe(text);
    }),
    { numRuns: 500 },
  );
});
