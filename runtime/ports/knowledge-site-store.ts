// Websites that knowledge is read from, and the earlier versions of documents. Times are Unix ms.
import type { ErrorCode } from '#nodes/kit/errors.ts';
import type { Bilingual } from '#nodes/kit/localized.ts';
import type { Site } from '#nodes/wire/knowledge-sites.ts';
import type { DocumentKind } from './document-reader.ts';
import type { StoredRules } from './knowledge-store.ts';

/** Why a page was not taken in, or a whole website was not read. */
export interface PageProblem {
  readonly code: ErrorCode;
  readonly message: Bilingual;
}

/** What a server said of a content, to be sent back the next time; empty: it said nothing. */
export interface SeenContent {
  readonly etag: string;
  readonly modified: string;
}

/** What the last reading of a website came to. */
export interface SiteResult {
  readonly at: number;
  /** Pages; `skipped` ones are of no kind that is read, or twice the same. */
  readonly added: number;
  readonly changed: number;
  readonly same: number;
  readonly gone: number;
  readonly skipped: number;
  readonly failed: number;
  /** Why it ended before everything was looked at; null: it did not. */
  readonly stopped: PageProblem | null;
  /** The first pages that were not taken in. */
  readonly problems: readonly (PageProblem & { readonly url: string })[];
}

/** A website. `settings` say how it is read and how often. */
export interface StoredSite {
  readonly id: string;
  readonly baseId: string;
  /** Where reading begins, as `https://host/path`. */
  readonly address: string;
  readonly settings: Site['settings'];
  /** For whom, where and when its pages hold. */
  readonly rules: StoredRules;
  /** Addresses of pages (of a list: questions) that people deleted; they are not taken in again. */
  readonly excluded: readonly string[];
  readonly state: Site['state'];
  /** Pages looked at, and pages known of, in this reading. */
  readonly progress: { readonly done: number; readonly found: number };
  readonly result: SiteResult | null;
  /** Readings begun since one was finished. */
  readonly attempts: number;
  /** When it is read next by itself; null: not. */
  readonly nextAt: number | null;
  readonly createdAt: number;
  /** Of a list: the content whose rows are all in the base; null: none is known to be. */
  readonly seen: SeenContent | null;
}

/** Websites. */
export interface SiteStore {
  /** Newest first. */
  list(workspaceId: string, baseId: string): Promise<readonly StoredSite[]>;
  get(workspaceId: string, id: string): Promise<StoredSite | undefined>;
  insert(workspaceId: string, site: StoredSite): Promise<void>;
  /** False when the site is gone. */
  change(
    workspaceId: string,
    id: string,
    change: Partial<Omit<StoredSite, 'id' | 'baseId' | 'address' | 'createdAt'>>,
  ): Promise<boolean>;
  /** Removes the site; its pages are sources and are removed as such. */
  remove(workspaceId: string, id: string): Promise<void>;
  /** Sites of every workspace that are queued, were being read, or are due. */
  due(now: number): Promise<readonly { readonly workspaceId: string; readonly id: string }[]>;
  /** When the next one is due; undefined: none ever is. */
  nextDue(): Promise<number | undefined>;
}

/** A content that a source had before. */
export interface StoredVersion {
  readonly version: number;
  readonly kind: DocumentKind;
  readonly fileId: string;
  readonly sizeBytes: number;
  readonly passages: number;
  /** Who brought it: a person's name, or empty when the website did. */
  readonly author: string;
  readonly liveAt: number;
}

/** Earlier versions of sources. */
export interface VersionStore {
  /** Newest first. */
  list(workspaceId: string, sourceId: string): Promise<readonly StoredVersion[]>;
  /** Files of all earlier versions in a base. */
  filesOf(workspaceId: string, baseId: string): Promise<readonly string[]>;
}
