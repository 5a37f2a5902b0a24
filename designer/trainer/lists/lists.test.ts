// Lists of other products are read for what they teach, and meet the flow without anything lost or doubled.
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { FlowIntent } from '#nodes/flow/document.ts';
import { applyPlan, planImport } from './plan-import.ts';
import { readListFile, readListText } from './read-list.ts';
import { mergeLists, type TaughtList } from './taught-list.ts';

const REFUND = { name: 'refund', examples: ['I want my money back', 'refund, please'] };

function intentsOf(list: TaughtList | string): TaughtList['intents'] | string {
  return typeof list === 'string' ? list : list.intents;
}

describe('reading a list', () => {
  it.each([
    ['a table with titles', 'text,intent\nI want my money back,refund\n"refund, please",refund\n'],
    ['a table with the columns the other way round', 'refund\tI want my money back\nrefund\trefund, please\n'],
    [
      "Rasa's YAML",
      'version: "3.1"\nnlu:\n- intent: refund\n  examples: |\n    - I want my [money](thing) back\n    - refund, please\n- synonym: cash\n  examples: |\n    - coins\n',
    ],
    [
      "Rasa's Markdown",
      '## intent:refund\n- I want my [money](thing) back\n- refund, please\n\n## synonym:cash\n- coins\n',
    ],
    ['a plain list', '# refund\n- I want my money back\n2. refund, please\n'],
    ['an object of lists', JSON.stringify({ refund: REFUND.examples })],
    ["Botpress' intents", JSON.stringify([{ name: 'refund', utterances: { en: REFUND.examples } }])],
    [
      "Dialogflow's phrases",
      JSON.stringify({
        displayName: 'refund',
        trainingPhrases: [
          { parts: [{ text: 'I want my ' }, { text: 'money', parameterId: 'x' }, { text: ' back' }] },
          { parts: [{ text: 'refund, please' }] },
        ],
      }),
    ],
  ])('understands %s', (_, text) => {
    expect(intentsOf(readListText(text))).toEqual([REFUND]);
  });

  it('finds the sentences of a Dialogflow archive', async () => {
    const said = JSON.stringify(REFUND.examples.map((text) => ({ data: [{ text }] })));
    const list = await readListFile(
      'agent.zip',
      zipOf([
        ['agent.json', '{"language":"en"}'],
        ['intents/refund.json', '{"name":"refund","responses":[]}'],
        ['intents/refund_usersays_en.json', said],
      ]),
    );
    expect(list).toMatchObject({ format: 'dialogflow', intents: [REFUND] });
  });

  it('keeps what means nothing apart', () => {
    expect(readListText('intent,text\noos,what is the weather\nrefund,money back')).toMatchObject({
      outOfScope: ['what is the weather'],
      intents: [{ name: 'refund' }],
    });
  });

  it('reads tables of Chinese spreadsheets that are no UTF-8', async () => {
    // "意图,例句" and "退款,我要退款" in GB18030.
    const bytes = Uint8Array.from(Buffer.from('d2e2cdbc2cc0fdbee40acdcbbfee2cced2d2aacdcbbfee0a', 'hex'));
    expect(await readListFile('语料.csv', bytes)).toMatchObject({
      intents: [{ name: '退款', examples: ['我要退款'] }],
    });
  });

  it.each([
    ['', 'empty'],
    ['{"half', 'json'],
    ['just one line of words', 'unknown'],
    ['{"a": 1}', 'noIntents'],
  ])('says what is wrong with %j', (text, problem) => {
    expect(readListText(text)).toBe(problem);
  });

  it('keeps commas, quotes and line ends inside quoted cells, whatever ends the lines', () => {
    expect(intentsOf(readListText('text,intent\r\n"say ""refund"", please",refund\r\n"two\nlines",refund'))).toEqual([
      { name: 'refund', examples: ['say "refund", please', 'two lines'] },
    ]);
  });

  it('counts sentences that were too long and were cut', () => {
    const list = readListText(`intent,text\nrefund,${'long '.repeat(4000)}\nrefund,short`);
    expect(list).toMatchObject({ shortened: 1 });
  });

  it('says of a spreadsheet and of a picture what they are, instead of reading noise', async () => {
    const workbook = zipOf([['xl/workbook.xml', '<workbook/>']]);
    expect(await readListFile('sentences.xlsx', workbook)).toBe('spreadsheet');
    expect(await readListFile('old.xls', Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0]))).toBe('spreadsheet');
    expect(await readListFile('photo.csv', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]))).toBe(
      'noText',
    );
  });

  it('takes several files as one list', () => {
    const lists = ['# refund\nI want my money back', '# refund\nrefund, please\nI want my money back\n# none\nhello'];
    expect(mergeLists(lists.map((text) => readListText(text) as TaughtList))).toMatchObject({
      intents: [REFUND],
      outOfScope: ['hello'],
    });
  });

  it('refuses archives that are cut off', async () => {
    expect(await readListFile('x.zip', Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0]))).toBe('archive');
  });
});

