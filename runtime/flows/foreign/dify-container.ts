// Dify's iteration and loop as a loop of ours.
import { difyCondition } from './dify-condition.ts';
import type { DifyContext, DifyDrawn } from './dify-drawing.ts';
import { SOURCE } from './dify-drawing.ts';
import { selectorIn, type DifyNode } from './dify-file.ts';
import { literalOf, typeOfDify } from './dify-names.ts';
import { objects, text } from './typebot-file.ts';

/** A drawn loop. `again`: where an end of its body leads. */
export interface DrawnContainer {
  readonly drawn: DifyDrawn;
  readonly loop: string;
  readonly again: string;
  readonly startsAt: string | undefined;
}

/** Draws the loop; what stands in it is drawn as any node, and connected by the caller. */
export function drawContainer(node: DifyNode, context: DifyContext): DrawnContainer {
  const startsAt = text(node.data['start_node_id']) || undefined;
  const { loop, entry, again } = node.type === 'iteration' ? iteration(node, context) : repetition(node, context);
  return { drawn: { entry, exits: [{ node: loop, port: 'done', handle: SOURCE }] }, loop, again, startsAt };
}

/** Once for each item; what each round gives is gathered in a list. */
function iteration(node: DifyNode, { sketch, names }: DifyContext) {
  const { data, title } = node;
  const output = names.output(node, 'output', 'list');
  const list = names.expression(selectorIn(data['iterator_selector']));
  const loop = sketch.add('loop', title, {
    mode: 'list',
    list: list === "''" ? '[]' : `default(${list}, [])`,
    item: names.output(node, 'item'),
    index: names.output(node, 'index', 'number'),
    maxRounds: 1000,
  });
  const begin = sketch.add('set', title, { assignments: [{ variable: output, value: '[]' }] });
  sketch.connect(begin, 'next', loop);
  const gathered = names.expression(selectorIn(data['output_selector']));
  const gather = sketch.add('set', title, {
    assignments: [{ variable: output, value: `default(${output}, []) + [${gathered}]` }],
  });
  sketch.connect(gather, 'next', loop);
  return { loop, entry: begin, again: gather };
}

/** Until a condition holds, at most so many times. */
function repetition(node: DifyNode, { sketch, names }: DifyContext) {
  const { data, title, type } = node;
  const stop = difyCondition(
    { conditions: data['break_conditions'] ?? [], logical_operator: data['logical_operator'] ?? 'and' },
    names,
  );
  const first = objects(data['loop_variables']).map((one) => ({
    variable: names.output(node, text(one['label']), typeOfDify(text(one['var_type']))),
    value:
      text(one['value_type']) === 'variable'
        ? names.expression(selectorIn(one['value']))
        : (literalOf(one['value']) ?? 'null'),
  }));
  const rounds = Number(data['loop_count']);
  const loop = sketch.add('loop', title, {
    mode: 'while',
    while: stop === undefined ? 'true' : `not (${stop})`,
    index: names.output(node, 'index', 'number'),
    maxRounds: Number.isInteger(rounds) ? Math.max(1, Math.min(1000, rounds)) : 10,
  });
  if (stop === undefined) {
    sketch.unmatched(type, title, loop, {
      'zh-CN': '结束条件用到了这里没有的写法，先只按次数循环。请重写。',
      en: 'When it ends cannot be said here; it goes by its number of rounds for now. Write the condition again.',
    });
  }
  if (first.length === 0) return { loop, entry: loop, again: loop };
  const begin = sketch.add('set', title, { assignments: first.slice(0, 50) });
  sketch.connect(begin, 'next', loop);
  return { loop, entry: begin, again: loop };
}
