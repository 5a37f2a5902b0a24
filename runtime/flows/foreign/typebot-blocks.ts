// Each kind of Typebot block as nodes of ours: the one it enters by, and the ways it leaves by.
import type { Bilingual } from '#nodes/kit/localized.ts';
import { expressionFrom, joinedFrom, looksLikeCode, quoted, templateFrom, type Rename } from './foreign-text.ts';
import type { Sketch } from './sketch.ts';
import { conditionExpression } from './typebot-condition.ts';
import { object, text, type TypebotBlock, type TypebotItem } from './typebot-file.ts';
import { requestNode } from './typebot-request.ts';
import { bubbleText, bubbleUrl } from './typebot-text.ts';

/** A way out of a drawn block: a port, and the item it belongs to (undefined: the block itself). */
export interface Exit {
  readonly node: string;
  readonly port: string;
  readonly item: TypebotItem | undefined;
}

/** A drawn block. `entry` undefined: nothing was drawn, the way goes on behind it. */
export interface Drawn {
  readonly entry: string | undefined;
  readonly exits: readonly Exit[];
}

/** What the drawing of a block may look at. */
export interface BlockContext {
  readonly sketch: Sketch;
  readonly rename: Rename;
  /** Our name of a variable id; empty when there is none. */
  readonly nameOf: (variableId: string) => string;
  readonly isKnown: (name: string) => boolean;
  /** The block's group. */
  readonly title: string;
  /** The words said just before, when this block may say them itself. */
  readonly prompt: string;
  readonly locale: 'zh-CN' | 'en';
  readonly retry: string;
}

const NOTHING: Drawn = { entry: undefined, exits: [] };

/** Draws one block. */
export function drawBlock(block: TypebotBlock, context: BlockContext): Drawn {
  const { sketch, title, rename } = context;
  switch (block.type) {
    case 'start':
    case 'Jump':
      return NOTHING;
    case 'Typebot link':
      return block.options['typebotId'] === 'current' ? NOTHING : leftOut(block, context);
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
      return block.type.endsWith(' input') ? question(block, context) : leftOut(block, context);
  }
}

function through(node: string, port: string): Drawn {
  return { entry: node, exits: [{ node, port, item: undefined }] };
}

