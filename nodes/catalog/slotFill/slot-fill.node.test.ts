// Slot fill, as customers talk: several values in a sentence, only what is missing asked, corrections, doubts, giving up.
import { expect, test, describe } from 'vitest';
import { drawAlone, talk, type Talk } from '#nodes/testkit/talk.ts';

const slot = (name: string, kind: string, zh: string, en: string, more: Readonly<Record<string, unknown>> = {}) => ({
  name,
  kind,
  label: { 'zh-CN': zh, en },
  prompt: { 'zh-CN': `${zh}？`, en: `${en}?` },
  need: 'required',
  ...more,
});

const TABLE = [
  slot('date', 'date', '日期', 'date', { min: 'today' }),
  slot('time', 'time', '时间', 'time'),
  slot('people', 'number', '人数', 'party size', {
    words: ['人', '位', '大人', 'people', 'guests', 'persons'],
    min: '1',
    max: '20',
  }),
  slot('name', 'name', '姓名', 'name'),
  slot('phone', 'phone', '电话', 'phone', { words: ['手机', '号码', 'number'] }),
];

const flow = (slots: readonly object[], more: Readonly<Record<string, unknown>> = {}) =>
  drawAlone('slotFill', { slots, variable: 'booking', ...more });

/** A conversation whose first words lead to the slots. */
function opening(words: string, locale: string, slots: readonly object[] = TABLE, more = {}): Talk {
  return talk(drawAlone('slotFill', { slots, variable: 'booking', ...more }, { hearing: true }), { locale }).says(
    words,
  );
}

const zh = (slots: readonly object[] = TABLE, more = {}) => talk(flow(slots, more));
const en = (slots: readonly object[] = TABLE, more = {}) => talk(flow(slots, more), { locale: 'en' });

// The test clock stands on Monday, 23 November 2026, 10:00 in Shanghai.

describe('one thing after the other', () => {
  test('in Chinese', () => {
    const conversation = zh();
    expect(conversation.texts).toEqual(['日期？']);
    expect(conversation.says('明天').texts).toEqual(['时间？']);
    expect(conversation.says('晚上七点半').texts).toEqual(['人数？']);
    expect(conversation.says('四个').texts).toEqual(['姓名？']);
    expect(conversation.says('我叫王芳').texts).toEqual(['电话？']);
    expect(conversation.says('13800138000').texts).toEqual(['→complete']);
    expect(conversation.vars['booking']).toEqual({
      date: '2026-11-24',
      time: '19:30',
      people: 4,
      name: '王芳',
      phone: '13800138000',
    });
  });

  test('in English', () => {
    const conversation = en();
    expect(conversation.texts).toEqual(['date?']);
    expect(conversation.says('next Friday please').texts).toEqual(['time?']);
    expect(conversation.says('half past seven in the evening').texts).toEqual(['party size?']);
    expect(conversation.says('four').texts).toEqual(['name?']);
    expect(conversation.says("I'm Ann Lee").texts).toEqual(['phone?']);
    expect(conversation.says('it is 138 0013 8000').texts).toEqual(['→complete']);
    expect(conversation.vars['booking']).toEqual({
      date: '2026-12-04',
      time: '19:30',
      people: 4,
      name: 'Ann Lee',
      phone: '13800138000',
    });
  });
});

