// Dates as customers write them.
import { describe, expect, it } from 'vitest';
import type { AnswerSpec } from '#nodes/kit/answers.ts';
import { THURSDAY, valueOf, write } from '#nodes/testkit/answering.ts';
import { parseAnswer } from './parse-answer.ts';

describe('a date', () => {
  const spec: AnswerSpec = { kind: 'date', timeZone: 'Asia/Shanghai' };

  it.each([
    ['今天', '2026-03-05'],
    ['明天下午三点', '2026-03-06'],
    ['后天', '2026-03-07'],
    ['大后天', '2026-03-08'],
    ['昨天', '2026-03-04'],
    ['大前天', '2026-03-02'],
    ['下周二', '2026-03-10'],
    ['下下周一', '2026-03-16'],
    ['本周五', '2026-03-06'],
    ['这周日', '2026-03-08'],
    ['周四', '2026-03-05'],
    ['星期三', '2026-03-11'],
    ['礼拜天', '2026-03-08'],
    ['周末', '2026-03-07'],
    ['下周末', '2026-03-14'],
    ['3天后', '2026-03-08'],
    ['两周后', '2026-03-19'],
    ['一个月后', '2026-04-05'],
    ['过十天', '2026-03-15'],
    ['3月5日', '2026-03-05'],
    ['3月4号', '2027-03-04'],
    ['十二月二十四日', '2026-12-24'],
    ['2026年3月15日', '2026-03-15'],
    ['26年3月15日', '2026-03-15'],
    ['二〇二六年五月一日', '2026-05-01'],
    ['2026-03-05', '2026-03-05'],
    ['2026/3/9', '2026-03-09'],
    ['20260401', '2026-04-01'],
    ['明年1月2日', '2027-01-02'],
    ['二十号', '2026-03-20'],
    ['3号', '2026-04-03'],
    ['下个月5号', '2026-04-05'],
    ['月底', '2026-03-31'],
    ['国庆', '2026-10-01'],
    ['３／２０', '2026-03-20'],
    ['24/12', '2026-12-24'],
    ['我想约下周三上午可以吗', '2026-03-11'],
    ['2026年3月10日 星期二', '2026-03-10'],
    ['明天十一点', '2026-03-06'],
    ['明天下午3.30', '2026-03-06'],
    ['90年5月1日', '1990-05-01'],
    ['5.1', '2026-05-01'],
    ['五一', '2026-05-01'],
    ['today', '2026-03-05'],
    ['May the 6th', '2026-05-06'],
    ['the 5th of next month', '2026-04-05'],
    ['next week on Tuesday', '2026-03-10'],
    ['24.12.2026', '2026-12-24'],
    ['Tomorrow', '2026-03-06'],
    ['the day after tomorrow', '2026-03-07'],
    ['next Friday', '2026-03-13'],
    ['this Friday', '2026-03-06'],
    ['on Monday', '2026-03-09'],
    ['in 3 days', '2026-03-08'],
    ['in two weeks', '2026-03-19'],
    ['a week from now', '2026-03-12'],
    ['Dec 24', '2026-12-24'],
    ['24th of December, 2027', '2027-12-24'],
    ['March 5th 2027', '2027-03-05'],
    ['the 20th', '2026-03-20'],
    ['12/24/2026', '2026-12-24'],
    ['Christmas', '2026-12-25'],
    ['this weekend', '2026-03-07'],
  ])('%s', (text, expected) => {
    expect(valueOf(spec, text)).toBe(expected);
  });

  it.each([
    '',
    '不知道',
    '我现在还不确定',
    '3-5个人',
    '2月30日',
    '13月1日',
    '2026-02-29',
    '3月5日到3月8日',
    '周五或者周六',
    '农历三月五日',
    'someday',
    '5号楼',
  ])('%s is none, or more than one', (text) => {
    expect(write(spec, text).ok).toBe(false);
  });

  it('takes the year that fits the bounds', () => {
    expect(valueOf({ ...spec, latest: 'today' }, '12月24日')).toBe('2025-12-24');
    expect(valueOf({ ...spec, earliest: 'today' }, '2月29日')).toBe('2028-02-29');
  });

  it('refuses a date outside the bounds and names the bound', () => {
    expect(write({ ...spec, earliest: '2026-03-06' }, '今天')).toEqual({
      ok: false,
      reason: '日期不能早于 2026-03-06。',
    });
    expect(write({ ...spec, latest: '+7' }, 'in 2 weeks', 'en')).toEqual({
      ok: false,
      reason: 'The date cannot be after 2026-03-12.',
    });
  });

  it('takes the day of the zone of the question', () => {
    expect(valueOf({ kind: 'date', timeZone: 'Pacific/Kiritimati' }, '今天')).toBe('2026-03-05');
    expect(valueOf({ kind: 'date', timeZone: 'Pacific/Auckland' }, '今天')).toBe('2026-03-05');
    const late = parseAnswer(
      { kind: 'date', timeZone: 'Asia/Shanghai' },
      { type: 'message.received', at: 0, messageId: 'm', text: 'today' },
      { now: THURSDAY + 8 * 3_600_000, locale: 'en' },
    );
    expect(late).toEqual({ ok: true, value: '2026-03-06' });
  });
});
