// Dify's nodes that understand and answer: models, classifiers, extractors, retrieval and agents.
import { leftOutOfDify, NO_NODE, onward, SOURCE, type DifyContext, type DifyDrawn } from './dify-drawing.ts';
import { selectorIn, type DifyFile, type DifyNode } from './dify-file.ts';
import { drawModelCall } from './foreign-model.ts';
import { object, objects, text } from './typebot-file.ts';

/** A model writes a text from a prompt, the dialogue and, where there is one, what was found. */
export function difyModel(node: DifyNode, context: DifyContext): DifyDrawn {
  const { sketch, names, file, locale } = context;
  const { data, title } = node;
  if (answeredByKnowledge(file).has(node.id)) return NO_NODE;
  const found = object(data['context']);
  const selector = found['enabled'] === true ? selectorIn(found['variable_selector']) : undefined;
  const template = data['prompt_template'];
  const parts = Array.isArray(template) ? objects(template) : [object(template)];
  const words = (role: string) =>
    parts
      .filter((part) => (text(part['role']) || 'system') === role)
      .map((part) => names.template(text(part['text']), selector).trim())
      .filter((part) => part !== '');
  const users = words('user');
  const drawn = drawModelCall(sketch, {
    title,
    prompt: [...words('system'), ...users.slice(0, -1)].join('\n\n'),
    source: users.at(-1) ?? '',
    variable: names.output(node, 'text', 'text'),
    historyTurns: historyOf(object(data['memory'])),
    locale,
  });
  if (drawn === undefined) return leftOutOfDify(node, context);
  return { entry: drawn.entry, exits: drawn.exits.map((exit) => ({ ...exit, handle: SOURCE })) };
}

/** An agent with tools becomes an answer by the model alone. */
export function difyAgent(node: DifyNode, context: DifyContext): DifyDrawn {
  const { sketch, names, locale } = context;
  const parameters = object(node.data['agent_parameters']);
  const valueOf = (name: string) => names.template(text(object(parameters[name])['value']));
  const drawn = drawModelCall(sketch, {
    title: node.title,
    prompt: valueOf('instruction'),
    source: valueOf('query'),
    variable: names.output(node, 'text', 'text'),
    historyTurns: 5,
    locale,
  });
  if (drawn === undefined) return leftOutOfDify(node, context);
  sketch.unmatched('agent', node.title, drawn.entry, {
    'zh-CN': '智能体的工具没有带过来，改为只由大模型回答。',
    en: 'The tools of the agent were not carried over; the model alone answers.',
  });
  return { entry: drawn.entry, exits: drawn.exits.map((exit) => ({ ...exit, handle: SOURCE })) };
}