describe('several values in one sentence', () => {
  test.each([
    ['帮我订明天晚上七点，四位', { date: '2026-11-24', time: '19:00', people: 4 }, '姓名？'],
    ['明晚七点半4个人', { date: '2026-11-24', time: '19:30', people: 4 }, '姓名？'],
    ['两位，后天中午12点', { date: '2026-11-25', time: '12:00', people: 2 }, '姓名？'],
    ['周五我们六个人过来', { date: '2026-11-27', people: 6 }, '时间？'],
    ['我叫王芳，电话13800138000', { name: '王芳', phone: '13800138000' }, '日期？'],
    ['你好，想订个位子', {}, '日期？'],
    [
      '我姓李，12月3日下午6点，3位，手机139 0000 1111',
      { date: '2026-12-03', time: '18:00', people: 3, name: '李', phone: '13900001111' },
      '→complete',
    ],
  ])('%s', (words, values, next) => {
    const conversation = opening(words, 'zh-CN');
    expect(conversation.vars['booking']).toEqual(values);
    expect(conversation.texts).toEqual([next]);
  });

  test.each([
    ['a table for four tomorrow at 7pm', { date: '2026-11-24', time: '19:00', people: 4 }, 'name?'],
    ['tomorrow at half past six, 2 people', { date: '2026-11-24', time: '06:30', people: 2 }, 'name?'],
    ['December 24, 8 pm, party of 6 people please', { date: '2026-12-24', time: '20:00', people: 6 }, 'name?'],
    ['my name is Ann Lee and my number is 13800138000', { name: 'Ann Lee', phone: '13800138000' }, 'date?'],
    ['I would like to book a table', {}, 'date?'],
  ])('%s', (words, values, next) => {
    const conversation = opening(words, 'en');
    expect(conversation.vars['booking']).toEqual(values);
    expect(conversation.texts).toEqual([next]);
  });

  test('also while one thing is asked for', () => {
    const conversation = zh().says('明天晚上八点，三个人');
    expect(conversation.texts).toEqual(['姓名？']);
    expect(conversation.says('王芳，13800138000').texts).toEqual(['→complete']);
    expect(conversation.vars['booking']).toMatchObject({ name: '王芳', phone: '13800138000' });
  });

  test('a value beside the answer of another kind is kept for later', () => {
    const conversation = en().says('my phone is 13800138000');
    expect(conversation.texts).toEqual(['date?']);
    expect(conversation.vars['booking']).toEqual({ phone: '13800138000' });
  });
});

