// Typebot's questions for a text, a number, a date, a file and so on, as questions of ours.
import type { Bilingual } from '#nodes/kit/localized.ts';
import { templateFrom } from './foreign-text.ts';
import { standIn, through, type BlockContext, type Drawn } from './typebot-drawing.ts';
import { object, text, type TypebotBlock } from './typebot-file.ts';
import { promptOf } from './typebot-prompt.ts';

/** Draws a question. */
export function question(block: TypebotBlock, context: BlockContext): Drawn {
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
      if (!sketch.has('askFile')) return standIn(block, context, open(), ANY_WORDS);
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

function payment(block: TypebotBlock, { sketch, title, rename }: BlockContext): Drawn {
  const amount = `${text(block.options['amount'])} ${text(block.options['currency'])}`.trim();
  const node = sketch.add('handoff', title, { reason: templateFrom(`${title}: ${amount}`, rename) });
  sketch.unmatched(block.type, title, node, {
    'zh-CN': '不在会话里收款，改为转给人工处理这笔付款。',
    en: 'No money is taken in the chat; a person is brought in for this payment.',
  });
  return {
    entry: node,
    exits: ['resolved', 'returned', 'offline', 'timeout'].map((port) => ({ node, port, item: undefined })),
  };
}

function ratingPrompt(block: TypebotBlock, prompt: string): string {
  const labels = object(block.options['labels']);
  const scale = `0 – ${text(block.options['length']) || '10'}`;
  const [left, right] = [text(labels['left']), text(labels['right'])];
  return left === '' && right === '' ? `${prompt} (${scale})` : `${prompt} (${scale}: ${left} – ${right})`;
}
