// Answers as customers write them, in Chinese and English.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnswerSpec } from '#nodes/kit/answers.ts';
import type { Json, JsonObject } from '#nodes/kit/json.ts';
import { parseAnswer } from './parse-answer.ts';

/** Thursday, 5 March 2026, 16:40 in Shanghai. */
const NOW = 1_772_700_000_000;

function read(spec: AnswerSpec, text: string, locale = 'zh-CN') {
  return parseAnswer(spec, { type: 'message.received', at: NOW, messageId: 'm', text }, { now: NOW, locale });
}

function value(spec: AnswerSpec, text: string): Json | undefined {
  const answer = read(spec, text);
  return answer.ok ? answer.value : undefined;
}

function press(spec: AnswerSpec, choice: string) {
  return parseAnswer(spec, { type: 'choice.selected', at: NOW, messageId: 'm', choice }, { now: NOW, locale: 'en' });
}

function submit(spec: AnswerSpec, values: JsonObject, locale = 'en') {
  return parseAnswer(spec, { type: 'form.submitted', at: NOW, messageId: 'm', values }, { now: NOW, locale });
}

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
    expect(value({ kind: 'number' }, text)).toBe(expected);
  });

  it.each(['', '很多', '万一没有呢', '一般吧', 'a few', '2 or 3', '订单AB12', 'many', '😀', '--', '.'])(
    '%s is none, or more than one',
    (text) => {
      expect(read({ kind: 'number' }, text).ok).toBe(false);
    },
  );

  it('keeps to its bounds and says so in the language of the customer', () => {
    const spec: AnswerSpec = { kind: 'number', min: 1, max: 10, integer: true };
    expect(read(spec, '11', 'zh-CN')).toEqual({ ok: false, reason: '请输入不大于 10 的数字。' });
    expect(read(spec, '0', 'en')).toEqual({ ok: false, reason: 'Please enter a number of at least 1.' });
    expect(read(spec, '1.5', 'en')).toEqual({ ok: false, reason: 'Please enter a whole number.' });
    expect(read(spec, '两个', 'en')).toEqual({ ok: true, value: 2 });
  });
});

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
    ['today', '2026-03-05'],
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
    expect(value(spec, text)).toBe(expected);
  });

  it.each([
    '',
    '不知道',
    '2月30日',
    '13月1日',
    '2026-02-29',
    '3月5日到3月8日',
    '周五或者周六',
    '农历三月五日',
    'someday',
    '5号楼',
  ])('%s is none, or more than one', (text) => {
    expect(read(spec, text).ok).toBe(false);
  });

  it('takes the year that fits the bounds', () => {
    expect(value({ ...spec, latest: 'today' }, '12月24日')).toBe('2025-12-24');
    expect(value({ ...spec, earliest: 'today' }, '2月29日')).toBe('2028-02-29');
  });

  it('refuses a date outside the bounds and names the bound', () => {
    expect(read({ ...spec, earliest: '2026-03-06' }, '今天')).toEqual({
      ok: false,
      reason: '日期不能早于 2026-03-06。',
    });
    expect(read({ ...spec, latest: '+7' }, 'in 2 weeks', 'en')).toEqual({
      ok: false,
      reason: 'The date cannot be after 2026-03-12.',
    });
  });

  it('takes the day of the zone of the question', () => {
    expect(value({ kind: 'date', timeZone: 'Pacific/Kiritimati' }, '今天')).toBe('2026-03-05');
    expect(value({ kind: 'date', timeZone: 'Pacific/Auckland' }, '今天')).toBe('2026-03-05');
    const late = parseAnswer(
      { kind: 'date', timeZone: 'Asia/Shanghai' },
      { type: 'message.received', at: 0, messageId: 'm', text: 'today' },
      { now: NOW + 8 * 3_600_000, locale: 'en' },
    );
    expect(late).toEqual({ ok: true, value: '2026-03-06' });
  });
});

