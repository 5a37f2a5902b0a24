// What a Typebot text bubble says, as the small part of Markdown that our messages know.
import type { JsonObject } from '#nodes/kit/json.ts';
import { object, objects, text } from './typebot-file.ts';

/** The words of a text bubble: rich text of the newer versions, plain text or HTML of the older ones. */
export function bubbleText(content: JsonObject): string {
  const rich = objects(content['richText']);
  if (rich.length > 0) return rich.map(blockText).join('\n').trim();
  const plain = text(content['plainText']);
  if (plain !== '') return plain.trim();
  return text(content['html'])
    .replace(/<\/(?:p|div|li)>|<br\s*\/?>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .trim();
}

function blockText(block: JsonObject): string {
  const type = text(block['type']);
  const children = objects(block['children']);
  if (type === 'ul' || type === 'ol') {
    return children.map((item, index) => `${type === 'ol' ? `${index + 1}.` : '-'} ${inlineText(item)}`).join('\n');
  }
  return inlineText(block);
}

function inlineText(node: JsonObject): string {
  if ('text' in node) return marked(text(node['text']), node);
  const inside = objects(node['children']).map(inlineText).join('');
  if (node['type'] === 'a') {
    const url = text(node['url']);
    return inside === '' || inside === url ? url : `[${inside}](${url})`;
  }
  if (node['type'] === 'inline-variable') return text(node['value']) || inside;
  return inside;
}

function marked(words: string, node: JsonObject): string {
  const bold = node['bold'] === true;
  if (!bold || words.trim() === '') return words;
  const [, before = '', core = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(words) ?? [];
  return `${before}**${core}**${after}`;
}

/** The address of an image, video, audio or embed bubble. */
export function bubbleUrl(content: JsonObject): string {
  const url = text(content['url']);
  const id = text(content['id']);
  if (url !== '' && /^https?:/.test(url)) return url;
  if (content['type'] === 'youtube' && id !== '') return `https://www.youtube.com/watch?v=${encodeURIComponent(id)}`;
  if (content['type'] === 'vimeo' && id !== '') return `https://vimeo.com/${encodeURIComponent(id)}`;
  return url || text(object(content['media'])['url']);
}