describe('corrections', () => {
  test.each([
    ['不对，改成周二', { date: '2026-11-24' }, '好的，日期改为 2026-11-24。'],
    ['我说错了，是后天', { date: '2026-11-25' }, '好的，日期改为 2026-11-25。'],
    ['日期改到下周三', { date: '2026-12-02' }, '好的，日期改为 2026-12-02。'],
    ['不是周五，是周六', { date: '2026-11-28' }, '好的，日期改为 2026-11-28。'],
    ['时间改为晚上8点', { time: '20:00' }, '好的，时间改为 20:00。'],
    ['换成6位吧', { people: 6 }, '好的，人数改为 6。'],
    ['人数说错了，应该是五个', { people: 5 }, '好的，人数改为 5。'],
  ])('of an earlier answer, in Chinese: %s', (words, values, confirmation) => {
    const conversation = zh().says('周五晚上七点，四位').says(words);
    expect(conversation.texts).toEqual([confirmation, '姓名？']);
    expect(conversation.vars['booking']).toMatchObject(values);
  });

  test.each([
    ['no, I meant Tuesday', { date: '2026-11-24' }, 'OK, date is now 2026-11-24.'],
    ['actually make it Saturday', { date: '2026-11-28' }, 'OK, date is now 2026-11-28.'],
    ['not Friday, Thursday', { date: '2026-11-26' }, 'OK, date is now 2026-11-26.'],
    ['Wednesday instead of Friday', { date: '2026-11-25' }, 'OK, date is now 2026-11-25.'],
    ['sorry, 8 pm', { time: '20:00' }, 'OK, time is now 20:00.'],
    ['make it 6 people', { people: 6 }, 'OK, party size is now 6.'],
  ])('of an earlier answer, in English: %s', (words, values, confirmation) => {
    const conversation = en().says('Friday 7pm, 4 people').says(words);
    expect(conversation.texts).toEqual([confirmation, 'name?']);
    expect(conversation.vars['booking']).toMatchObject(values);
  });

  test('of the phone, with its label first', () => {
    const order = [slot('phone', 'phone', '电话', 'phone'), slot('address', 'text', '地址', 'address')];
    const conversation = zh(order).says('13800138000').says('电话打错了, 是 139 0000 1111');
    expect(conversation.texts).toEqual(['好的，电话改为 13900001111。', '地址？']);
    expect(conversation.says('浦东新区世纪大道1号').texts).toEqual(['→complete']);
    expect(conversation.vars['booking']).toEqual({ phone: '13900001111', address: '浦东新区世纪大道1号' });
  });

  test.each([
    ['周一，不对，周二', '2026-11-24'],
    ['明天，哦不，后天', '2026-11-25'],
    ['12月3号改成12月5号', '2026-12-05'],
    ['Monday, no wait, Tuesday', '2026-11-24'],
    ['tomorrow, I mean the day after tomorrow', '2026-11-25'],
    ['on the 3rd, sorry, the 5th', '2026-12-05'],
    ['not tomorrow but Thursday', '2026-11-26'],
  ])('in the same sentence: %s', (words, date) => {
    const conversation = zh([slot('date', 'date', '日期', 'date')]).says(words);
    expect(conversation.vars['booking']).toEqual({ date });
    expect(conversation.texts).toEqual(['→complete']);
  });

  test('of a name, without saying its label', () => {
    const conversation = zh([slot('name', 'name', '姓名', 'name'), slot('phone', 'phone', '电话', 'phone')]);
    conversation.says('王方').says('不对，是王芳');
    expect(conversation.texts).toEqual(['好的，姓名改为 王芳。', '电话？']);
  });

  test('of a name behind what leads it in, while something else is asked for', () => {
    const conversation = en([slot('name', 'name', 'X', 'name'), slot('phone', 'phone', 'X', 'phone')]);
    conversation.says('Bob').says('sorry, my name is Rob');
    expect(conversation.texts).toEqual(['OK, name is now Rob.', 'phone?']);
  });

  test('that only say what was wrong ask for it again', () => {
    const conversation = zh().says('周五晚上七点，四位').says('日期不对');
    expect(conversation.texts).toEqual(['日期？']);
    expect(conversation.says('周六').texts).toEqual(['姓名？']);
    expect(conversation.vars['booking']).toEqual({ date: '2026-11-28', time: '19:00', people: 4 });
  });

  test('together with the answer to the open question', () => {
    const conversation = zh().says('周五晚上七点，四位').says('王芳').says('13800138000，日期改成周六');
    expect(conversation.texts).toEqual(['好的，日期改为 2026-11-28。', '→complete']);
    expect(conversation.vars['booking']).toMatchObject({ date: '2026-11-28', phone: '13800138000' });
  });

  test('two at once are both confirmed', () => {
    const conversation = zh().says('周五晚上七点，四位').says('改成周六晚上8点');
    expect(conversation.texts).toEqual(['好的，日期改为 2026-11-28，时间改为 20:00。', '姓名？']);
  });

  test('the same value said again is no correction', () => {
    expect(zh().says('周五晚上七点，四位').says('是周五，我叫王芳').texts).toEqual(['电话？']);
  });
});

describe('two slots of one kind', () => {
  const STAY = [
    slot('arrival', 'date', '入住', 'check-in', { words: ['到店', 'from', 'arrive'] }),
    slot('departure', 'date', '退房', 'check-out', { words: ['离店', 'to', 'until', 'leave'] }),
    slot('adults', 'number', '大人', 'adults'),
    slot('children', 'number', '小孩', 'children', { need: 'silent', words: ['孩子', 'kids'] }),
  ];

  test.each([
    ['zh-CN', '12月3日入住，12月5日退房', { arrival: '2026-12-03', departure: '2026-12-05' }],
    ['zh-CN', '退房12月5日，入住12月3日', { arrival: '2026-12-03', departure: '2026-12-05' }],
    ['zh-CN', '12月3号到12月5号', { arrival: '2026-12-03', departure: '2026-12-05' }],
    ['zh-CN', '2个大人1个小孩', { adults: 2, children: 1 }],
    ['zh-CN', '大人2位，小孩1个', { adults: 2, children: 1 }],
    ['en', 'from December 3 to December 5', { arrival: '2026-12-03', departure: '2026-12-05' }],
    ['en', 'check-out December 5, check-in December 3', { arrival: '2026-12-03', departure: '2026-12-05' }],
    ['en', '2 adults and 3 kids', { adults: 2, children: 3 }],
  ])('%s: %s', (locale, words, values) => {
    expect(opening(words, locale, STAY).vars['booking']).toEqual(values);
  });

  test('a lone date answers the open question; a correction goes to the one before', () => {
    const conversation = zh(STAY).says('12月3日');
    expect(conversation.texts).toEqual(['退房？']);
    expect(conversation.says('不对，12月4日').texts).toEqual(['好的，入住改为 2026-12-04。', '退房？']);
    expect(conversation.says('12月6日').texts).toEqual(['大人？']);
    expect(conversation.vars['booking']).toEqual({ arrival: '2026-12-04', departure: '2026-12-06' });
  });
});

