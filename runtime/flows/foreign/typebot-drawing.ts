// What drawing a Typebot block takes and gives, and the ways that many blocks are drawn.
import type { Bilingual } from '#nodes/kit/localized.ts';
import type { Rename } from './foreign-text.ts';
import type { Sketch } from './sketch.ts';
import type { TypebotBlock, TypebotItem } from './typebot-file.ts';

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

/** Nothing was drawn. */
export const NOTHING: Drawn = { entry: undefined, exits: [] };

/** A node with one way out that goes on. */
export function through(node: string, ...ports: readonly string[]): Drawn {
  return { entry: node, exits: ports.map((port) => ({ node, port, item: undefined })) };
}

/** Says in the report that a block is not there, and lets the way go on. */
export function leftOut(block: TypebotBlock, { sketch, title }: BlockContext): Drawn {
  const words = reasonOf(block.type) ?? {
    'zh-CN': '没有对应的节点，已略过，流程接到它的下一步。',
    en: 'Nothing here does this. It was left out; the flow goes on with what follows it.',
  };
  sketch.unmatched(block.type === '' ? '?' : block.type, title, null, words);
  return NOTHING;
}

/** Draws a node that stands in for the block, and says so. */
export function standIn(block: TypebotBlock, { sketch, title }: BlockContext, drawn: Drawn, words: Bilingual): Drawn {
  sketch.unmatched(block.type, title, drawn.entry ?? null, words);
  return drawn;
}

/** Words for a block that is left out, when more can be said than that. */
function reasonOf(type: string): Bilingual | undefined {
  if (/analytics|pixel|posthog|segment/i.test(type)) {
    return {
      'zh-CN': '网页统计已略过；这里的「分析」本来就记录每一步。',
      en: 'Page statistics are left out; Insights counts every step here anyway.',
    };
  }
  if (/^(?:email|gmail|sendgrid|resend)$/i.test(type)) {
    return {
      'zh-CN': '发邮件已略过。可以用「HTTP 请求」调用您的邮件服务。',
      en: 'Sending mail was left out. An HTTP node can call your mail service.',
    };
  }
  if (/sheets|nocodb/i.test(type)) {
    return {
      'zh-CN': '表格读写已略过。需要时用「HTTP 请求」接它的接口。',
      en: 'Reading and writing of tables was left out. Call its API with an HTTP node if you need it.',
    };
  }
  return undefined;
}
