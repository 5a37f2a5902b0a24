// Typebot's HTTP request as ours: method, address, headers, body, and the values taken from the answer.
import { object, objects, text, type TypebotBlock } from './typebot-file.ts';
import { templateFrom } from './foreign-text.ts';
import type { BlockContext, Drawn } from './typebot-drawing.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** The node, followed by one that keeps the mapped values; undefined when the address is not fixed enough to be called. */
export function requestNode(block: TypebotBlock, context: BlockContext): Drawn | undefined {
  const { sketch, title, rename, nameOf } = context;
  const hook = object(block.options['webhook']);
  const base = templateFrom(text(hook['url']) || text(block.options['url']), rename);
  if (!/^https?:\/\/[^/?#\\{}\s]+(?:[/?#]|$)/u.test(base)) return undefined;
  const pairs = objects(hook['queryParams'])
    .map((pair) => `${encodeURIComponent(text(pair['key']))}=${templateFrom(text(pair['value']), rename)}`)
    .join('&');
  const url = pairs === '' ? base : `${base}${base.includes('?') ? '&' : '?'}${pairs}`;
  const method = text(hook['method']).toUpperCase();
  const body = templateFrom(text(hook['body']), rename);
  const isJson = parses(body);
  const result = sketch.variable(`answer_${title || 'request'}`, 'object');
  const node = sketch.add('http', title, {
    method: METHODS.includes(method) ? method : 'POST',
    url,
    headers: objects(hook['headers'])
      .filter((pair) => text(pair['key']) !== '')
      .map((pair) => ({ label: text(pair['key']), expr: templateFrom(text(pair['value']), rename) })),
    body: isJson ? body : '',
    variable: result,
  });
  if (body !== '' && !isJson) {
    sketch.unmatched('Webhook body', title, node, {
      'zh-CN': '请求体不是合法的 JSON，已留空，请重写。',
      en: 'Its body is not valid JSON and was left empty. Write it again.',
    });
  }
  const kept = objects(block.options['responseVariableMapping']).flatMap((mapping) => {
    const variable = nameOf(text(mapping['variableId']));
    const path = text(mapping['bodyPath'])
      .replace(/^data\./, 'body.')
      .replace(/^statusCode$/, 'status');
    return variable === '' || !/^[\p{L}_][\p{L}\p{N}_.[\]]*$/u.test(path)
      ? []
      : [{ variable, value: `${result}.${path}` }];
  });
  if (kept.length === 0)
    return {
      entry: node,
      exits: [
        { node, port: 'ok', item: undefined },
        { node, port: 'error', item: undefined },
      ],
    };
  const keep = sketch.add('set', title, { assignments: kept });
  sketch.connect(node, 'ok', keep);
  return {
    entry: node,
    exits: [
      { node: keep, port: 'next', item: undefined },
      { node, port: 'error', item: undefined },
    ],
  };
}

/** Placeholders stand inside strings or for whole values; both are tried. */
function parses(body: string): boolean {
  if (body.trim() === '') return true;
  try {
    JSON.parse(body);
    return true;
  } catch {
    return false;
  }
}
