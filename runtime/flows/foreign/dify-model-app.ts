// Dify apps without a graph: a prompt, perhaps knowledge, perhaps tools.
import type { DifyContext } from './dify-drawing.ts';
import { drawOpening, inputFrom } from './dify-opening.ts';
import { drawModelCall } from './foreign-model.ts';
import { isJsonObject } from '#nodes/kit/json.ts';
import { object, objects, text } from './typebot-file.ts';

/** Draws modes `chat`, `agent-chat` and `completion`. */
export function drawModelApp(context: DifyContext): void {
  const { sketch, file, locale } = context;
  const { model } = file;
  const inputs = objects(model['user_input_form']).flatMap((entry) =>
    Object.entries(entry).flatMap(([kind, one]) => (isJsonObject(one) ? [inputFrom({ type: kind, ...one })] : [])),
  );
  const isChat = file.mode !== 'completion';
  const { ends, listen } = drawOpening(context, inputs, isChat);
  const prompt = promptOf(context);
  const tools = objects(object(model['agent_mode'])['tools']).filter((tool) => tool['enabled'] !== false);
  const answer = drawModelCall(sketch, {
    title: file.name,
    prompt,
    source: isChat ? '' : inputs.map(({ name, label }) => `${label}: {{ ${sketch.variable(name)} }}`).join('\n'),
    variable: '',
    historyTurns: isChat ? 10 : 0,
    locale,
  });
  const first = withKnowledge(context, answer?.entry);
  if (first !== undefined) for (const { node, port } of ends) sketch.connect(node, port, first.entry);
  const exits = [...(answer?.exits ?? []), ...(first?.exits ?? [])];
  if (listen !== undefined) for (const { node, port } of exits) sketch.connect(node, port, listen);
  if (tools.length > 0) {
    sketch.unmatched(
      'tools',
      tools.map((tool) => text(tool['tool_label']) || text(tool['tool_name'])).join(', '),
      answer?.entry ?? null,
      {
        'zh-CN': '智能体的工具没有带过来，改为只由大模型回答。',
        en: 'The tools of the agent were not carried over; the model alone answers.',
      },
    );
  }
}

/** With knowledge, it is asked first; the model answers what is not in it. */
function withKnowledge(
  { sketch, file }: DifyContext,
  otherwise: string | undefined,
): { readonly entry: string; readonly exits: readonly { node: string; port: string }[] } | undefined {
  const found = object(object(object(file.model['dataset_configs'])['datasets']));
  const sets = objects(found['datasets']);
  if (sets.length === 0) return otherwise === undefined ? undefined : { entry: otherwise, exits: [] };
  const knowledge = sketch.add('knowledgeAnswer', file.name, { baseIds: [], mode: 'generate' });
  sketch.unmatched('dataset', file.name, knowledge, {
    'zh-CN': '知识库的内容不在导出文件里。请上传资料，再在这个节点里选择知识库。',
    en: 'The documents are not part of the export. Upload them and choose the knowledge base in this node.',
  });
  const open = ['lowConfidence', 'noHit', 'error'];
  if (otherwise !== undefined) for (const port of open) sketch.connect(knowledge, port, otherwise);
  return {
    entry: knowledge,
    exits: ['answered', ...open].map((port) => ({ node: knowledge, port })),
  };
}

/** The prompt with `{{name}}` as variables of ours. */
function promptOf({ sketch, file }: DifyContext): string {
  const { model } = file;
  const advanced = objects(object(model['chat_prompt_config'])['prompt'])
    .map((part) => text(part['text']))
    .join('\n');
  const source = text(model['pre_prompt']) || advanced;
  return source.replace(/\{\{\s*([^{}]*?)\s*\}\}/g, (_whole, name: string) =>
    /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) ? `{{ ${sketch.variable(name)} }}` : `(${name})`,
  );
}
