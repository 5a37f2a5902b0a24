// The one document at an address, of any kind that is read; what was there stays when it cannot be had.
import type { DocumentKind, DocumentReader } from '#runtime/ports/document-reader.ts';
import type { HttpFetcher } from '#runtime/ports/http-fetcher.ts';
import type { PageProblem } from '#runtime/ports/knowledge-site-store.ts';
import type { CrawlEnd, CrawlPlan } from './crawl.ts';
import { fetchPage, type Fetched } from './page-fetch.ts';
import { SITE_PROBLEMS } from './problems.ts';

/** What reading an address leans on. */
export interface SingleDeps {
  readonly fetcher: HttpFetcher;
  readonly reader: DocumentReader;
}

/** A content that was looked at from outside. */
export type Got =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'stopped'; readonly end: CrawlEnd }
  | {
      readonly kind: 'content';
      readonly answer: Extract<Fetched, { kind: 'content' }>;
      readonly document: DocumentKind;
    };

/**
 * Asks for what is at an address. A person named exactly this address, so robots.txt, which is about following links, is not asked, and a
 * redirect may lead to any host that the workspace may call.
 */
export async function getSingle(
  { fetcher, reader }: SingleDeps,
  { workspaceId, site, known, signal }: Pick<CrawlPlan, 'workspaceId' | 'site' | 'known' | 'signal'>,
): Promise<Got> {
  const url = site.address;
  const { etag = '', modified = '' } = known.get(url) ?? {};
  const answer = await fetchPage(fetcher, { workspaceId, url, etag, modified, anyKind: true }, signal);
  signal.throwIfAborted();
  if (answer.kind === 'unchanged') return answer;
  if (answer.kind === 'gone') return stopped(SITE_PROBLEMS.missingFile);
  if (answer.kind === 'problem') return stopped(answer.problem);
  const inspected = reader.inspect({ name: namedKind(answer, url), bytes: answer.bytes });
  if (!inspected.ok) return stopped(inspected.problem);
  return { kind: 'content', answer, document: inspected.value };
}

/** Reads it. Undefined: it was read. */
export async function readSingle(deps: SingleDeps, plan: CrawlPlan): Promise<CrawlEnd | undefined> {
  const url = plan.site.address;
  if (plan.site.excluded.includes(url)) return { failed: true, problem: SITE_PROBLEMS.deleted };
  const got = await getSingle(deps, plan);
  if (got.kind === 'stopped') return got.end;
  if (got.kind === 'unchanged') {
    await plan.onVisit({ kind: 'unchanged', url }, 1, 1);
    return undefined;
  }
  const { answer, document } = got;
  const { bytes } = answer;
  const look =
    document === 'html' ? await deps.reader.look({ form: 'html', bytes, address: answer.url }, plan.signal) : undefined;
  if (look?.ok === false) return { failed: true, problem: look.problem };
  // It is known by the address that was given, wherever that leads.
  await plan.onVisit({ ...answer, url, document, look: look?.value }, 1, 1);
  return undefined;
}

const EXTENSIONS: Readonly<Record<string, DocumentKind>> = {
  'text/csv': 'csv',
  'application/csv': 'csv',
  'text/comma-separated-values': 'csv',
  'text/tab-separated-values': 'csv',
  'application/epub+zip': 'epub',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
};
/** What servers say of files they do not know. */
const VAGUE: ReadonlySet<string> = new Set([
  '',
  'text/plain',
  'application/octet-stream',
  'binary/octet-stream',
  'application/zip',
  'application/vnd.ms-excel',
]);

/** A name whose ending says the kind: the server's word, unless it is vague and a name says more. */
function namedKind(
  { document, mediaType, fileName, url }: Extract<Fetched, { kind: 'content' }>,
  asked: string,
): string {
  const told = EXTENSIONS[mediaType] ?? document;
  const names = [fileName, new URL(url).pathname, new URL(asked).pathname];
  const named = names.find((name) => /\.[a-z0-9]{2,8}$/i.test(name));
  if (named !== undefined && (told === undefined || VAGUE.has(mediaType))) return named;
  return told === undefined ? 'file' : `file.${told}`;
}

function stopped(problem: PageProblem): Got {
  return { kind: 'stopped', end: { failed: true, problem } };
}
