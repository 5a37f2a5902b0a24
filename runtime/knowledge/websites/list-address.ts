// A list at an address, for those who keep rows: asked for once, on the condition that it changed, and read in the bounded reader.
import type { DocumentReader, TableFile, TableRows } from '#runtime/ports/document-reader.ts';
import type { HttpFetcher } from '#runtime/ports/http-fetcher.ts';
import type { PageProblem } from '#runtime/ports/knowledge-site-store.ts';
import { fetchPage } from './page-fetch.ts';
import { SITE_PROBLEMS } from './problems.ts';
import { siteAddress } from './site-address.ts';

/** What is asked for. `etag` and `modified` are those of the content that is known; empty: none is. */
export interface ListOrder extends Pick<TableFile, 'columns' | 'mostRows'> {
  readonly workspaceId: string;
  readonly address: string;
  readonly etag: string;
  readonly modified: string;
}

/** What came of it. */
export type ListAnswer =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'problem'; readonly problem: PageProblem }
  | { readonly kind: 'rows'; readonly table: TableRows; readonly etag: string; readonly modified: string };

/** Lists at addresses, under the limits that addresses of knowledge have. */
export interface ListAddresses {
  /** The address a person wrote, as `https://host/path`. REQUEST_INVALID for what is none. */
  written(address: string): string;
  /** Asks once and reads what comes, of whatever kind the server says it is. Rejects only when `signal` ends it. */
  read(order: ListOrder, signal: AbortSignal): Promise<ListAnswer>;
}

/** Lists over the way out and the reader. */
export function createListAddresses(deps: {
  readonly fetcher: HttpFetcher | undefined;
  readonly reader: DocumentReader;
}): ListAddresses {
  return {
    written: siteAddress,
    async read({ workspaceId, address, etag, modified, ...wanted }, signal) {
      if (deps.fetcher === undefined) return { kind: 'problem', problem: SITE_PROBLEMS.noTable };
      const answer = await fetchPage(
        deps.fetcher,
        { workspaceId, url: address, etag, modified, anyKind: true, accept: ACCEPT },
        signal,
      );
      signal.throwIfAborted();
      if (answer.kind === 'unchanged') return answer;
      if (answer.kind === 'gone') return { kind: 'problem', problem: SITE_PROBLEMS.missingFile };
      if (answer.kind === 'problem') return { kind: 'problem', problem: answer.problem };
      const { bytes } = answer;
      const kind = kindOf(bytes);
      if (kind === undefined) return { kind: 'problem', problem: SITE_PROBLEMS.noTable };
      const inspected = deps.reader.inspect({ name: `list.${kind === 'json' ? 'txt' : kind}`, bytes });
      if (!inspected.ok) {
        // What is said of a file under a wrong name means nothing to somebody who gave an address.
        const isOther = inspected.problem.code === 'FILE_REFUSED';
        return { kind: 'problem', problem: isOther ? SITE_PROBLEMS.noTable : inspected.problem };
      }
      const read = await deps.reader.rows({ kind, bytes, ...wanted }, signal);
      signal.throwIfAborted();
      if (!read.ok) return { kind: 'problem', problem: read.problem };
      return { kind: 'rows', table: read.value, etag: answer.etag, modified: answer.modified };
    },
  };
}

const ACCEPT =
  'text/csv, application/json, application/vnd.openxmlformats-officedocument.spreadsheetml.sheet, text/plain;q=0.8, */*;q=0.4';

/** By what it is, for servers name lists in every way there is. Undefined: markup, such as a page that asks to sign in. */
function kindOf(bytes: Uint8Array): TableFile['kind'] | undefined {
  const start = new TextDecoder().decode(bytes.subarray(0, 400)).trimStart();
  if (start.startsWith('PK\u0003\u0004')) return 'xlsx';
  if (start.startsWith('<')) return undefined;
  return /^(?:\{|\[\s*(?:[[{\]]|$))/u.test(start) ? 'json' : 'csv';
}
