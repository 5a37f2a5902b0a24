// Dify's conditions as expressions.
import type { JsonObject } from '#nodes/kit/json.ts';
import { literalOf, type DifyNames } from './dify-names.ts';
import { selectorIn } from './dify-file.ts';
import { quoted } from './foreign-text.ts';
import { objects, text } from './typebot-file.ts';

/** The condition of a case; undefined when a part of it cannot be said here. None at all is never true. */
export function difyCondition(condition: JsonObject, names: DifyNames): string | undefined {
  const parts = objects(condition['conditions']).map((one) => partOf(one, names));
  if (parts.length === 0) return 'false';
  if (parts.includes(undefined)) return undefined;
  return parts.map((part) => `(${part ?? ''})`).join(text(condition['logical_operator']) === 'or' ? ' or ' : ' and ');
}

function partOf(condition: JsonObject, names: DifyNames): string | undefined {
  const value = names.expression(selectorIn(condition['variable_selector']));
  const wanted = condition['value'];
  const other = typeof wanted === 'string' ? names.joined(wanted) : (literalOf(wanted) ?? "''");
  const words = `text(${value} ?? '')`;
  const compared = (operator: string) =>
    `(not empty(number(${value})) and number(${value}) ${operator} number(${other}))`;
  switch (text(condition['comparison_operator'])) {
    case 'is':
      return typeof wanted === 'boolean' ? `${value} == ${String(wanted)}` : `${words} == text(${other})`;
    case 'is not':
      return typeof wanted === 'boolean' ? `${value} != ${String(wanted)}` : `${words} != text(${other})`;
    case 'contains':
      return `contains(${value} ?? '', ${other})`;
    case 'not contains':
      return `not contains(${value} ?? '', ${other})`;
    case 'start with':
      return `startsWith(${words}, ${other})`;
    case 'end with':
      return `endsWith(${words}, ${other})`;
    case 'empty':
    case 'null':
    case 'not exists':
      return `empty(${value})`;
    case 'not empty':
    case 'not null':
    case 'exists':
      return `not empty(${value})`;
    case 'in':
    case 'not in': {
      const list = Array.isArray(wanted) ? wanted.map((one) => quoted(text(one))).join(', ') : other;
      const inside = `${words} in [${list}]`;
      return text(condition['comparison_operator']) === 'in' ? inside : `not (${inside})`;
    }
    case '=':
      return compared('==');
    case '≠':
      return `not ${compared('==')}`;
    case '>':
      return compared('>');
    case '<':
      return compared('<');
    case '≥':
    case '>=':
      return compared('>=');
    case '≤':
    case '<=':
      return compared('<=');
    default:
      return undefined;
  }
}
