// The file export: readable by a spreadsheet, harmless in it, and losing nothing.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoredLead } from '#runtime/ports/lead-store.ts';
import { csvCell } from '#runtime/spreadsheets/spreadsheets.ts';
import { csvFromLeads } from './csv.ts';

const lead: StoredLead = {
  workspaceId: 'w1',
  id: 'l1',
  name: '王小明',
  phone: '+8613800138000',
  email: '',
  wechat: '',
  values: { name: '王小明', budget: '=1+1', city: '上海' },
  stage: 'new',
  owner: null,
  partial: false,
  consent: { given: true, text: 'ok', version: '1', at: 0 },
  source: { page: 'https://a.test/?x=1,2' },
  sessionId: 's1',
  flow: { id: 'f1', name: '课程' },
  submissions: 1,
  note: 'said "hi"\nand left',
  createdAt: 0,
  updatedAt: 0,
  openedAt: null,
  offer: null,
  push: null,
};

/** Reads CSV as RFC 4180 says. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, cell, end] of text.matchAll(/"((?:[^"]|"")*)"(,|\r\n)/g)) {
    row.push(cell!.replaceAll('""', '"'));
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

describe('leads as CSV', () => {
  it('starts with a byte order mark and has one row a lead, with the fields customers added', () => {
    const csv = csvFromLeads([lead], 'zh-CN');
    expect(csv.startsWith('\uFEFF"编号","时间","称呼","手机号"')).toBe(true);
    const [head, row] = parseCsv(csv.slice(1));
    const cell = (title: string) => row![head!.indexOf(title)];
    expect(cell('称呼')).toBe('王小明');
    expect(cell('手机号')).toBe("'+8613800138000");
    expect(cell('budget')).toBe("'=1+1");
    expect(cell('city')).toBe('上海');
    expect(cell('备注')).toBe('said "hi"\nand left');
    expect(cell('来源页面')).toBe('https://a.test/?x=1,2');
  });

  it('makes text of what a spreadsheet would take for a formula, also with full-width signs, blanks and control characters', () => {
    for (const start of [
      '=',
      '+',
      '-',
      '@',
      '\t',
      '\r',
      '\n',
      '＝',
      '＋',
      '－',
      '＠',
      '  =',
      '"=',
      '\u200B=',
      '\u3000=',
    ]) {
      expect(csvCell(`${start}cmd|' /C calc'!A0`).startsWith(`"'`)).toBe(true);
    }
    expect(csvCell('a=b')).toBe('"a=b"');
    expect(csvCell('13800138000')).toBe('"13800138000"');
  });

  it('never lets a cell begin like a formula and never loses a character, whatever customers type', () => {
    const dangerous = fc.constantFrom(
      '=',
      '+',
      '-',
      '@',
      '\t',
      '\r',
      '\n',
      '＝',
      '＋',
      '－',
      '＠',
      ' ',
      '"',
      "'",
      ',',
      'a',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.oneof(dangerous, fc.string({ unit: 'grapheme', maxLength: 3 }))).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (texts) => {
        const [cells] = parseCsv(`${texts.map(csvCell).join(',')}\r\n`);
        expect(cells).toHaveLength(texts.length);
        cells!.forEach((cell, index) => {
          expect(/^[=+\-@\t\r\n＝＋－＠]/u.test(cell)).toBe(false);
          expect(cell === texts[index] || cell === `'${texts[index]!}`).toBe(true);
        });
      }),
      { numRuns: 500 },
    );
  });
});
