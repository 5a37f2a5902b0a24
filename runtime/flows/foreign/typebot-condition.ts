// Typebot's comparisons as expressions.
import { compilePattern } from '#nodes/kit/pattern.ts';
import type { JsonObject } from '#nodes/kit/json.ts';
import { joinedFrom, quoted, type Rename } from './foreign-text.ts';
import { objects, text } from './typebot-file.ts';

/** The condition, or undefined when a part of it cannot be said here. An empty one is never true, as there. */
export function conditionExpression(
  condition: JsonObject,
  rename: Rename,
  nameOf: (variableId: string) => string,
): string | undefined {
  const parts = objects(condition['comparisons']).map((comparison) => {
    const name = nameOf(text(comparison['variableId']));
    return name === ''
      ? 'false'
      : comparisonExpression(name, text(comparison['comparisonOperator']), text(comparison['value']), rename);
  });
  if (parts.length === 0) return 'false';
  if (parts.some((part) => part === undefined)) return undefined;
  return parts.join(condition['logicalOperator'] === 'OR' ? ' or ' : ' and ');
}

function comparisonExpression(name: string, operator: string, value: string, rename: Rename): string | undefined {
  const other = joinedFrom(value, rename);
  const same = `lower(text(${name})) == lower(${other})`;
  switch (operator) {
    case 'Equal to':
      return same;
    case 'Not equal':
      return `not (${same})`;
    case 'Contains':
      return `contains(lower(text(${name})), lower(${other}))`;
    case 'Does not contain':
      return `not contains(lower(text(${name})), lower(${other}))`;
    case 'Starts with':
      return `startsWith(lower(text(${name})), lower(${other}))`;
    case 'Ends with':
      return `endsWith(lower(text(${name})), lower(${other}))`;
    case 'Is set':
      return `not empty(${name})`;
    case 'Is empty':
      return `empty(${name})`;
    case 'Greater than':
      return ordered(name, '>', other);
    case 'Greater or equal to':
      return ordered(name, '>=', other);
    case 'Less than':
      return ordered(name, '<', other);
    case 'Less or equal to':
      return ordered(name, '<=', other);
    case 'Matches regex':
    case 'Does not match regex': {
      const pattern = /^\/(.*)\/[a-z]*$/s.exec(value)?.[1] ?? value;
      if (!compilePattern(pattern).ok) return undefined;
      const matches = `matches(text(${name}), ${quoted(pattern)})`;
      return operator === 'Matches regex' ? matches : `not ${matches}`;
    }
    default:
      return undefined;
  }
}

/** What is no number is neither more nor less than anything. */
function ordered(name: string, operator: string, other: string): string {
  return `(not empty(number(${name})) and number(${name}) ${operator} number(${other}))`;
}
