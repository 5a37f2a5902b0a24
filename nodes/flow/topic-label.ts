// What a question or a branch is called when the customer is asked whether to switch.
import { localize, type Localized } from '#nodes/kit/localized.ts';
import type { CompiledFlow } from './compile.ts';

/** The node's own words for its topic, else its name, else the name of its intent or its first keyword; empty when it has none of these. */
export function topicLabel(flow: Pick<CompiledFlow, 'nodes' | 'document'>, id: string, locale: string): string {
  const node = flow.nodes.get(id);
  if (node === undefined) return '';
  const { topic, intents, words } = node.config as {
    readonly topic?: Localized;
    readonly intents?: unknown;
    readonly words?: unknown;
  };
  const own = localize(topic, locale, flow.document.settings.locale).trim();
  if (own !== '') return own;
  if (node.name.trim() !== '') return node.name;
  if (node.type === 'onIntent' && Array.isArray(intents))
    return flow.document.intents.find((intent) => intent.id === intents[0])?.name ?? '';
  return node.type === 'onKeyword' && Array.isArray(words) && typeof words[0] === 'string' ? words[0] : '';
}
