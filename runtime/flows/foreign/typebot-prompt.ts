// What a question of Typebot says.
import { templateFrom } from './foreign-text.ts';
import type { BlockContext } from './typebot-drawing.ts';
import { object, text, type TypebotBlock } from './typebot-file.ts';

/** The words before the question, else its placeholder, else words of our own: a question without words is none. */
export function promptOf(block: TypebotBlock, { prompt, rename, locale }: BlockContext): string {
  if (prompt !== '') return prompt;
  const placeholder = templateFrom(text(object(block.options['labels'])['placeholder']), rename);
  if (placeholder !== '') return placeholder;
  if (block.items.length > 0) return locale === 'en' ? 'Please choose:' : '请选择：';
  return locale === 'en' ? 'Please answer:' : '请回答：';
}
