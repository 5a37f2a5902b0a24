// Typebot blocks that reach other products: mail, live chat, calendars, other bots, tables and counters.
import { templateFrom } from './foreign-text.ts';
import type { BlockContext, Drawn } from './typebot-drawing.ts';
import { text, type TypebotBlock } from './typebot-file.ts';

/** Live chat products: here a person is brought in. */
const LIVE_CHATS: ReadonlySet<string> = new Set(['Chatwoot', 'zendesk', 'Zendesk']);

/** Draws it; undefined: there is nothing like it. */
export function otherBlock(block: TypebotBlock, context: BlockContext): Drawn | undefined {
  if (LIVE_CHATS.has(block.type)) return liveChat(block, context);
  if (block.type === 'Email' || block.type === 'gmail') return mail(block, context);
  if (block.type === 'Typebot link') return otherBot(block, context);
  if (block.type === 'cal-com') return calendar(block, context);
  return undefined;
}

function liveChat(block: TypebotBlock, { sketch, title }: BlockContext): Drawn {
  const node = sketch.add('handoff', title, { reason: title });
  sketch.unmatched(block.type, title, node, {
    'zh-CN': '不接外部在线客服，改为转给这里的人工。',
    en: 'No outside live chat is opened; a person here is brought in instead.',
  });
  const ports = ['resolved', 'returned', 'offline', 'timeout'];
  return { entry: node, exits: ports.map((port) => ({ node, port, item: undefined })) };
}

function mail(block: TypebotBlock, { sketch, title, rename }: BlockContext): Drawn | undefined {
  if (!sketch.has('mail')) return undefined;
  const { options } = block;
  const recipients = Array.isArray(options['recipients']) ? options['recipients'].map(text) : [text(options['to'])];
  const node = sketch.add('mail', title, {
    to: templateFrom(recipients.filter((one) => one !== '').join(', '), rename),
    subject: templateFrom(text(options['subject']), rename) || title,
    body: templateFrom(text(options['body']), rename) || title,
  });
  if (options['isCustomBody'] !== true && block.type === 'Email') {
    sketch.unmatched(block.type, title, node, {
      'zh-CN': '原来发送全部答案，这里只有一句话，请补写正文。',
      en: 'It sent all answers; the body here is a placeholder. Write what the mail should say.',
    });
  }
  return {
    entry: node,
    exits: ['sent', 'error'].map((port) => ({ node, port, item: undefined })),
  };
}

/** Another bot is another flow, which is not in this file. */
function otherBot({ type, options }: TypebotBlock, { sketch, title }: BlockContext): Drawn {
  sketch.unmatched(type, title, null, {
    'zh-CN': `这里进入另一个机器人（${text(options['typebotId'])}），它不在这个文件里。把它也导入，再在这里放一个「子流程」。`,
    en: `Another bot (${text(options['typebotId'])}) was entered here; it is not in this file. Import it too and put a Sub-flow here.`,
  });
  return { entry: undefined, exits: [] };
}

function calendar({ type, options }: TypebotBlock, { sketch, title, rename }: BlockContext): Drawn | undefined {
  const url = templateFrom(text(options['link']), rename);
  if (!/^https?:\/\//.test(url)) return undefined;
  const node = sketch.add('message', title, { text: url });
  sketch.unmatched(type, title, node, {
    'zh-CN': '预约日历不内嵌，改为发送链接。',
    en: 'The calendar is not embedded; its link is sent instead.',
  });
  return { entry: node, exits: [{ node, port: 'next', item: undefined }] };
}
