// Dify's variable assigner, both forms of it, as assignments.
import type { DifyContext } from './dify-drawing.ts';
import { selectorIn, type DifyNode } from './dify-file.ts';
import { literalOf } from './dify-names.ts';
import { objects, text } from './typebot-file.ts';

/** The assignments of the node. */
export function assignments(
  { data }: DifyNode,
  { names }: DifyContext,
): readonly { variable: string; value: string }[] {
  const items = objects(data['items']);
  const all =
    items.length > 0
      ? items.map((item) => ({
          target: selectorIn(item['variable_selector']),
          operation: text(item['operation']),
          value:
            text(item['input_type']) === 'variable'
              ? names.expression(selectorIn(item['value']))
              : typeof item['value'] === 'string'
                ? names.joined(item['value'])
                : (literalOf(item['value']) ?? 'null'),
        }))
      : [
          {
            target: selectorIn(data['assigned_variable_selector']),
            operation: text(data['write_mode']),
            value: names.expression(selectorIn(data['input_variable_selector'])),
          },
        ];
  return all.flatMap(({ target, operation, value }) => {
    const variable = names.writable(target);
    return variable === undefined ? [] : [{ variable, value: written(variable, operation, value) }];
  });
}

function written(variable: string, operation: string, value: string): string {
  switch (operation) {
    case 'clear':
      return 'null';
    case 'append':
      return `default(${variable}, []) + [${value}]`;
    case 'extend':
      return `default(${variable}, []) + default(${value}, [])`;
    case 'remove-first':
      return `slice(default(${variable}, []), 1)`;
    case 'remove-last':
      return `slice(default(${variable}, []), 0, length(default(${variable}, [])) - 1)`;
    case '+=':
    case '-=':
    case '*=':
    case '/=':
      return `default(number(${variable}), 0) ${operation.charAt(0)} default(number(${value}), 0)`;
    default:
      return value;
  }
}
