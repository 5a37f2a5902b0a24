// Why a table could not be read from its address, said to the person who keeps it: what, where, and how to mend it.
import type { ErrorCode } from '#nodes/kit/errors.ts';
import type { Bilingual } from '#nodes/kit/localized.ts';
import { MAX_CELL, MAX_ROWS, type ColumnType } from '#nodes/wire/table-limits.ts';
import type { PageProblem } from '#runtime/ports/knowledge-site-store.ts';
import type { Misfit } from './match-rows.ts';

/** Problems that need no further words. */
export const READ_PROBLEMS = {
  tooOften: problem(
    'INTERNAL',
    '多次读取均未完成。请稍后点“立即读取”。',
    'Reading was begun several times and never finished. Choose "Read now" later.',
  ),
  fault: problem('INTERNAL', '保存时出错。请稍后重试。', 'It could not be stored. Try again in a moment.'),
} as const satisfies Record<string, PageProblem>;

const TYPES: Readonly<Record<ColumnType, Bilingual>> = {
  text: { 'zh-CN': `不超过 ${String(MAX_CELL)} 字的文字`, en: `a text of at most ${String(MAX_CELL)} characters` },
  number: { 'zh-CN': '数字', en: 'a number' },
  date: { 'zh-CN': '日期（如 2026-03-01）', en: 'a date such as 2026-03-01' },
  boolean: { 'zh-CN': '“是”或“否”', en: '"yes" or "no"' },
};

/** What is said of a list whose rows do not fit. */
export function misfitProblem(misfit: Misfit): PageProblem {
  switch (misfit.what) {
    case 'nothing':
      return problem(
        'FILE_UNREADABLE',
        '列表里没有内容。如果列表确实可能为空，请在网址设置里勾选“列表可以为空”。',
        'There are no rows in the list. If it may really be empty, say so in the settings of the address.',
      );
    case 'tooMany':
      return problem(
        'INGEST_LIMIT',
        `列表超过 ${String(MAX_ROWS)} 行。请拆成几张表，或请对方只给出需要的行。`,
        `The list has more than ${String(MAX_ROWS)} rows. Split it, or have it give only the rows that are needed.`,
      );
    case 'missing': {
      const found = misfit.found.slice(0, 12);
      return problem(
        'FILE_UNREADABLE',
        `列表中没有这些列：${misfit.names.join('、')}。它的列名是：${found.join('、')}。请改正列表的列名，或修改数据表的列。`,
        `The list lacks the columns: ${misfit.names.join(', ')}. Its columns are: ${found.join(', ')}. Correct them in the list, or change the columns of the table.`,
      );
    }
    case 'stranger':
    case 'twice':
      return problem(
        'FILE_UNREADABLE',
        `列表中有两列都对应“${misfit.heading}”。请去掉或改名其中一列。`,
        `Two columns of the list stand for "${misfit.heading}". Remove or rename one of them.`,
      );
    case 'extra':
      return problem(
        'FILE_UNREADABLE',
        `第 ${String(misfit.line)} 行的单元格比列名多（共 ${String(misfit.columns)} 列）。请检查该行的分隔符和引号。`,
        `Row ${String(misfit.line)} has more cells than there are names of columns (${String(misfit.columns)}). Check its separators and quotes.`,
      );
    case 'unfit': {
      const { line, column, type, given } = misfit;
      return problem(
        'FILE_UNREADABLE',
        `第 ${String(line)} 行“${column}”列的“${given}”不是${TYPES[type]['zh-CN']}。请在列表中改正。`,
        `Row ${String(line)}, column "${column}": "${given}" is not ${TYPES[type].en}. Correct it in the list.`,
      );
    }
  }
}

function problem(code: ErrorCode, zh: string, en: string): PageProblem {
  return { code, message: { 'zh-CN': zh, en } };
}
