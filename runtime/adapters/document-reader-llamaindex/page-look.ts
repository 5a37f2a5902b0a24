// What a web page or a sitemap points to. Runs in the reader process: pages are as hostile as any document.
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { PageLook, PageToLookAt } from '#runtime/ports/document-reader.ts';
import { decodeEntities, markdownFromHtml, titleOfHtml } from './html-markdown.ts';
import { ReadingProblem } from './problems.ts';
import { decodeText } from './text-decoding.ts';

/** What a packed sitemap may unpack to: the limit of the sitemap protocol. */
const UNPACKED_BYTES = 50 * 1024 * 1024;
const MOST_ADDRESSES = 50_000;
const LONGEST_ADDRESS = 2048;

/** Title, addresses and a mark of the visible text; throws a ReadingProblem for what is no page or no sitemap. */
export function lookAtPage({ form, bytes, address }: PageToLookAt): PageLook {
  const text = decodeText(form === 'sitemap' ? unpacked(bytes) : bytes);
  if (text === undefined) throw new ReadingProblem('encoding');
  return form === 'sitemap' ? lookAtSitemap(text, address) : lookAtHtml(text, address);
}

function lookAtHtml(html: string, address: string): PageLook {
  const base = absolute(attributeIn(/<base\b[^<>]*>/i.exec(html)?.[0] ?? '', 'href'), address) ?? address;
  const pages = new Set<string>();
  for (const [tag] of html.matchAll(/<a\s[^<>]*>/gi)) {
    if (/\snofollow\b/i.test(` ${attributeIn(tag, 'rel')}`)) continue;
    const page = absolute(attributeIn(tag, 'href'), base);
    if (page !== undefined && pages.size < MOST_ADDRESSES) pages.add(page);
  }
  const mark = createHash('sha256').update(markdownFromHtml(html)).digest('base64url');
  return { title: titleOfHtml(html), pages: [...pages], sitemaps: [], mark };
}

/** Addresses of a sitemap, of an index of sitemaps, or of a plain list with one address a line. */
function lookAtSitemap(text: string, address: string): PageLook {
  const isXml = text.trimStart().startsWith('<');
  if (isXml && !/<(?:\w+:)?(?:urlset|sitemapindex)\b/.test(text)) throw new ReadingProblem('sitemap');
  const found = isXml
    ? [...text.matchAll(/<loc>([^<]*|\s*<!\[CDATA\[[^<\]]*\]\]>\s*)<\/loc>/g)].map(([, inner = '']) =>
        decodeEntities(inner.replace(/<!\[CDATA\[|\]\]>/g, '')),
      )
    : text.split('\n').filter((line) => /^\s*https?:\/\//.test(line));
  const addresses = [...new Set(found.slice(0, MOST_ADDRESSES).flatMap((one) => absolute(one.trim(), address) ?? []))];
  const isIndex = isXml && /<(?:\w+:)?sitemapindex\b/.test(text);
  return { title: '', pages: isIndex ? [] : addresses, sitemaps: isIndex ? addresses : [], mark: '' };
}

function unpacked(bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: UNPACKED_BYTES });
  } catch (cause) {
    const isBomb = cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE';
    throw new ReadingProblem(isBomb ? 'bomb' : 'sitemap', { cause });
  }
}

function attributeIn(tag: string, name: string): string {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(tag);
  return decodeEntities(found?.[1] ?? found?.[2] ?? found?.[3] ?? '').trim();
}

function absolute(reference: string, base: string): string | undefined {
  if (reference === '' || reference.length > LONGEST_ADDRESS || !URL.canParse(reference, base)) return undefined;
  const url = new URL(reference, base);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : undefined;
}
