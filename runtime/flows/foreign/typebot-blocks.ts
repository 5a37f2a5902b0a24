// Each kind of Typebot block as nodes of ours: the one it enters by, and the ways it leaves by.
import { expressionFrom, joinedFrom, looksLikeCode, quoted, templateFrom } from './foreign-text.ts';
import { conditionExpression } from './typebot-condition.ts';
import { codeNode, computedVariable } from './typebot-code.ts';
import { choice } from './typebot-choice.ts';
import { leftOut, NOTHING, through, type BlockContext, type Drawn, type Exit } from './typebot-drawing.ts';
import { object, text, type TypebotBlock } from './typebot-file.ts';
import { asksModel, modelBlock } from './typebot-model.ts';
import { otherBlock } from './typebot-other.ts';
import { question } from './typebot-question.ts';
import { requestNode } from './typebot-request.ts';
import { bubbleText, bubbleUrl } from './typebot-text.ts';

/** Draws one block. */
export function drawBlock(block: TypebotBlock, context: BlockContext): Drawn {
  const { sketch, title, rename } = context;
  if (asksModel(block)) return modelBlock(block, context) ?? leftOut(block, context);
  switch (block.type) {
    case 'start':
    case 'Jump':
      return NOTHING;
    case 'Typebot link':
      if (block.options['typebotId'] === 'current') return NOTHING;
      return otherBlock(block, context) ?? leftOut(block, context);
    case 'text': {
      const words = templateFrom(bubbleText(block.content), rename);
      return words === '' ? NOTHING : through(sketch.add('message', title, { text: words }), 'next');
    }
    case 'image':
    case 'video':
    case 'audio':
    case 'embed':
      return media(block, context);
    case 'Set variable':
      return setVariable(block, context);
    case 'Condition':
      return condition(block, context);
    case 'Wait':
      return wait(block, context);
    case 'Redirect':
      return redirect(block, context);
    case 'AB test':
      return split(block, context);
    case 'Code':
    case 'Script':
      return code(block, context);
    case 'Webhook':
    case 'Make.com':
    case 'Zapier':
    case 'Pabbly':
      return requestNode(block, context) ?? leftOut(block, context);
    case 'choice input':
    case 'picture choice input':
    case 'cards input':
      return choice(block, context);
    default:
      if (block.type.endsWith(' input')) return question(block, context);
      return otherBlock(block, context) ?? leftOut(block, context);
  }
}

function code(block: TypebotBlock, context: BlockContext): Drawn {
  const node = codeNode(block, context);
  if (node !== undefined) return through(node, 'ok', 'error');
  context.sketch.unmatched(block.type, text(block.options['name']) || context.title, null, {
    'zh-CN': '这段代码要用到浏览器、网络或别的模块，沙箱里没有，已略过。',
    en: 'This code needs the browser, the network or other modules, which the sandbox does not have. It was left out.',
  });
  return NOTHING;
}

