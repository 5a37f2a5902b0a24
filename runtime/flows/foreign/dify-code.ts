// Dify's code and template nodes: JavaScript runs in our sandbox, simple templates become one expression.
import { assigned, onward, type DifyContext, type DifyDrawn } from './dify-drawing.ts';
import { selectorIn, type DifyNode } from './dify-file.ts';
import { typeOfDify } from './dify-names.ts';
import { quoted } from './foreign-text.ts';
import { drawScript } from './foreign-script.ts';
import { object, objects, text } from './typebot-file.ts';

/** Code: its `main` is called with the declared inputs, and each declared output is kept. */
export function difyCode(node: DifyNode, context: DifyContext): DifyDrawn {
  const { names, sketch } = context;
  const { data, title } = node;
  const outputs = Object.entries(object(data['outputs'])).map(([key, output]) => ({
    key,
    name: names.output(node, key, typeOfDify(text(object(output)['type']))),
  }));
  const empty = outputs.map(({ name }) => ({ variable: name, value: 'null' }));
  if (text(data['code_language']) !== 'javascript') {
    const drawn = assigned(context, title, empty);
    sketch.unmatched('code (python3)', title, drawn.entry ?? null, {
      'zh-CN': '这段 Python 没有带过来，输出先置空。请用「脚本」重写成 JavaScript。',
      en: 'This Python was not carried over; its outputs are empty for now. Write it again in a Script, in JavaScript.',
    });
    return drawn;
  }
  const inputs = inputsOf(node, context);
  const script = drawScript(sketch, {
    title,
    code: [
      text(data['code']),
      `const __given = main({ ${inputs.map(({ name }) => `${JSON.stringify(name)}: input[${JSON.stringify(name)}]`).join(', ')} }) ?? {};`,
      ...outputs.map(({ key, name }) => `output[${JSON.stringify(name)}] = __given[${JSON.stringify(key)}] ?? null;`),
    ].join('\n'),
    inputs,
    outputs: outputs.map(({ name }) => ({ name })),
  });
  if (script !== undefined) return onward(script, 'ok', 'error');
  const drawn = assigned(context, title, empty);
  sketch.unmatched('code', title, drawn.entry ?? null, {
    'zh-CN': '这段代码要用到沙箱里没有的东西，输出先置空。请重写。',
    en: 'This code needs what the sandbox does not have; its outputs are empty for now. Write it again.',
  });
  return drawn;
}

const JINJA = /\{\{\s*([\p{L}_][\p{L}\p{N}_]*)((?:\.[\p{L}_][\p{L}\p{N}_]*)*)\s*(?:\|\s*[^{}]*)?\}\}/gu;

/** A template without statements is one expression; statements are left out, and told. */
export function templateStep(node: DifyNode, context: DifyContext): DifyDrawn {
  const { names, sketch } = context;
  const inputs = new Map(inputsOf(node, context).map(({ name, expr }) => [name, expr]));
  const source = text(node.data['template']);
  const plain = source.replace(/\{%[\s\S]*?%\}|\{#[\s\S]*?#\}/g, '');
  const parts: string[] = [];
  let at = 0;
  for (const match of plain.matchAll(JINJA)) {
    if (match.index > at) parts.push(quoted(plain.slice(at, match.index)));
    const own = inputs.get(match[1] ?? '');
    const path = (match[2] ?? '').split('.').filter((part) => part !== '');
    if (own !== undefined) parts.push(`text(${own}${path.map((part) => `[${quoted(part)}]`).join('')} ?? '')`);
    at = match.index + match[0].length;
  }
  if (at < plain.length || parts.length === 0) parts.push(quoted(plain.slice(at)));
  const drawn = assigned(context, node.title, [
    { variable: names.output(node, 'output', 'text'), value: parts.join(' + ') },
  ]);
  if (plain !== source) {
    sketch.unmatched(node.type, node.title, drawn.entry ?? null, {
      'zh-CN': '模板里的循环和判断没有带过来，只留下文字和变量。请检查。',
      en: 'Loops and conditions in the template were left out; its words and variables are there. Please check it.',
    });
  }
  return drawn;
}

function inputsOf({ data }: DifyNode, { names }: DifyContext) {
  return objects(data['variables']).map((one) => ({
    name: text(one['variable']),
    expr: names.expression(selectorIn(one['value_selector'])),
  }));
}
