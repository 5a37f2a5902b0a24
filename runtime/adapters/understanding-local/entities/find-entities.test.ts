// Facts as customers write them.
import { describe, expect, it } from 'vitest';
import type { Entity } from '#nodes/kit/effects.ts';
import { findEntities } from './find-entities.ts';
import { termFinderOf } from './terms.ts';

// Sunday, 22 November 2026, ten in the morning in Shanghai.
const MOMENT = { now: Date.UTC(2026, 10, 22, 2), timeZone: 'Asia/Shanghai' };

describe('facts', () => {
  it.each([
    ['打我电话138 0013 8000', 'phone', '13800138000'],
    ['我的手机是+86-13912345678哦', 'phone', '13912345678'],
    ['座机010-62345678', 'phone', '010-62345678'.replace('-', '')],
    ['１３８００１３８０００', 'phone', '13800138000'],
    ['call +44 20 7946 0958 please', 'phone', '+442079460958'],
    ['my number is (415) 555-2671', 'phone', '4155552671'],
    ['邮箱是Zhang.San@Example.com。', 'email', 'zhang.san@example.com'],
    ['加我微信 lisi_2020', 'wechat', 'lisi_2020'],
    ['微信号是：wx-abc123', 'wechat', 'wx-abc123'],
    ['订单号 A20261122', 'order', 'A20261122'],
    ['my order number is tn-558812', 'order', 'TN-558812'],
    ['202611220001234567 怎么还没到', 'order', '202611220001234567'],
    ['扣了我1,299.00元', 'amount', '1299'],
    ['花了三百五十块钱', 'amount', '350'],
    ['预算1.2万元', 'amount', '12000'],
    ['¥88', 'amount', '88'],
    ['it cost $19.99', 'amount', '19.99'],
    ['20 dollars', 'amount', '20'],
    ['2026年12月1日发货', 'date', '2026-12-01'],
    ['2026-02-28', 'date', '2026-02-28'],
    ['明天能到吗', 'date', '2026-11-23'],
    ['大后天', 'date', '2026-11-25'],
    ['下周二送来', 'date', '2026-11-24'],
    ['周二送来', 'date', '2026-11-24'],
    ['3月5日之前', 'date', '2027-03-05'],
    ['十一月三十号', 'date', '2026-11-30'],
    ['三天后', 'date', '2026-11-25'],
    ['next Friday works', 'date', '2026-11-27'],
    ['on Monday', 'date', '2026-11-23'],
    ['the day after tomorrow', 'date', '2026-11-24'],
    ['December 24th', 'date', '2026-12-24'],
    ['24 Dec 2027', 'date', '2027-12-24'],
    ['下午三点方便', 'time', '15:00'],
    ['晚上8点半打给我', 'time', '20:30'],
    ['早上九点一刻', 'time', '09:15'],
    ['十点二十分', 'time', '10:20'],
    ['三点钟', 'time', '15:00'],
    ['18:45', 'time', '18:45'],
    ['at 3pm', 'time', '15:00'],
    ['half past seven', 'time', '07:30'],
    ["9 o'clock in the evening", 'time', '21:00'],
    ['我叫王小明', 'person', '王小明'],
    ['收件人：欧阳娜娜', 'person', '欧阳娜娜'],
    ['My name is John Smith.', 'person', 'John Smith'],
    ['寄到上海市浦东新区世纪大道88号', 'address', '上海市浦东新区世纪大道88号'],
    ['地址改成广州市天河区体育西路103号1202室', 'address', '广州市天河区体育西路103号1202室'],
    ['send it to 221 Baker Street', 'address', '221 Baker Street'],
  ] satisfies readonly (readonly [string, Entity['kind'], string])[])(
    'finds in "%s" the %s %s',
    (text, kind, value) => {
      const found = findEntities(text, MOMENT);
      expect(found).toHaveLength(1);
      expect(found[0]).toMatchObject({ kind, value });
      expect(text.slice(found[0]!.start, found[0]!.end)).toBe(found[0]!.text);
    },
  );

  it.each([
    '我们一块去吧',
    '13800138',
    '2026年13月1日',
    '他在第三块',
    'hello',
    'version 1.2.3',
    '不要3个',
    '快一点',
    '我有三点建议',
    '说两点意见',
    '我是会员',
    'I called you twice',
  ])('finds nothing in "%s"', (text) => {
    expect(findEntities(text, MOMENT)).toEqual([]);
  });

  it('leaves relative dates alone when it does not know today', () => {
    expect(findEntities('明天，或者2026-12-01')).toMatchObject([{ kind: 'date', value: '2026-12-01' }]);
  });

  it.each([
    ['明天下午三点', '2026-11-23', '15:00'],
    ['next Tuesday at 3pm', '2026-11-24', '15:00'],
    ['周五上午10点', '2026-11-27', '10:00'],
  ])('finds day and time of "%s"', (text, date, time) => {
    expect(findEntities(text, MOMENT)).toMatchObject([
      { kind: 'date', value: date },
      { kind: 'time', value: time },
    ]);
  });

  it("finds a flow's own words by their synonyms, in either script and case, Latin ones as whole words", () => {
    const finder = termFinderOf([
      {
        id: 'plan',
        entries: [
          { value: '尊享套餐', synonyms: ['尊享', 'premium plan'] },
          { value: 'Pro', synonyms: [] },
        ],
      },
    ]);
    const valuesOf = (text: string): unknown => findEntities(text, MOMENT, finder).map(({ value }) => value);
    expect(valuesOf('我要辦尊享套餐')).toEqual(['尊享套餐']);
    expect(valuesOf('尊享多少钱？')).toEqual(['尊享套餐']);
    expect(valuesOf('the Premium Plan or PRO?')).toEqual(['尊享套餐', 'Pro']);
    expect(valuesOf('a problem, professional')).toEqual([]);
    expect(findEntities('办pro', MOMENT, finder)).toMatchObject([{ kind: 'term', dictionary: 'plan', text: 'pro' }]);
  });

  it('finds several facts of one sentence in reading order', () => {
    const found = findEntities('订单TX123456扣了99元，请明天打13800138000，微信lisi_2020', MOMENT);
    expect(found.map(({ kind }) => kind)).toEqual(['order', 'amount', 'date', 'phone', 'wechat']);
  });
});