function media(block: TypebotBlock, context: BlockContext): Drawn {
  const { sketch, title, rename } = context;
  const url = templateFrom(bubbleUrl(block.content), rename);
  if (!/^https?:\/\//.test(url) && !url.startsWith('{{')) return leftOut(block, context);
  const link = block.type === 'embed' || /youtube\.com|youtu\.be|vimeo\.com/.test(url);
  if (link) {
    const node = sketch.add('message', title, { text: url });
    sketch.unmatched(block.type, title, node, {
      'zh-CN': '不内嵌外部页面，改为发送链接。',
      en: 'Pages of others are not embedded; the link is sent instead.',
    });
    return through(node, 'next');
  }
  const alt = text(object(block.content['clickLink'])['alt']) || title;
  return through(sketch.add('media', title, { kind: block.type, url, alt }), 'next');
}

function setVariable(block: TypebotBlock, context: BlockContext): Drawn {
  const { sketch, title, rename, nameOf } = context;
  const { options } = block;
  const name = nameOf(text(options['variableId']));
  if (name === '') return NOTHING;
  const set = (value: string) =>
    through(sketch.add('set', title, { assignments: [{ variable: name, value }] }), 'next');
  const kind = text(options['type']) || 'Custom';
  const simple: Readonly<Record<string, string>> = {
    Empty: 'null',
    Now: 'now',
    Today: 'today()',
    Yesterday: 'addDays(today(), -1)',
    Tomorrow: 'addDays(today(), 1)',
    'User ID': 'session.id',
    'Result ID': 'session.id',
    'Random ID': 'session.id',
    'Environment name': quoted('web'),
    'Phone number': 'customer.phone',
    'Contact name': 'customer.name',
    'Moment of the day':
      "hour(now) < 12 ? 'morning' : hour(now) < 18 ? 'afternoon' : hour(now) < 22 ? 'evening' : 'night'",
  };
  const known = simple[kind];
  if (known !== undefined) return set(known);
  if (kind === 'Append value(s)') {
    sketch.variable(name, 'list');
    return set(`default(${name}, []) + [${joinedFrom(text(options['item']), rename)}]`);
  }
  if (kind === 'Pop' || kind === 'Shift') {
    const saved = nameOf(text(options['saveItemInVariableId']));
    const taken = saved === '' ? [] : [{ variable: saved, value: `${kind === 'Pop' ? 'last' : 'first'}(${name})` }];
    const rest = kind === 'Pop' ? `slice(${name}, 0, length(${name}) - 1)` : `slice(${name}, 1)`;
    return through(sketch.add('set', title, { assignments: [...taken, { variable: name, value: rest }] }), 'next');
  }
  if (kind !== 'Custom') return leftOut(block, context);
  const source = text(options['expressionToEvaluate']);
  const formula = expressionFrom(source, rename, context.isKnown);
  if (formula !== undefined && formula !== '') return set(formula);
  if (options['isCode'] !== true && !looksLikeCode(source)) return set(joinedFrom(source, rename));
  const computed = computedVariable(name, source, context);
  if (computed !== undefined) return through(computed, 'ok', 'error');
  const node = sketch.add('set', title, { assignments: [{ variable: name, value: quoted('') }] });
  sketch.unmatched('Set variable (code)', title, node, {
    'zh-CN': `这里原来是一段 JavaScript，未能转换，变量「${name}」先置空。请改写成表达式或脚本。`,
    en: `This was JavaScript that could not be turned into an expression; "${name}" is emptied for now. Write it as an expression or a script.`,
  });
  return through(node, 'next');
}

function condition(block: TypebotBlock, context: BlockContext): Drawn {
  const { sketch, title, rename, nameOf } = context;
  const exits: Exit[] = [];
  let entry: string | undefined;
  let before: string | undefined;
  for (const item of block.items) {
    const found = conditionExpression(object(item.fields['content']), rename, nameOf);
    const node = sketch.add('condition', title, { expression: found ?? 'false' });
    if (found === undefined) {
      sketch.unmatched('Condition', title, node, {
        'zh-CN': '这个条件用到了这里没有的写法，先当作「否」。请重写。',
        en: 'This condition uses a form that does not exist here and counts as "no" for now. Write it again.',
      });
    }
    exits.push({ node, port: 'then', item });
    if (before !== undefined) sketch.connect(before, 'else', node);
    entry ??= node;
    before = node;
  }
  if (before !== undefined) exits.push({ node: before, port: 'else', item: undefined });
  return { entry, exits };
}

function wait(block: TypebotBlock, context: BlockContext): Drawn {
  const seconds = text(block.options['secondsToWaitFor']);
  const ms = Number(seconds) * 1000;
  if (!(ms >= 100)) return seconds.includes('{{') ? leftOut(block, context) : NOTHING;
  const durationMs = Math.min(Math.round(ms), 400 * 86_400_000);
  const config = { mode: 'duration', durationMs, cancelOnMessage: false };
  return through(context.sketch.add('wait', context.title, config), 'due');
}

function redirect(block: TypebotBlock, { sketch, title, rename, locale }: BlockContext): Drawn {
  const url = templateFrom(text(block.options['url']), rename);
  if (url === '') return NOTHING;
  const label = locale === 'en' ? 'Open' : '打开';
  const node = sketch.add('card', title, {
    title: title || url,
    buttons: [{ id: 'open', label, action: 'url', value: url }],
  });
  sketch.unmatched('Redirect', title, node, {
    'zh-CN': '会话不会替客户离开页面，改为一张带按钮的卡片。',
    en: 'A chat does not take the customer away from the page; a card with a button stands here.',
  });
  return through(node, 'next');
}

function split(block: TypebotBlock, context: BlockContext): Drawn {
  const { sketch, title } = context;
  const [a, b] = block.items;
  if (!sketch.has('split')) return leftOut(block, context);
  const given = Number(text(block.options['aPercent']) || '50');
  const share = Number.isFinite(given) ? Math.max(0, Math.min(100, Math.round(given))) : 50;
  const node = sketch.add('split', title, {
    shares: [
      { id: 'a', label: 'A', weight: share },
      { id: 'b', label: 'B', weight: 100 - share },
    ],
  });
  return {
    entry: node,
    exits: [
      { node, port: 'a', item: a },
      { node, port: 'b', item: b },
    ],
  };
}
