// Each kind of Dify node as nodes of ours.
import type { JsonObject } from '#nodes/kit/json.ts';
import { difyCondition } from './dify-condition.ts';
import { assigned, leftOutOfDify, NO_NODE, onward, type DifyContext, type DifyDrawn } from './dify-drawing.ts';
import { selectorIn, type DifyNode } from './dify-file.ts';
import { difyRequest } from './dify-request.ts';
import { difyCode, templateStep } from './dify-code.ts';
import { answeredByKnowledge, classifier, difyAgent, difyModel, extractor, retrieval } from './dify-understanding.ts';
import { assignments } from './dify-assigner.ts';
import { object, objects, text } from './typebot-file.ts';

/** Draws one node. Iterations and loops are drawn by `dify.ts`, which knows what stands in them. */
export function drawDifyNode(node: DifyNode, context: DifyContext): DifyDrawn {
  switch (node.type) {
    case 'start':
    case 'iteration-start':
    case 'loop-start':
    case 'loop-end':
      return NO_NODE;
    case 'answer':
      return answeredByKnowledge(context.file).has(node.id) ? NO_NODE : answer(node, context);
    case 'end':
      return end(node, context);
    case 'llm':
      return difyModel(node, context);
    case 'agent':
      return difyAgent(node, context);
    case 'knowledge-retrieval':
      return retrieval(node, context);
    case 'question-classifier':
      return classifier(node, context);
    case 'parameter-extractor':
      return extractor(node, context);
    case 'if-else':
      return choice(node, context);
    case 'code':
      return difyCode(node, context);
    case 'template-transform':
      return templateStep(node, context);
    case 'http-request':
      return difyRequest(node, context);
    case 'variable-assigner':
    case 'variable-aggregator':
      return aggregated(node, context);
    case 'assigner':
      return assigned(context, node.title, assignments(node, context));
    case 'tool':
      return leftOutOfDify(node, context, {
        'zh-CN': `工具「${text(node.data['tool_label']) || text(node.data['tool_name'])}」已略过，输出为空。可以用「HTTP 请求」代替。`,
        en: `The tool "${text(node.data['tool_label']) || text(node.data['tool_name'])}" was left out and gives nothing. An HTTP node can take its place.`,
      });
    default:
      return leftOutOfDify(node, context);
  }
}

function answer({ data, title }: DifyNode, { sketch, names }: DifyContext): DifyDrawn {
  const words = names.template(text(data['answer'])).trim();
  return words === '' ? NO_NODE : onward(sketch.add('message', title, { text: words }), 'next');
}

/** A workflow without a chat says what it found. */
function end({ data, title }: DifyNode, { sketch, names, file }: DifyContext): DifyDrawn {
  const outputs = objects(data['outputs']).map((one) => ({
    name: text(one['variable']),
    value: names.expression(selectorIn(one['value_selector'])),
  }));
  if (outputs.length === 0 || file.mode === 'advanced-chat') return NO_NODE;
  const lines = outputs.map(({ name, value }) => (outputs.length === 1 ? `{{ ${value} }}` : `${name}: {{ ${value} }}`));
  return onward(sketch.add('message', title, { text: lines.join('\n') }), 'next');
}

/** One condition for each case; a case that cannot be said counts as no. */
function choice(node: DifyNode, { sketch, names }: DifyContext): DifyDrawn {
  const { data, title } = node;
  const found = objects(data['cases']);
  const cases: readonly JsonObject[] = found.length > 0 ? found : [{ ...data, case_id: 'true' }];
  const exits: DifyDrawn['exits'][number][] = [];
  let entry: string | undefined;
  let before: string | undefined;
  for (const one of cases) {
    const expression = difyCondition(one, names);
    const condition = sketch.add('condition', title, { expression: expression ?? 'false' });
    if (expression === undefined) {
      sketch.unmatched(node.type, title, condition, {
        'zh-CN': '这个条件用到了这里没有的写法，先当作「否」。请重写。',
        en: 'This condition uses a form that does not exist here and counts as "no" for now. Write it again.',
      });
    }
    exits.push({ node: condition, port: 'then', handle: text(one['case_id']) || text(one['id']) || 'true' });
    if (before !== undefined) sketch.connect(before, 'else', condition);
    entry ??= condition;
    before = condition;
  }
  if (before !== undefined) exits.push({ node: before, port: 'else', handle: 'false' });
  return { entry, exits };
}

/** The first of several branches that has a value. */
function aggregated(node: DifyNode, context: DifyContext): DifyDrawn {
  const { names } = context;
  const groups = object(node.data['advanced_settings']);
  const valueOf = (list: unknown) => {
    const values = (Array.isArray(list) ? list : []).map((selector) => names.expression(selectorIn(selector)));
    return values.length === 0 ? 'null' : values.join(' ?? ');
  };
  if (groups['group_enabled'] === true) {
    return assigned(
      context,
      node.title,
      objects(groups['groups']).map((group) => ({
        variable: names.output(node, text(group['group_name'])),
        value: `{ output: ${valueOf(group['variables'])} }`,
      })),
    );
  }
  return assigned(context, node.title, [
    { variable: names.output(node, 'output'), value: valueOf(node.data['variables']) },
  ]);
}