describe('options and yes or no', () => {
  const PIZZA = [
    slot('size', 'choice', '大小', 'size', {
      options: [
        { id: 's', label: { 'zh-CN': '小份', en: 'small' } },
        { id: 'm', label: { 'zh-CN': '中份', en: 'medium' }, keywords: ['中的'] },
        { id: 'l', label: { 'zh-CN': '大份', en: 'large' }, keywords: ['big one'] },
      ],
    }),
    slot('count', 'number', '数量', 'quantity', { words: ['个', '份', 'pizzas'] }),
    slot('cutlery', 'confirm', '餐具', 'cutlery'),
  ];

  test('by button, by place, by word; a button of an earlier question corrects it', () => {
    const conversation = zh(PIZZA);
    expect(conversation.said).toMatchObject([{ kind: 'choices', choices: [{ id: 's', label: '小份' }, {}, {}] }]);
    expect(conversation.chooses('m').texts).toEqual(['数量？']);
    expect(conversation.chooses('l').texts).toEqual(['好的，大小改为 大份。', '数量？']);
    expect(conversation.says('两个').texts).toEqual(['餐具？']);
    expect(conversation.says('不用了').texts).toEqual(['→complete']);
    expect(conversation.vars['booking']).toEqual({ size: 'l', count: 2, cutlery: false });
  });

  test.each([
    ['zh-CN', '来两个大份', { size: 'l', count: 2 }],
    ['zh-CN', '不要大份，要中份', { size: 'm' }],
    ['zh-CN', '大份，不对，小份', { size: 's' }],
    ['en', '3 large pizzas', { size: 'l', count: 3 }],
    ['en', 'the big one', { size: 'l' }],
    ['en', 'a large, actually a small', { size: 's' }],
    ['en', '2', { size: 'm' }],
  ])('%s: %s', (locale, words, values) => {
    expect(talk(flow(PIZZA), { locale }).says(words).vars['booking']).toEqual(values);
  });

  test('an option named in passing is not a correction', () => {
    const conversation = zh(PIZZA).says('中份').says('三个，大份是不是更贵');
    expect(conversation.vars['booking']).toMatchObject({ size: 'm', count: 3 });
  });
});

