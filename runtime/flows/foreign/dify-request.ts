// Dify's HTTP request as ours. Keys and tokens stay where they were.
import { onward, leftOutOfDify, type DifyContext, type DifyDrawn } from './dify-drawing.ts';
import type { DifyNode } from './dify-file.ts';
import { object, objects, text } from './typebot-file.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const SECRET = /authori[sz]ation|api[-_ ]?key|token|secret|passw|cookie/i;

/** Draws it; left out when the address has no fixed host. */
export function difyRequest(node: DifyNode, context: DifyContext): DifyDrawn {
  const { sketch, names } = context;
  const { data, title } = node;
  const base = names.template(names.withEnvironment(text(data['url']).trim()));
  if (!/^https?:\/\/[^/?#\\{}\s]+(?:[/?#]|$)/u.test(base)) {
    return leftOutOfDify(node, context, {
      'zh-CN': '请求地址的主机来自变量，这里不允许，已略过，输出为空。',
      en: 'The host of its address came from a variable, which is not allowed here. It was left out and gives nothing.',
    });
  }
  const pairs = linesOf(text(data['params'])).map(
    ([name, value]) => `${encodeURIComponent(name)}=${names.template(value)}`,
  );
  const url = pairs.length === 0 ? base : `${base}${base.includes('?') ? '&' : '?'}${pairs.join('&')}`;
  const headers = linesOf(text(data['headers']));
  const secret = headers.filter(([name]) => SECRET.test(name));
  const method = text(data['method']).toUpperCase();
  const body = bodyOf(object(data['body']), names);
  const request = sketch.add('http', title, {
    method: METHODS.includes(method) ? method : 'GET',
    url,
    headers: headers
      .filter(([name]) => name !== '' && !SECRET.test(name))
      .slice(0, 30)
      .map(([label, value]) => ({ label, expr: names.template(value) })),
    body: body ?? '',
    variable: names.output(node, 'response', 'object'),
  });
  if (secret.length > 0 || (text(object(data['authorization'])['type']) || 'no-auth') !== 'no-auth') {
    sketch.unmatched('http-request', title, request, {
      'zh-CN': '它的密钥没有带过来。请在节点里选一个凭据。',
      en: 'Its key was not taken over. Choose a credential in the node.',
    });
  }
  if (body === undefined) {
    sketch.unmatched('http-request', title, request, {
      'zh-CN': '请求体不是合法的 JSON，已留空，请重写。',
      en: 'Its body is not valid JSON and was left empty. Write it again.',
    });
  }
  const { exits } = onward(request, 'ok');
  const handle = text(data['error_strategy']) === 'fail-branch' ? 'fail-branch' : 'source';
  return { entry: request, exits: [...exits, { node: request, port: 'error', handle }] };
}

/** `name: value` a line. */
function linesOf(source: string): readonly (readonly [string, string])[] {
  return source
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.includes(':'))
    .map((line) => [line.slice(0, line.indexOf(':')).trim(), line.slice(line.indexOf(':') + 1).trim()] as const);
}

/** A JSON body; undefined when there is one that is no JSON. */
function bodyOf(body: ReturnType<typeof object>, names: DifyContext['names']): string | undefined {
  const { data } = body;
  const raw =
    typeof data === 'string'
      ? data
      : objects(data)
          .map((one) => text(one['value']))
          .join('');
  if (text(body['type']) === 'none' || raw.trim() === '') return '';
  if (['form-data', 'x-www-form-urlencoded'].includes(text(body['type']))) {
    const fields =
      typeof data === 'string'
        ? linesOf(data)
        : objects(data).map((one) => [text(one['key']), text(one['value'])] as const);
    return JSON.stringify(Object.fromEntries(fields.map(([name, value]) => [name, names.template(value)])));
  }
  const template = names.template(raw);
  try {
    JSON.parse(template);
    return template;
  } catch {
    return undefined;
  }
}
