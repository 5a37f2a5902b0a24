// Typebot's JavaScript: code blocks and code that gives a variable its value.
import { drawScript } from './foreign-script.ts';
import type { BlockContext } from './typebot-drawing.ts';
import { text, type TypebotBlock } from './typebot-file.ts';

const PLACEHOLDER = /(['"`]?)\{\{\s*([^{}]+?)\s*\}\}\1/g;
const SETTER = /\bsetVariable\(\s*(['"`])(.+?)\1\s*,/g;

/** A code block; undefined when it is meant for the customer's browser or needs more than the sandbox gives. */
export function codeNode({ options }: TypebotBlock, context: BlockContext): string | undefined {
  if (options['isExecutedOnClient'] === true && !/setVariable\(/.test(text(options['content']))) return undefined;
  const { code, inputs } = read(text(options['content']), context);
  const outputs = new Set<string>();
  const written = code.replace(SETTER, (_whole, _quote: string, name: string) => {
    const own = context.rename(name);
    outputs.add(own);
    return `__set('${own}',`;
  });
  const wrapped =
    outputs.size === 0
      ? `(() => {\n${written}\n})();`
      : `const __set = (name, value) => { output[name] = value; };\n(() => {\n${written}\n})();`;
  return drawScript(context.sketch, {
    title: text(options['name']) || context.title,
    code: wrapped,
    inputs,
    outputs: [...outputs].map((name) => ({ name })),
  });
}

/** The node that computes one variable from JavaScript. */
export function computedVariable(name: string, source: string, context: BlockContext): string | undefined {
  const { code, inputs } = read(source, context);
  const body = /\breturn\b/.test(code) ? `(() => {\n${code}\n})()` : `(${code.trim().replace(/;+\s*$/, '')})`;
  return drawScript(context.sketch, {
    title: context.title,
    code: `output['${name}'] = ${body};`,
    inputs,
    outputs: [{ name }],
  });
}

/** The code with placeholders as inputs. A placeholder in quotes of its own was text. */
function read(source: string, { rename }: BlockContext) {
  const inputs = new Map<string, string>();
  const code = source.replace(PLACEHOLDER, (_whole, quote: string, name: string) => {
    const own = rename(name);
    inputs.set(own, own);
    return quote === '' ? `input['${own}']` : `String(input['${own}'] ?? '')`;
  });
  return { code, inputs: [...inputs].map(([name, expr]) => ({ name, expr })) };
}