describe('what cannot be taken', () => {
  test('an ambiguous value is asked about with both readings', () => {
    const conversation = zh().says('周一或者周二，晚上七点');
    expect(conversation.texts).toEqual(['日期是2026-11-23还是2026-11-24？请只告诉我一个。', '日期？']);
    expect(conversation.vars['booking']).toEqual({ time: '19:00' });
    expect(en().says('Tuesday or Wednesday').texts).toEqual([
      'date: 2026-11-24 or 2026-11-25? Please give me just one.',
    ]);
  });

  test('a value outside its bounds is refused with the reason', () => {
    expect(zh().says('2026-01-01').texts).toEqual(['日期不能早于 2026-11-23。']);
    expect(en().says('tomorrow at 7pm, 50 people').texts).toEqual([
      'Please enter a number of at most 20.',
      'party size?',
    ]);
  });

  test("a rule of the operator holds, in the operator's words", () => {
    const even = [
      slot('n', 'number', '数量', 'count', {
        check: 'value % 2 == 0',
        retry: { 'zh-CN': '要双数。', en: 'Even only.' },
      }),
    ];
    const conversation = zh(even).says('3');
    expect(conversation.texts).toEqual(['要双数。']);
    expect(conversation.says('4').texts).toEqual(['→complete']);
  });

  test('tried often enough it leaves by missing', () => {
    const conversation = zh(TABLE, { maxTries: 2 }).says('随便');
    expect(conversation.texts).toEqual(['请告诉我日期，例如“明天”或“3月5日”。']);
    expect(conversation.says('随便').texts).toEqual(['→missing']);
  });

  test('something else that was heard does not count as a failed try', () => {
    const conversation = zh(TABLE, { maxTries: 2 }).says('四位').says('晚上七点').says('我叫王芳');
    expect(conversation.texts).toEqual(['日期？']);
  });
});

describe('giving up, skipping, silence', () => {
  test.each([
    '算了',
    '算了吧，我不订了',
    '不用了',
    '那就取消吧',
    '唉，不想订了',
    '下次再说',
    'never mind',
    'Forget it.',
    'cancel',
    "I don't want this anymore",
    'no longer interested',
  ])('%s leaves by abandoned', (words) => {
    expect(zh().says(words).texts).toEqual(['→abandoned']);
  });

  test('also while free text is asked for', () => {
    expect(en([slot('why', 'text', 'X', 'reason')]).says('never mind').texts).toEqual(['→abandoned']);
  });

  test.each(['算了，改成周六', '算了还是周六吧'])('%s is a change of mind, not the end', (words) => {
    const conversation = zh().says('周五晚上七点，四位').says(words);
    expect(conversation.vars['booking']).toMatchObject({ date: '2026-11-28' });
    expect(conversation.texts.at(-1)).toBe('姓名？');
  });

  test('an optional slot is asked once and may be skipped', () => {
    const slots = [slot('note', 'text', '备注', 'note', { need: 'optional' }), slot('phone', 'phone', '电话', 'phone')];
    const conversation = zh(slots).says('跳过');
    expect(conversation.texts).toEqual(['电话？']);
    expect(conversation.says('13800138000').vars['booking']).toEqual({ note: null, phone: '13800138000' });
    expect(conversation.texts).toEqual(['→complete']);
  });

  test('an optional slot that is not understood is left out in the end', () => {
    const slots = [slot('mail', 'email', '邮箱', 'e-mail', { need: 'optional' })];
    const conversation = zh(slots, { maxTries: 2 }).says('嗯').says('嗯嗯');
    expect(conversation.texts).toEqual(['→complete']);
    expect(conversation.vars['booking']).toEqual({ mail: null });
  });

  test('silence is reminded of, then leaves by noReply', () => {
    const noReply = { enabled: true, afterMs: 60_000, reminders: [{ afterMs: 30_000, text: '还在吗？' }] };
    expect(zh(TABLE, { noReply }).passes(90_000).texts).toEqual(['还在吗？', '→noReply']);
  });
});

test('what is known already is not asked for', () => {
  const slots = [
    slot('phone', 'phone', '电话', 'phone', { prefill: 'customer.phone' }),
    slot('date', 'date', '日期', 'date'),
  ];
  expect(talk(flow(slots), { customer: { phone: '13800138000' } }).texts).toEqual(['日期？']);
  expect(talk(flow(slots)).texts).toEqual(['电话？']);
});

test('any text is read in time and without a fault', () => {
  for (const words of [
    '',
    '😀'.repeat(3000),
    '不对'.repeat(2000),
    '1 '.repeat(5000),
    'no, '.repeat(3000),
    '\ud800改成',
    '周一'.repeat(2000),
  ]) {
    expect(zh().says(words).last.outcome, words.slice(0, 10)).toBe('waiting');
  }
});
