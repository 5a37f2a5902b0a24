// What a page or document is called.
import type { PageLook } from '#runtime/ports/document-reader.ts';

const NAME_CHARS = 200;

/** Its title; without one, what the server calls it, or the last part of its address. */
export function nameOf(visit: {
  readonly url: string;
  readonly look: Pick<PageLook, 'title'> | undefined;
  readonly fileName?: string;
}): string {
  const title = clean(visit.look?.title ?? '') || clean(visit.fileName ?? '');
  if (title !== '') return title.slice(0, NAME_CHARS);
  const { pathname, hostname } = new URL(visit.url);
  const last = pathname.split('/').findLast((part) => part !== '') ?? hostname;
  return clean(readable(last)).slice(0, NAME_CHARS) || hostname;
}

/** Percent signs undone; as it is when they are wrong. */
export function readable(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function clean(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, '').trim();
}
