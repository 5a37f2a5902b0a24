// What a person should know before the first word: reason, moods, values, path, source and a short summary.
import type { Message } from '#nodes/wire/customer.ts';
import type { HandoffDetail } from '#nodes/wire/desk.ts';
import type { Json } from '#nodes/kit/json.ts';
import type { Story } from '#runtime/conversations/conversations.ts';
import type { StoredHandoff } from '#runtime/ports/desk-store.ts';

/** Nodes named in the summary; characters of a quoted message. */
const NODES_NAMED = 6;
const QUOTE_LENGTH = 120;

/** The card. Values the flow chose to show come first. */
export function contextCard(
  handoff: StoredHandoff,
  story: Story,
  messages: readonly Message[],
  moods: HandoffDetail['context']['moods'],
): HandoffDetail['context'] {
  const shown = Object.entries(handoff.summary)
    .filter(([, value]) => value !== null && value !== '')
    .map(([label, value]) => ({ name: label, label, value }));
  const isShown = ({ label, value }: { label: string; value: Json }): boolean =>
    shown.some((entry) => entry.label === label && JSON.stringify(entry.value) === JSON.stringify(value));
  return {
    reason: handoff.reason,
    moods,
    values: [...shown, ...story.values.filter((value) => !isShown(value))],
    path: story.path.map(({ node, name, type, port, portLabel }) => ({
      node,
      name,
      type,
      ...(port === undefined ? {} : { port }),
      ...(portLabel === undefined ? {} : { portLabel }),
    })),
    source: { ...handoff.source },
    summary: summaryLines(handoff, story, messages),
  };
}

function summaryLines(handoff: StoredHandoff, story: Story, messages: readonly Message[]): string[] {
  const isChinese = handoff.locale.startsWith('zh');
  const said = messages.filter(({ from, text }) => from === 'customer' && text !== undefined && text !== '');
  const first = said[0]?.text;
  const last = said.at(-1)?.text;
  const names = story.path.slice(-NODES_NAMED).map(({ name }) => name);
  return [
    ...(first === undefined ? [] : [isChinese ? `客户来意：“${quote(first)}”` : `Came with: “${quote(first)}”`]),
    ...(last === undefined || last === first
      ? []
      : [isChinese ? `最后一句：“${quote(last)}”` : `Last words: “${quote(last)}”`]),
    ...(names.length === 0
      ? []
      : [isChinese ? `机器人已走过：${names.join(' → ')}` : `The bot went through: ${names.join(' → ')}`]),
  ];
}

function quote(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= QUOTE_LENGTH ? line : `${line.slice(0, QUOTE_LENGTH).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