/** Says in the report that a block is not there, and lets the way go on. */
export function leftOut(block: TypebotBlock, { sketch, title }: BlockContext): Drawn {
  sketch.unmatched(block.type, title, null, {
    'zh-CN': '没有对应的节点，已略过，流程接到它的下一步。',
    en: 'Nothing here does this. It was left out; the flow goes on with what follows it.',
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

function split(block: TypebotBlock, { sketch, title }: BlockContext): Drawn {
  const [a, b] = block.items;
  const share = Number(text(block.options['aPercent']) || '50');
  const node = sketch.add('split', title, {
    branches: [
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

function choice(block: TypebotBlock, context: BlockContext): Drawn {
  const { sketch, title, rename, nameOf } = context;
  const name = nameOf(text(block.options['variableId']));
  const options = block.items.slice(0, 50).map((item, index) => {
    const { fields } = item;
    const label = text(fields['content']) || text(fields['title']) || text(fields['value']) || text(fields['text']);
    return { item, id: `o${index + 1}`, label: templateFrom(label, rename) || `${index + 1}` };
  });
  const dynamic =
    text(block.options['dynamicVariableId']) || text(object(block.options['dynamicItems'])['titlesVariableId']);
  if (options.length === 0 || dynamic !== '') {
    const drawn = question({ ...block, type: 'text input' }, context);
    sketch.unmatched(block.type, title, drawn.entry ?? null, {
      'zh-CN': '选项来自变量，改为开放问题。',
      en: 'Its options came from a variable; an open question stands here.',
    });
    return drawn;
  }
  const node = sketch.add('askChoice', title, {
    prompt: promptOf(block, context),
    options: options.map(({ id, label }) => ({ id, label })),
    ...(context.retry === '' ? {} : { retry: context.retry }),
  });
  if (block.options['isMultipleChoice'] === true) {
    sketch.unmatched(block.type, title, node, {
      'zh-CN': '原来可以多选，现在客户选一个。',
      en: 'Several could be chosen; here the customer picks one.',
    });
  }
  const exits = options.map(({ item, id, label }): Exit => {
    if (name === '') return { node, port: id, item };
    // The variable holds the words that were chosen, as it did there.
    const value = joinedFrom(label, (inner) => inner);
    const keep = sketch.add('set', label, { assignments: [{ variable: name, value }] });
    sketch.connect(node, id, keep);
    return { node: keep, port: 'next', item };
  });
  return { entry: node, exits };
}

function question(block: TypebotBlock, context: BlockContext): Drawn {
  const { sketch, title, nameOf } = context;
  const { options } = block;
  const variable = nameOf(text(options['variableId']));
  const asked = {
    prompt: promptOf(block, context),
    variable,
    ...(context.retry === '' ? {} : { retry: text(options['retryMessageContent']) || context.retry }),
  };
  const typed = (kind: string, more: object = {}) =>
    through(sketch.add('askTyped', title, { ...asked, kind, ...more }), 'answered');
  const open = (more: object = {}) => through(sketch.add('askText', title, { ...asked, ...more }), 'answered');
  switch (block.type) {
    case 'text input':
    case 'time input':
      return open();
    case 'url input':
      return open({ pattern: '^(https?://)?[^\\s/]+\\.[^\\s]+$' });
    case 'email input':
      return typed('email');
    case 'phone number input':
      return typed('phone');
    case 'number input':
      if (variable !== '') sketch.variable(variable, 'number');
      return typed('number', { min: text(options['min']), max: text(options['max']) });
    case 'rating input':
      if (variable !== '') sketch.variable(variable, 'number');
      return typed('number', {
        prompt: ratingPrompt(block, asked.prompt),
        min: '0',
        max: text(options['length']) || '10',
      });
    case 'date input': {
      const plain = options['isRange'] !== true && options['hasTime'] !== true;
      return plain ? typed('date') : standIn(block, context, open(), DATE_WORDS);
    }
    case 'file input':
      return through(sketch.add('askFile', title, asked), 'received');
    case 'payment input':
      return payment(block, context);
    default:
      return standIn(block, context, open(), ANY_WORDS);
  }
}

const DATE_WORDS: Bilingual = {
  'zh-CN': '原来要一段日期或带时间的日期，改为开放问题。',
  en: 'It asked for a range or a time as well; an open question stands here.',
};
const ANY_WORDS: Bilingual = {
  'zh-CN': '没有对应的问法，改为开放问题。',
  en: 'Nothing here asks like this; an open question stands here.',
};

function standIn(block: TypebotBlock, { sketch, title }: BlockContext, drawn: Drawn, words: Bilingual): Drawn {
  sketch.unmatched(block.type, title, drawn.entry ?? null, words);
  return drawn;
}

function payment(block: TypebotBlock, { sketch, title, rename }: BlockContext): Drawn {
  const amount = `${text(block.options['amount'])} ${text(block.options['currency'])}`.trim();
  const node = sketch.add('handoff', title, { reason: templateFrom(`${title}: ${amount}`, rename) });
  sketch.unmatched(block.type, title, node, {
    'zh-CN': '不在会话里收款，改为转给人工处理这笔付款。',
    en: 'No money is taken in the chat; a person is brought in for this payment.',
  });
  return { entry: node, exits: ['resolved', 'returned'].map((port) => ({ node, port, item: undefined })) };
}

/** The words before the question, else its placeholder, else words of our own: a question without words is none. */
function promptOf(block: TypebotBlock, { prompt, rename, locale }: BlockContext): string {
  if (prompt !== '') return prompt;
  const placeholder = templateFrom(text(object(block.options['labels'])['placeholder']), rename);
  if (placeholder !== '') return placeholder;
  if (block.items.length > 0) return locale === 'en' ? 'Please choose:' : '请选择：';
  return locale === 'en' ? 'Please answer:' : '请回答：';
}

function ratingPrompt(block: TypebotBlock, prompt: string): string {
  const labels = object(block.options['labels']);
  const scale = `0 – ${text(block.options['length']) || '10'}`;
  const [left, right] = [text(labels['left']), text(labels['right'])];
  return left === '' && right === '' ? `${prompt} (${scale})` : `${prompt} (${scale}: ${left} – ${right})`;
}
