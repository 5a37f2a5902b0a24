// Refuses a file or bundle whose websites or pages stand at addresses that cannot be read or must not be called.
import { FlowError } from '#nodes/kit/errors.ts';
import type { CarriedOrigin, CarriedPage, CarriedSite } from '#nodes/wire/knowledge-file.ts';
import type { Bilingual } from '#nodes/kit/localized.ts';
import { pageAddress, siteAddress } from './websites/site-address.ts';

/** Throws EGRESS_DENIED for an address that must not be called. Calls nothing. */
export type AddressCheck = (workspaceId: string, address: string) => void;

/** What is looked at. */
interface Addressed {
  readonly sites: readonly CarriedSite[];
  readonly questions: readonly { readonly from?: CarriedOrigin }[];
  readonly documents: readonly { readonly page?: CarriedPage }[];
}

const SHOWN_CHARS = 80;

/** REQUEST_INVALID for the first address that is none, is there twice, leads inside, or belongs to no website of the file. */
export function refuseAddresses({ sites, documents, questions }: Addressed, check: (address: string) => void): void {
  const known = new Set<string>();
  const places = new Set<string>();
  sites.forEach(({ address, settings, excluded }, index) => {
    const where = `sites/${String(index)}`;
    const place = readable(`${where}/address`, address, siteAddress);
    if (places.has(place)) throw refused(`${where}/address`, address, TWICE);
    places.add(place);
    known.add(address);
    refuseInside(`${where}/address`, place, check);
    // Of a list, questions are excluded.
    if (settings.way === 'questions') return;
    excluded.forEach((one, at) => readable(`${where}/excluded/${String(at)}`, one, pageOf));
  });
  questions.forEach(({ from }, index) => {
    if (from !== undefined && !known.has(from.site))
      throw refused(`questions/${String(index)}/from/site`, from.site, NO_SITE);
  });
  const pages = new Set<string>();
  documents.forEach(({ page }, index) => {
    if (page === undefined) return;
    const where = `documents/${String(index)}/page`;
    if (!known.has(page.site)) throw refused(`${where}/site`, page.site, NO_SITE);
    readable(`${where}/url`, page.url, pageOf);
    refuseInside(`${where}/url`, page.url, check);
    const key = JSON.stringify([page.site, page.url]);
    if (pages.has(key)) throw refused(`${where}/url`, page.url, TWICE);
    pages.add(key);
  });
}

const NO_ADDRESS: Bilingual = {
  'zh-CN': '不是可用的 http(s) 网址，请改成 https://example.com/help/ 这样的写法',
  en: 'is no http or https address; write it as https://example.com/help/',
};
const TWICE: Bilingual = { 'zh-CN': '重复了，请删去一处', en: 'stands there twice; take one out' };
const NO_SITE: Bilingual = {
  'zh-CN': '不在文件的 sites 里，请补上这个网址，或删去这一处来源',
  en: 'is not among the sites of the file; add it there, or take the origin out',
};
const INSIDE: Bilingual = {
  'zh-CN': '通往内网，不能访问。请从文件中删去，或请管理员在“设置 › 网络”中放行',
  en: 'leads into a private network and must not be called. Take it out of the file, or have an admin allow it under Settings, Network',
};

/** A page of a website has one spelling, and only that one is found again. */
function pageOf(url: string): string {
  if (pageAddress(url) === url) return url;
  throw new FlowError('REQUEST_INVALID', 'This is no address of a page.');
}

function readable(where: string, address: string, read: (address: string) => string): string {
  try {
    return read(address);
  } catch (problem) {
    if (problem instanceof FlowError) throw refused(where, address, NO_ADDRESS);
    throw problem;
  }
}

function refuseInside(where: string, address: string, check: (address: string) => void): void {
  try {
    check(address);
  } catch (problem) {
    if (problem instanceof FlowError) throw refused(where, address, INSIDE);
    throw problem;
  }
}

function refused(where: string, address: string, why: Bilingual): FlowError {
  const shown = address.length > SHOWN_CHARS ? `${address.slice(0, SHOWN_CHARS)}…` : address;
  const message = {
    'zh-CN': `没有导入：${where} 的“${shown}”${why['zh-CN']}。`,
    en: `Nothing was imported: "${shown}" at ${where} ${why.en}.`,
  };
  return new FlowError('REQUEST_INVALID', message.en, { message, where });
}
