// Botpress skills: choices, calls of an API, slots and a person, each as one node of ours.
import { choicesIn, type BotpressContext } from './botpress-actions.ts';
import type { BotpressNode } from './botpress-file.ts';
import { botpressName, botpressTemplate } from './botpress-text.ts';
import { object, text } from './typebot-file.ts';

/** A drawn skill: its ports, each with the line it goes on by (its place among the node's lines), or `undefined` for the last one. */
export interface DrawnSkill {
  readonly entry: string;
  readonly exits: readonly { readonly node: string; readonly port: string; readonly line: number | undefined }[];
}

/** Draws the skill of a node; undefined when there is none like it. */
export function drawSkill(node: BotpressNode, context: BotpressContext): DrawnSkill | undefined {
  const flow = context.file.flows.find(({ location }) => location === node.flow || location.endsWith(`/${node.flow}`));
  const data = flow?.skill ?? {};
  const kind = node.skill || (/skills\/([A-Za-z]+)/.exec(node.flow)?.[1] ?? '');
  if (/choice/i.test(kind)) return choice(node, data, context);
  if (/callapi|call-api/i.test(kind)) return callApi(node, data, context);
  if (/slot/i.test(kind)) return slot(node, data, context);
  if (/hitl/i.test(kind)) return handoff(node, context);
  return undefined;
}

/** The line of a success: the first one that asks for it, else the first one. */
function goodLine({ next }: BotpressNode): number | undefined {
  const found = next.findIndex(
    ({ condition }) => /=== ?true|valid|extracted|success/i.test(condition) && condition !== 'true',
  );
  return found === -1 ? (next.length > 1 ? 0 : undefined) : found;
}

function choice(node: BotpressNode, data: ReturnType<typeof object>, context: BotpressContext): DrawnSkill | undefined {
  const { sketch, file } = context;
  const content = file.content.get(text(data['contentId']).replace(/^#?!?/, ''));
  const choices = content === undefined ? [] : choicesIn(content.data).slice(0, 50);
  if (content === undefined || choices.length === 0) return undefined;
  const keywords = object(data['keywords']);
  const invalid = file.content.get(text(data['invalidContentId']).replace(/^#?!?/, ''));
  const config = object(data['config']);
  const retry = botpressTemplate(text(invalid?.data['text']), sketch);
  const tries = Number(config['nbMaxRetries']);
  const options = choices.map(({ value, label }, index) => ({
    id: `o${String(index + 1)}`,
    label: botpressTemplate(label, sketch),
    keywords: (Array.isArray(keywords[value]) ? keywords[value].map(text) : [])
      .filter((word) => word !== '')
      .slice(0, 30)
      .map((word) => word.slice(0, 100)),
  }));
  const ask = sketch.add('askChoice', node.name, {
    prompt:
      botpressTemplate(text(content.data['text']), sketch) || (context.locale === 'en' ? 'Please choose:' : '请选择：'),
    options,
    ...(retry === '' ? {} : { retry }),
    ...(Number.isInteger(tries) ? { maxTries: Math.max(1, Math.min(10, tries + 1)) } : {}),
  });
  const kept = text(config['variableName']);
  return {
    entry: ask,
    exits: [
      ...choices.map(({ value }, index) => {
        const line = node.next.findIndex(({ condition }) =>
          new RegExp(`==\\s*["']${escaped(value)}["']`).test(condition),
        );
        const port = `o${String(index + 1)}`;
        const at = line === -1 ? undefined : line;
        if (kept === '') return { node: ask, port, line: at };
        const set = sketch.add('set', node.name, {
          assignments: [
            { variable: sketch.variable(kept), value: `'${value.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'` },
          ],
        });
        sketch.connect(ask, port, set);
        return { node: set, port: 'next', line: at };
      }),
      { node: ask, port: 'other', line: undefined },
    ],
  };
}

function callApi(
  node: BotpressNode,
  data: ReturnType<typeof object>,
  { sketch }: BotpressContext,
): DrawnSkill | undefined {
  const url = botpressTemplate(text(data['url']), sketch);
  if (!/^https?:\/\/[^/?#\\{}\s]+(?:[/?#]|$)/u.test(url)) return undefined;
  const body = botpressTemplate(text(data['body']), sketch);
  const method = text(data['method']).toUpperCase() || 'GET';
  const variable = sketch.variable(text(data['variable']) || 'response', 'object');
  const request = sketch.add('http', node.name, {
    method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].includes(method) ? method : 'GET',
    url,
    body: isJson(body) ? body : '',
    variable,
  });
  if (text(data['headers']) !== '' || !isJson(body)) {
    sketch.unmatched('call-api', node.name, request, {
      'zh-CN': '请求头和不是 JSON 的请求体没有带过来。密钥请在节点里选一个凭据。',
      en: 'Headers, and a body that is no JSON, were not carried over. Choose a credential in the node for keys.',
    });
  }
  return {
    entry: request,
    exits: [
      { node: request, port: 'ok', line: goodLine(node) },
      { node: request, port: 'error', line: undefined },
    ],
  };
}

function slot(node: BotpressNode, data: ReturnType<typeof object>, context: BotpressContext): DrawnSkill | undefined {
  const { sketch, file } = context;
  const contentId = text(data['contentElement']).replace(/^#?!?/, '');
  const prompt = botpressTemplate(text(file.content.get(contentId)?.data['text']), sketch);
  const name = text(data['slotName']);
  if (name === '') return undefined;
  const ask = sketch.add('askText', node.name, {
    prompt: prompt || `${name}?`,
    variable: botpressName(`session.slots.${name}`, sketch),
  });
  return { entry: ask, exits: [{ node: ask, port: 'answered', line: goodLine(node) }] };
}

function handoff(node: BotpressNode, { sketch }: BotpressContext): DrawnSkill {
  const person = sketch.add('handoff', node.name, { reason: node.name });
  return {
    entry: person,
    exits: ['returned', 'offline', 'timeout'].map((port) => ({ node: person, port, line: undefined })),
  };
}

function isJson(body: string): boolean {
  if (body.trim() === '') return true;
  try {
    JSON.parse(body);
    return true;
  } catch {
    return false;
  }
}

function escaped(value: string): string {
  return value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
