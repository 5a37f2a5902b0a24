// Turns HTML into Markdown-like text: scripts gone, headings kept, blocks on lines of their own.

/** Elements whose content is never text for a reader. */
const SILENT = [
  'script',
  'style',
  'noscript',
  'template',
  'svg',
  'iframe',
  'object',
  'canvas',
  'head',
  'nav',
  'select',
];
const BLOCKS =
  'address|article|aside|blockquote|br|dd|div|dl|dt|fieldset|figure|footer|form|header|hr|main|ol|p|pre|section|table|tbody|thead|tr|ul';
/** A `main` with less text than this is filled by a script; the rest of the page may say more. */
const SHORTEST_MAIN = 40;
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ensp: ' ',
  emsp: ' ',
  copy: '©',
  reg: '®',
  trade: '™',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  middot: '·',
  bull: '•',
  yen: '¥',
  euro: '€',
  times: '×',
};

/** The page's title, if it has one. */
export function titleOfHtml(html: string): string {
  const title = /<title\b[^>]{0,200}>([^<]{0,500})/i.exec(html)?.[1] ?? '';
  return decodeEntities(title).replace(/\s+/g, ' ').trim();
}

/** Markdown of the visible text, without any tag. A page that says which part is its content (`main`) gives that part. */
export function markdownFromHtml(html: string): string {
  let text = mainPart(withoutRanges(html, '<!--', '-->'));
  for (const name of SILENT) text = withoutElement(text, name);
  const marked = text
    .replace(/\s+/g, ' ')
    .replace(/<h([1-6])\b[^<>]*>/gi, (_, level: string) => `\n\n${'#'.repeat(Number(level))} `)
    .replace(/<\/h[1-6]\s*>/gi, '\n\n')
    .replace(/<li\b[^<>]*>/gi, '\n- ')
    .replace(/<\/(?:td|th)\s*>/gi, ' | ')
    .replace(new RegExp(`</?(?:${BLOCKS})\\b[^<>]*>`, 'gi'), '\n\n')
    .replace(/<[/!?a-z][^<>]*>/gi, '');
  return decodeEntities(marked)
    .replace(/[ \t]*\n[ \t]*/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Character references to characters; once, so that `&amp;lt;` stays the text `&lt;`. */
export function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,8}));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
      const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return point > 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff) ? String.fromCodePoint(point) : '';
    },
  );
}

/** What stands in the one `main` element; the whole page when there is none, several, or hardly anything in it. */
function mainPart(html: string): string {
  const lower = html.toLowerCase();
  const start = openingTag(lower, 'main', 0);
  const end = lower.lastIndexOf('</main');
  if (start === -1 || end <= start || openingTag(lower, 'main', start + 1) !== -1) return html;
  const part = html.slice(start, end);
  return part.replace(/<[^<>]*>/g, '').trim().length < SHORTEST_MAIN ? html : part;
}

/** Searched by hand: a lazy regular expression over a hostile page takes quadratic time. */
function withoutElement(html: string, name: string): string {
  const lower = html.toLowerCase();
  let kept = '';
  let at = 0;
  for (;;) {
    const start = openingTag(lower, name, at);
    if (start === -1) return kept + html.slice(at);
    kept += `${html.slice(at, start)} `;
    const close = lower.indexOf(`</${name}`, start);
    if (close === -1) return kept;
    const end = lower.indexOf('>', close);
    if (end === -1) return kept;
    at = end + 1;
  }
}

function openingTag(lower: string, name: string, from: number): number {
  let at = lower.indexOf(`<${name}`, from);
  while (at !== -1 && /[a-z0-9-]/.test(lower.charAt(at + name.length + 1))) at = lower.indexOf(`<${name}`, at + 1);
  return at;
}

function withoutRanges(text: string, open: string, close: string): string {
  let kept = '';
  let at = 0;
  for (;;) {
    const start = text.indexOf(open, at);
    if (start === -1) return kept + text.slice(at);
    kept += text.slice(at, start);
    const end = text.indexOf(close, start + open.length);
    if (end === -1) return kept;
    at = end + close.length;
  }
}
