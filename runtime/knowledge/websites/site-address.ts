// Addresses of a website: one spelling for one page, and which of them belong to the site.
import { FlowError } from '#nodes/kit/errors.ts';

const LONGEST = 2000;
/** Parameters that say where a visitor came from; the page is the same without them. */
const TRACKING = /^(?:utm_\w+|gclid|fbclid|spm)$/i;

/** The address a person wrote, as `https://host/path`. REQUEST_INVALID for what is none. */
export function siteAddress(written: string): string {
  const text = written.trim();
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  const url = URL.canParse(whole) ? new URL(whole) : undefined;
  const isGood =
    url !== undefined &&
    /^https?:$/.test(url.protocol) &&
    url.username === '' &&
    url.password === '' &&
    url.hostname !== '';
  if (!isGood) {
    const message = {
      'zh-CN': '网址无法识别，请写成 https://example.com/help/。',
      en: 'The address is not readable. Write it as https://example.com/help/.',
    };
    throw new FlowError('REQUEST_INVALID', message.en, { message });
  }
  return pageAddress(url.href) ?? url.href;
}

/** One spelling for one page: no fragment, no tracking parameters. Undefined for what is no page's address. */
export function pageAddress(href: string): string | undefined {
  if (!URL.canParse(href)) return undefined;
  const url = new URL(href);
  if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return undefined;
  url.hash = '';
  for (const name of [...url.searchParams.keys()]) if (TRACKING.test(name)) url.searchParams.delete(name);
  return url.href.length > LONGEST ? undefined : url.href;
}

/** Whether the address is that of a sitemap, not of a page. */
export function isSitemapAddress(address: string): boolean {
  return /\.(?:xml|xml\.gz|txt)$/i.test(new URL(address).pathname);
}

/** Whether an address belongs to the site: same host and port, at or below the path of the start. A sitemap stands for its whole host. */
export function isOfSite(address: string, start: string): boolean {
  const [url, home] = [new URL(address), new URL(start)];
  if (url.host !== home.host) return false;
  const folder = isSitemapAddress(start) ? '/' : folderOf(home.pathname);
  return url.pathname === folder.slice(0, -1) || url.pathname.startsWith(folder);
}

/** `/help/` of `/help/`, `/help/index.html` and `/help`. */
function folderOf(path: string): string {
  if (path.endsWith('/')) return path;
  const last = path.slice(path.lastIndexOf('/') + 1);
  return last.includes('.') ? path.slice(0, path.length - last.length) : `${path}/`;
}