describe('a phone number', () => {
  it.each([
    ['13812345678', '13812345678'],
    ['138 1234 5678', '13812345678'],
    ['138-1234-5678', '13812345678'],
    ['+86 138 1234 5678', '13812345678'],
    ['+8613812345678', '13812345678'],
    ['8613812345678', '13812345678'],
    ['００８６１３８１２３４５６７８', '13812345678'],
    ['１３８１２３４５６７８', '13812345678'],
    ['我的电话是13812345678，谢谢', '13812345678'],
    ['手机:13812345678。', '13812345678'],
    ['010-62345678', '01062345678'],
    ['(021) 6234 5678', '02162345678'],
    ['0755-8234567', '07558234567'],
    ['400-820-8820', '4008208820'],
  ])('%s', (text, expected) => {
    expect(value({ kind: 'phone', region: 'CN' }, text)).toBe(expected);
  });

  it.each([
    '12812345678',
    '1381234567',
    '138123456789',
    '不方便',
    '订单202603051234567',
    'A13812345678',
    '+1 415 555 2671',
  ])('%s is no Chinese number', (text) => {
    expect(read({ kind: 'phone', region: 'CN' }, text).ok).toBe(false);
  });

  it.each([
    ['+1 (415) 555-2671', '+14155552671'],
    ['0044 20 7946 0958', '+442079460958'],
    ['call me at +49 30 901820', '+4930901820'],
    ['415-555-2671', '4155552671'],
    ['13812345678', '13812345678'],
  ])('%s anywhere', (text, expected) => {
    expect(value({ kind: 'phone', region: 'any' }, text)).toBe(expected);
  });
});

describe('an e-mail address', () => {
  it.each([
    ['Ann@Example.com', 'ann@example.com'],
    ['ann＠example．com', 'ann@example.com'],
    ['ann@example。com', 'ann@example.com'],
    ['my mail is ann.b+c@mail.example.co.uk.', 'ann.b+c@mail.example.co.uk'],
    ['邮箱：wang_fang@qq.com，谢谢', 'wang_fang@qq.com'],
    ['<ann@example.com>', 'ann@example.com'],
  ])('%s', (text, expected) => {
    expect(value({ kind: 'email' }, text)).toBe(expected);
  });

  it.each(['ann', 'ann@', '@example.com', 'ann@example', 'a..b@example.com', 'ann@-x.com', '没有邮箱'])(
    '%s is none',
    (text) => {
      expect(read({ kind: 'email' }, text).ok).toBe(false);
    },
  );
});

