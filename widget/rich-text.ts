// A small, safe part of Markdown as data: paragraphs, lists, bold, italics, code and links to safe addresses. Nothing becomes HTML.

/** A piece of a line. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'strong' | 'em' | 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string };

/** A block of a message. */
export type Block =
  | { readonly kind: 'paragraph'; readonly lines: readonly (readonly Inline[])[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Inline[])[] };

const INLINE =
  /\*\*([^*\n]{1,500})\*\*|`([^`\n]{1,500})`|\[([^\]\n]{1,300})\]\(([^)\s]{1,2000})\)|(https?:\/\/[^\s<>"'，。；、）】]{1,2000})|\*([^*\s][^*\n]{0,300})\*/gu;
const BULLET = /^\s*[-*•]\s+(.*)$/u;
const NUMBER = /^\s*\d{1,3}[.)、]\s+(.*)$/u;

/** Reads a text. Total and linear: any string gives blocks. */
export function parseRichText(source: string): readonly Block[] {
  const blocks: Block[] = [];
  for (const part of source.replace(/\r\n?/gu, '\n').split(/\n{2,}/u)) {
    const lines = part.split('\n').filter((line) => line.trim() !== '');
    if (lines.length === 0) continue;
    for (const [pattern, ordered] of [
      [BULLET, false],
      [NUMBER, true],
    ] as const) {
      const items = lines.map((line) => pattern.exec(line)?.[1]);
      if (items.every((item) => item !== undefined))
        blocks.push({ kind: 'list', ordered, items: items.map((item) => parseInline(item)) });
    }
    const last = blocks[blocks.length - 1];
    const isList =
      last?.kind === 'list' &&
      last.items.length === lines.length &&
      lines.every((line) => BULLET.test(line) || NUMBER.test(line));
    if (!isList) blocks.push({ kind: 'paragraph', lines: lines.map((line) => parseInline(line)) });
  }
  return blocks;
}

/** Reads one line. */
export function parseInline(line: string): readonly Inline[] {
  const parts: Inline[] = [];
  let at = 0;
  for (const match of line.matchAll(INLINE)) {
    const [whole, strong, code, label, target, bare, em] = match;
    if (match.index > at) parts.push({ kind: 'text', text: line.slice(at, match.index) });
    const href = target ?? bare;
    if (strong !== undefined) parts.push({ kind: 'strong', text: strong });
    else if (code !== undefined) parts.push({ kind: 'code', text: code });
    else if (em !== undefined) parts.push({ kind: 'em', text: em });
    else if (href !== undefined && isSafeAddress(href)) parts.push({ kind: 'link', text: label ?? href, href });
    else parts.push({ kind: 'text', text: whole });
    at = match.index + whole.length;
  }
  if (at < line.length) parts.push({ kind: 'text', text: line.slice(at) });
  return parts;
}

/** Only addresses that open a page, a mail or a call. */
export function isSafeAddress(href: string): boolean {
  return /^(https?:\/\/|mailto:|tel:)/iu.test(href.trim());
}
