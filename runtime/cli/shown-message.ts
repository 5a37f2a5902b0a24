// A message as lines in a terminal: its plain text, as a channel without buttons gets it.
import type { Locale } from '#nodes/kit/localized.ts';
import { plainTextOf } from '#nodes/flow/plain-text.ts';
import type { SaidMessage } from '#runtime/dialogues/conversation.ts';

/** The message with its choices numbered; control characters, which could move the cursor, are left out. */
export function linesOfMessage(message: SaidMessage, locale: Locale): readonly string[] {
  const name = message.from === 'system' ? '--' : locale === 'en' ? 'bot:' : '机器人:';
  return plainTextOf(message, locale)
    .split('\n')
    .map((line, index) => (index === 0 ? `${name} ${line}` : `  ${line}`).replace(/\p{Cc}/gu, ''));
}