/** Looks something up; together with the model and the answer right behind it, it is one knowledge answer. */
export function retrieval(node: DifyNode, context: DifyContext): DifyDrawn {
  const { sketch, names, file, locale } = context;
  const { data, title, type } = node;
  const asked = names.expression(selectorIn(data['query_variable_selector']));
  const question = asked === "''" ? '{{ turn.text }}' : `{{ ${asked} }}`;
  const words = {
    'zh-CN': '知识库的内容不在导出文件里。请上传资料，再在这个节点里选择知识库。',
    en: 'The documents are not part of the export. Upload them and choose the knowledge base in this node.',
  };
  const model = [...answeredByKnowledge(file)].find(([, by]) => by === node.id)?.[0];
  if (model === undefined && sketch.has('search')) {
    const search = sketch.add('search', title, { query: question, variable: names.output(node, 'result', 'list') });
    sketch.unmatched(type, title, search, words);
    return onward(search, 'found', 'empty', 'error');
  }
  const instructions = objects(file.nodes.find(({ id }) => id === model)?.data['prompt_template'])
    .filter((part) => text(part['role']) === 'system')
    .map((part) =>
      text(part['text'])
        .replace(/\{\{#[^}]*#\}\}/g, '')
        .trim(),
    )
    .join('\n')
    .slice(0, 2000);
  const found = sketch.add('knowledgeAnswer', title, { baseIds: [], question, mode: 'generate', instructions });
  const missing = sketch.add('message', title, {
    text: locale === 'en' ? 'I found nothing about that.' : '抱歉，没有找到相关内容。',
  });
  for (const port of ['lowConfidence', 'noHit', 'error']) sketch.connect(found, port, missing);
  sketch.unmatched(type, title, found, words);
  return {
    entry: found,
    exits: [
      { node: found, port: 'answered', handle: SOURCE },
      { node: missing, port: 'next', handle: SOURCE },
    ],
  };
}

/** One way for each class. */
export function classifier(node: DifyNode, context: DifyContext): DifyDrawn {
  const { sketch, names } = context;
  const { data, title } = node;
  const classes = objects(data['classes'])
    .slice(0, 30)
    .map((one, index) => ({
      handle: text(one['id']),
      id: `c${String(index + 1)}`,
      label: text(one['name']).trim().slice(0, 200) || String(index + 1),
    }));
  if (classes.length === 0 || !sketch.has('llmClassify')) return leftOutOfDify(node, context);
  const selector = selectorIn(data['query_variable_selector']);
  const asked = names.expression(selector);
  const label = names.output(node, 'class_name', 'text');
  const drawn = sketch.add('llmClassify', title, {
    source: asked === "''" ? '{{ turn.text }}' : `{{ ${asked} }}`,
    classes: classes.map(({ id, label: name }) => ({
      id,
      label: name.replace(/\{\{/g, '\\{{'),
      description: '',
      examples: [name],
    })),
    instructions: text(data['instruction']).slice(0, 4000),
    variable: label,
  });
  // There, one class is always taken; the last one is the usual place for everything else.
  const last = classes.at(-1)?.handle ?? '';
  return {
    entry: drawn,
    exits: [
      ...classes.map(({ id, handle }) => ({ node: drawn, port: `class-${id}`, handle })),
      { node: drawn, port: 'other', handle: last },
      { node: drawn, port: 'error', handle: last },
    ],
  };
}

const KINDS: Readonly<Record<string, string>> = {
  number: 'number',
  bool: 'confirm',
  boolean: 'confirm',
  select: 'choice',
};

/** Facts out of a text, kept together. */
export function extractor(node: DifyNode, context: DifyContext): DifyDrawn {
  const { sketch, names } = context;
  const facts = objects(node.data['parameters'])
    .slice(0, 30)
    .flatMap((one) => {
      const name = text(one['name']);
      if (!/^[\p{L}_][\p{L}\p{N}_]{0,63}$/u.test(name)) return [];
      const kind = KINDS[text(one['type'])] ?? 'text';
      const options = Array.isArray(one['options']) ? one['options'].map(text) : [];
      return [
        {
          label: (text(one['description']) || name).slice(0, 200).replace(/\{\{/g, '\\{{'),
          name,
          kind: kind === 'choice' && options.length === 0 ? 'text' : kind,
          required: one['required'] === true,
          ...(kind === 'choice' && options.length > 0
            ? { options: options.map((label, index) => ({ id: `o${String(index + 1)}`, label })) }
            : {}),
        },
      ];
    });
  if (facts.length === 0 || !sketch.has('extract')) return leftOutOfDify(node, context);
  const extract = sketch.add('extract', node.title, {
    facts,
    variable: names.output(node, 'values', 'object'),
    instructions: names.template(text(node.data['instruction'])).slice(0, 4000),
  });
  return onward(extract, 'ok', 'partial', 'error');
}

function historyOf(memory: ReturnType<typeof object>): number {
  const window = object(memory['window']);
  const size = Number(window['size']);
  if (window['enabled'] === true && Number.isFinite(size)) return Math.max(0, Math.min(20, Math.round(size)));
  return Object.keys(memory).length === 0 ? 0 : 10;
}

/** Ids of models and answers that only tell what a retrieval right before them found, each with that retrieval. */
export function answeredByKnowledge({ nodes, edges }: DifyFile): ReadonlyMap<string, string> {
  const by = new Map<string, string>();
  const outOf = (id: string) => edges.filter(({ from }) => from === id);
  const into = (id: string) => edges.filter(({ to }) => to === id);
  for (const { id, type } of nodes) {
    if (type !== 'knowledge-retrieval') continue;
    const [first, second] = outOf(id);
    const model = nodes.find((one) => one.id === first?.to);
    if (second !== undefined || model?.type !== 'llm' || into(model.id).length !== 1) continue;
    const used = object(model.data['context']);
    if (used['enabled'] !== true || selectorIn(used['variable_selector'])[0] !== id) continue;
    const [next, other] = outOf(model.id);
    const said = nodes.find((one) => one.id === next?.to);
    if (other !== undefined || said?.type !== 'answer' || into(said.id).length !== 1) continue;
    if (text(said.data['answer']).replace(/\s/g, '') !== `{{#${model.id}.text#}}`) continue;
    by.set(model.id, id);
    by.set(said.id, id);
  }
  return by;
}