describe('an order number', () => {
  const spec: AnswerSpec = { kind: 'order', patterns: ['[A-Z]{2}\\d{8}', '\\d{12,16}'] };

  it.each([
    ['ab12345678', 'AB12345678'],
    ['我的订单号是AB12345678麻烦查一下', 'AB12345678'],
    ['AB 1234 5678', 'AB12345678'],
    ['ＡＢ１２３４５６７８', 'AB12345678'],
    ['202603051234', '202603051234'],
  ])('%s', (text, expected) => {
    expect(value(spec, text)).toBe(expected);
  });

  it.each(['AB123456789', '没有', '12345', 'XAB12345678'])('%s is none', (text) => {
    expect(read(spec, text).ok).toBe(false);
  });
});

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
    expect(value(spec, text)).toBe(expected);
  });

  it.each(['', '4', '0', '换货还是维修服务', '都不是', '随便', '天气怎么样', '不换货', 'what?', '😀'])(
    '%s is unclear',
    (text) => {
      expect(read(spec, text).ok).toBe(false);
    },
  );

  it('without `fuzzy` wants the name, a keyword or the place', () => {
    expect(read({ ...spec, fuzzy: false }, '维修服物').ok).toBe(false);
    expect(read({ ...spec, fuzzy: false }, '换货').ok).toBe(true);
  });

  it.each([
    ['1和3', ['refund', 'repair']],
    ['1 3', ['refund', 'repair']],
    ['换货、维修服务', ['exchange', 'repair']],
    ['repair and exchange', ['exchange', 'repair']],
    ['全部', ['refund', 'exchange', 'repair']],
    ['退钱', ['refund']],
  ])('several: %s', (text, expected) => {
    expect(value({ ...spec, multiple: true }, text)).toEqual(expected);
  });

  it('is also pressed', () => {
    expect(press(spec, 'exchange')).toEqual({ ok: true, value: 'exchange' });
    expect(press({ ...spec, multiple: true }, 'exchange')).toEqual({ ok: true, value: ['exchange'] });
    expect(press(spec, 'constructor').ok).toBe(false);
  });

  it('prefers a label that is a number to a place', () => {
    const sizes: AnswerSpec = { ...spec, options: ['3', '2', '1'].map((label) => ({ id: `size-${label}`, label })) };
    expect(value(sizes, '3')).toBe('size-3');
  });
});

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
    expect(value({ kind: 'confirm' }, text)).toBe(true);
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
    expect(value({ kind: 'confirm' }, text)).toBe(false);
  });

  it.each(['不知道', '可以吗', '什么意思', '也许', '对不起', 'maybe', 'not sure', 'why?', '今天天气', '', '😀', '…'])(
    '%s is neither',
    (text) => {
      expect(read({ kind: 'confirm' }, text).ok).toBe(false);
    },
  );

  it('is also pressed', () => {
    expect(press({ kind: 'confirm' }, 'yes')).toEqual({ ok: true, value: true });
    expect(press({ kind: 'confirm' }, 'no')).toEqual({ ok: true, value: false });
    expect(press({ kind: 'confirm' }, 'other').ok).toBe(false);
  });
});

describe('a rating', () => {
  it.each([
    ['5', 5],
    ['4分', 4],
    ['三星', 3],
    ['五星好评', 5],
    ['⭐⭐⭐⭐', 4],
    ['★★', 2],
    ['4/5', 4],
    ['非常满意', 5],
    ['满意', 4],
    ['一般', 3],
    ['不满意', 2],
    ['太差了', 1],
    ['very good', 5],
    ['good', 4],
    ['okay', 3],
    ['terrible', 1],
    ['four stars', 4],
  ])('%s', (text, expected) => {
    expect(value({ kind: 'rating', max: 5 }, text)).toBe(expected);
  });

  it.each(['0', '6', '3.5', '⭐⭐⭐⭐⭐⭐', '3 or 4', '你好', ''])('%s is none', (text) => {
    expect(read({ kind: 'rating', max: 5 }, text).ok).toBe(false);
  });

  it('is also pressed', () => {
    expect(press({ kind: 'rating', max: 5 }, '4')).toEqual({ ok: true, value: 4 });
  });
});

describe('a text', () => {
  it('is kept as written, trimmed', () => {
    expect(value({ kind: 'text' }, '  你好，世界！ ')).toBe('你好，世界！');
  });

  it('is measured in characters, not in halves of them', () => {
    expect(read({ kind: 'text', maxLength: 2 }, '😀😀').ok).toBe(true);
    expect(read({ kind: 'text', minLength: 3 }, '😀😀', 'en')).toEqual({
      ok: false,
      reason: 'Please write at least 3 characters.',
    });
  });

  it('must fit its pattern as a whole; full-width letters may be typed', () => {
    const spec: AnswerSpec = { kind: 'text', pattern: '[A-Z]\\d{3}|none' };
    expect(value(spec, 'A123')).toBe('A123');
    expect(value(spec, 'Ａ１２３')).toBe('A123');
    expect(value(spec, 'none')).toBe('none');
    expect(read(spec, 'A1234').ok).toBe(false);
  });
});