const FLOW: readonly FlowIntent[] = [
  { id: 'a', name: 'Refund', examples: ['refund please', 'where is my money'] },
  { id: 'b', name: 'Track', examples: ['where is my parcel'] },
];

describe('planning an import', () => {
  const list = readListText(
    '# refund\nRefund please\ngive it back\nwhere is my parcel\n# coupon\nany coupons',
  ) as TaughtList;
  const plan = planImport(list, FLOW, []);

  it('tells new, known and contested sentences apart', () => {
    expect(plan.intents).toEqual([
      { name: 'refund', into: 'a', added: ['give it back'], known: 1, contested: 1 },
      { name: 'coupon', into: undefined, added: ['any coupons'], known: 0, contested: 0 },
    ]);
    expect(plan.conflicts).toEqual([
      { sentence: 'where is my parcel', wanted: 'refund', has: { id: 'b', name: 'Track' } },
    ]);
  });

  it('leaves contested sentences where they are, or moves them', () => {
    expect(applyPlan(plan, FLOW, 'stay', () => 'new')).toEqual([
      { id: 'a', name: 'Refund', examples: ['refund please', 'where is my money', 'give it back'] },
      FLOW[1],
      { id: 'new', name: 'coupon', examples: ['any coupons'] },
    ]);
    const moved = applyPlan(plan, FLOW, 'move', () => 'new');
    expect(moved[0]?.examples).toContain('where is my parcel');
    expect(moved[1]?.examples).toEqual([]);
  });

  it('changes nothing when the same list comes again', () => {
    const after = applyPlan(plan, FLOW, 'stay', () => 'new');
    expect(applyPlan(planImport(list, after, []), after, 'stay', () => 'other')).toEqual(after);
  });

  it('says what has no room left, and counts only what comes in', () => {
    const most = Array.from({ length: 4_999 }, (_, at) => `sentence ${at}`);
    const full = planImport(
      readListText('# Full\none\ntwo\nthree') as TaughtList,
      [{ id: 'f', name: 'Full', examples: most }],
      [],
    );
    expect(full.intents).toMatchObject([{ added: ['one'] }]);
    expect(full.left).toBe(2);
  });

  it('says how many sentences the list itself has in two intents', () => {
    expect(planImport(readListText('# a\nsame\none\n# b\nSame\ntwo') as TaughtList, [], []).twice).toBe(1);
  });

  it('says when the flow would have too many intents', () => {
    const many = Array.from({ length: 2_000 }, (_, at) => ({ id: `i${at}`, name: `n${at}`, examples: [] }));
    expect(planImport(list, many, []).tooMany).toBe(true);
  });

  it('says when the flow would be too large to be saved', () => {
    const long = Array.from({ length: 5_000 }, (_, at) => `${at} ${'长'.repeat(990)}`);
    expect(planImport(list, [{ id: 'l', name: 'Long', examples: long }], []).tooLarge).toBe(true);
    expect(plan.tooLarge).toBe(false);
  });
});

function zipOf(files: readonly (readonly [string, string])[]): Uint8Array<ArrayBuffer> {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const [path, text] of files) {
    const name = Buffer.from(path);
    const data = deflateRawSync(text);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt16LE(name.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(8, 10);
    central.writeUInt32LE(data.length, 20);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE(offset, 42);
    locals.push(local, name, data);
    centrals.push(central, name);
    offset += local.length + name.length + data.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(offset, 16);
  return Uint8Array.from(Buffer.concat([...locals, ...centrals, end]));
}
