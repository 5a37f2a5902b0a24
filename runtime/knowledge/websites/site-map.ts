// Which pages the sitemaps of a website list: an index leads to further ones, packed or not.
import type { DocumentReader } from '#runtime/ports/document-reader.ts';
import type { Robots } from './robots.ts';
import type { Fetched } from './page-fetch.ts';
import { isSitemapAddress } from './site-address.ts';

const MOST_SITEMAPS = 50;

/** How sitemaps are got. */
export interface SitemapDeps {
  readonly reader: DocumentReader;
  /** One polite request. */
  readonly ask: (url: string) => Promise<Fetched>;
  readonly signal: AbortSignal;
}

/** Addresses of pages, as listed; undefined when there is no sitemap that can be read. */
export async function pagesOfSitemaps(
  { reader, ask, signal }: SitemapDeps,
  start: string,
  robots: Robots,
): Promise<readonly string[] | undefined> {
  const { host } = new URL(start);
  const named = robots.sitemaps.filter((url) => URL.canParse(url));
  const usual = named.length > 0 ? named : [new URL('/sitemap.xml', start).href];
  const waiting = isSitemapAddress(start) ? [start] : usual;
  const seen = new Set<string>();
  const pages = new Set<string>();
  let isAnyRead = false;
  for (let url = waiting.shift(); url !== undefined && seen.size < MOST_SITEMAPS; url = waiting.shift()) {
    if (seen.has(url) || new URL(url).host !== host || !robots.allows(url)) continue;
    seen.add(url);
    const answer = await ask(url);
    if (answer.kind !== 'content') continue;
    const look = await reader.look({ form: 'sitemap', bytes: answer.bytes, address: answer.url }, signal);
    if (!look.ok) continue;
    isAnyRead = true;
    waiting.push(...look.value.sitemaps);
    for (const page of look.value.pages) pages.add(page);
  }
  return isAnyRead ? [...pages] : undefined;
}