describe('a form', () => {
  const spec: AnswerSpec = {
    kind: 'form',
    formId: 'f',
    consentRequired: true,
    fields: [
      { name: 'name', label: 'Name', kind: 'text', required: true },
      { name: 'phone', label: 'Phone', kind: 'phone', required: true },
      { name: 'email', label: 'E-mail', kind: 'email', required: false },
      { name: 'wechat', label: 'WeChat', kind: 'wechat', required: false },
      { name: 'size', label: 'Size', kind: 'select', required: false, options: [{ id: 's', label: 'Small' }] },
      { name: 'when', label: 'When', kind: 'date', required: false },
      { name: 'people', label: 'People', kind: 'number', required: false },
      { name: 'news', label: 'News', kind: 'checkbox', required: false },
    ],
  };

  it('keeps the declared fields in their plain form', () => {
    const values = {
      name: ' 王芳 ',
      phone: '+86 138-1234-5678',
      email: 'A@B.CN',
      size: 'Small',
      when: '2026-05-01',
      people: '4',
      news: true,
      admin: true,
      consent: true,
    };
    expect(submit(spec, values)).toEqual({
      ok: true,
      value: {
        name: '王芳',
        phone: '13812345678',
        email: 'a@b.cn',
        size: 's',
        when: '2026-05-01',
        people: 4,
        news: true,
        consent: true,
      },
    });
  });

  it('names every wrong field in the language of the customer', () => {
    const answer = submit(spec, { name: ' ', phone: '123', wechat: '!!', size: 'x', people: {} }, 'zh-CN');
    expect(answer.ok).toBe(false);
    expect(answer).toMatchObject({
      problems: {
        name: '请填写此项。',
        phone: '请输入正确的电话号码。',
        wechat: '微信号格式不对。',
        size: '请从列表中选择。',
        people: '内容格式不对。',
        consent: '请先勾选同意。',
      },
    });
  });

  it('is not filled in by writing', () => {
    expect(read(spec, '王芳 13812345678', 'en')).toEqual({ ok: false, reason: 'Please fill in the form above.' });
  });

  it('never reads inherited members of the values', () => {
    const odd: AnswerSpec = {
      kind: 'form',
      formId: 'f',
      consentRequired: false,
      fields: ['constructor', '__proto__', 'toString'].map((name) => ({
        name,
        label: name,
        kind: 'text',
        required: false,
      })),
    };
    expect(submit(odd, {})).toEqual({ ok: true, value: { consent: false } });
    expect(submit(odd, JSON.parse('{"constructor":"x","__proto__":"y"}') as JsonObject)).toEqual({
      ok: true,
      value: { constructor: 'x', consent: false },
    });
  });
});

const SPECS: readonly AnswerSpec[] = [
  { kind: 'text', pattern: '(a+)+$' },
  { kind: 'number' },
  { kind: 'date', timeZone: 'Asia/Shanghai' },
  { kind: 'phone', region: 'any' },
  { kind: 'email' },
  { kind: 'order', patterns: ['(\\d+)+x', '[A-Z]+\\d*'] },
  {
    kind: 'choice',
    options: [
      { id: 'a', label: '选项' },
      { id: 'b', label: '' },
    ],
    multiple: true,
    fuzzy: true,
  },
  { kind: 'confirm' },
  { kind: 'rating', max: 5 },
];

describe('every reader', () => {
  it('takes any text without throwing, and gives a reason when it refuses', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.constantFrom('zh-CN', 'en'), (text, locale) => {
        for (const spec of SPECS) {
          const answer = read(spec, text, locale);
          if (!answer.ok) expect(answer.reason).not.toBe('');
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['spaces', ' '],
    ['stops', '。'],
    ['digits', '1'],
    ['ats', '@'],
    ['dots', 'a.'],
    ['emoji', '😀'],
    ['lone surrogates', '\ud83d'],
    ['Chinese digits', '一'],
    ['English numbers', 'one '],
    ['digit groups', ',111'],
    ['words', 'aa'],
    ['stars', '⭐'],
    ['dashes', '1-'],
    ['noes', '不'],
  ])('takes 20,000 characters of %s', (_, unit) => {
    const text = unit.repeat(Math.ceil(20_000 / unit.length));
    for (const spec of SPECS) for (const end of ['', 'x', '!']) expect(read(spec, text + end)).toHaveProperty('ok');
  });
});
