// One request for a page, a sitemap or a robots.txt, through the egress module and within limits.
import { MAX_DOCUMENT_BYTES, type DocumentKind } from '#runtime/ports/document-reader.ts';
import type { HttpFetcher } from '#runtime/ports/http-fetcher.ts';
import type { PageProblem } from '#runtime/ports/knowledge-site-store.ts';
import { readable } from './page-name.ts';
import { egressProblem, SITE_PROBLEMS, statusProblem } from './problems.ts';

/** What came of a request. `url` is the address that answered. */
export type Fetched =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'gone' }
  | {
      readonly kind: 'content';
      readonly url: string;
      readonly bytes: Uint8Array;
      /** Undefined: not a kind of page that is read. Such a content is not fetched whole. */
      readonly document: DocumentKind | undefined;
      readonly etag: string;
      readonly modified: string;
      /** What the server calls it and its kind, as it says; empty: it says nothing. */
      readonly fileName: string;
      readonly mediaType: string;
    }
  | { readonly kind: 'problem'; readonly status: number | undefined; readonly problem: PageProblem };

/** What is asked for. `hosts`: where redirects may lead; undefined: to any host the workspace may call. */
export interface Wanted {
  readonly workspaceId: string;
  readonly url: string;
  readonly hosts?: readonly string[];
  /** Whether robots.txt allows where a redirect leads; asked before it is followed. */
  readonly mayFollow?: (url: string) => boolean | Promise<boolean>;
  /** What is known of the content already. */
  readonly etag?: string;
  readonly modified?: string;
  /** Take whatever kind it is: a sitemap, a robots.txt. */
  readonly anyKind?: boolean;
  /** What is asked for in the header `accept`, when it is no page. */
  readonly accept?: string;
}

const TIMEOUT_MS = 30_000;
const ACCEPT = 'text/html, application/xhtml+xml, application/pdf, text/plain, text/markdown, application/xml;q=0.5';
const KINDS: Readonly<Record<string, DocumentKind>> = {
  'text/html': 'html',
  'application/xhtml+xml': 'html',
  'application/pdf': 'pdf',
  'text/plain': 'txt',
  'text/markdown': 'md',
};
const GONE: ReadonlySet<number> = new Set([404, 410]);

/** Asks once. Never rejects for what the other server does; only `signal` ends it so. */
export async function fetchPage(fetcher: HttpFetcher, wanted: Wanted, signal: AbortSignal): Promise<Fetched> {
  const { workspaceId, url, hosts, mayFollow, etag = '', modified = '', anyKind = false } = wanted;
  const accept = wanted.accept ?? (anyKind ? `${ACCEPT}, */*;q=0.4` : ACCEPT);
  const redirect = { isForbidden: false };
  const follows = async (next: string): Promise<boolean> => {
    redirect.isForbidden = mayFollow !== undefined && !(await mayFollow(next));
    return !redirect.isForbidden;
  };
  try {
    const answer = await fetcher.stream(
      {
        workspaceId,
        purpose: 'website',
        method: 'GET',
        url,
        headers: {
          accept,
          ...(etag === '' ? {} : { 'if-none-match': etag }),
          ...(modified === '' ? {} : { 'if-modified-since': modified }),
        },
        body: null,
        timeoutMs: TIMEOUT_MS,
        maxBytes: MAX_DOCUMENT_BYTES,
        ...(hosts === undefined ? {} : { hosts }),
        ...(mayFollow === undefined ? {} : { mayFollow: follows }),
      },
      signal,
    );
    const mediaType = (answer.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
    const document = KINDS[mediaType];
    const isWanted = answer.status === 200 && (anyKind || document !== undefined);
    // An answer nobody reads is ended, so that its connection closes.
    const bytes = isWanted ? await bytesOf(answer.body) : await ended(answer.body);
    if (answer.status === 304) return { kind: 'unchanged' };
    if (GONE.has(answer.status)) return { kind: 'gone' };
    if (answer.status !== 200) {
      return { kind: 'problem', status: answer.status, problem: statusProblem(answer.status) };
    }
    return {
      kind: 'content',
      url: answer.url,
      bytes,
      document,
      etag: headerOf(answer.headers['etag']),
      modified: headerOf(answer.headers['last-modified']),
      fileName: fileNameIn(answer.headers['content-disposition'] ?? ''),
      mediaType,
    };
  } catch (error) {
    if (signal.aborted) throw error;
    if (redirect.isForbidden) return { kind: 'problem', status: undefined, problem: SITE_PROBLEMS.robots };
    return { kind: 'problem', status: undefined, problem: egressProblem(error) };
  }
}

async function bytesOf(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts);
}

async function ended(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts = body[Symbol.asyncIterator]();
  // Only what has begun can be ended.
  await parts.next();
  await parts.return?.();
  return new Uint8Array();
}

/** By RFC 6266; the form with an encoding goes first. */
function fileNameIn(disposition: string): string {
  const encoded = /filename\*\s*=\s*utf-8''([^;\s]{1,600})/i.exec(disposition)?.[1];
  if (encoded !== undefined && /^(?:[^%]|%[0-9a-f]{2})*$/i.test(encoded)) return readable(encoded);
  return /filename\s*=\s*"?([^";]{1,300})"?/i.exec(disposition)?.[1]?.trim() ?? '';
}

/** Sent back the next time, so it must be a header that may be sent. */
function headerOf(value: string | undefined): string {
  return value !== undefined && value.length <= 500 && /^[\x20-\x7e]*$/.test(value) ? value : '';
}
