// Parts of a page that come in a download of their own: when first shown, or in a quiet moment before that.
import { lazy, useEffect, type ComponentType, type LazyExoticComponent } from 'react';

const AT_LATEST_MS = 2000;

/** A part that is loaded when first shown, or when it is fetched ahead. */
export type Later<Props> = LazyExoticComponent<ComponentType<Props>> & { fetchAhead(): void };

/** Makes a part out of its import. A failed fetch ahead is not remembered: showing the part tries again. */
export function later<Props>(load: () => Promise<ComponentType<Props>>): Later<Props> {
  let ahead: Promise<ComponentType<Props>> | undefined;
  const part = lazy(async () => ({ default: await (ahead ?? load()) }));
  return Object.assign(part, {
    fetchAhead() {
      ahead ??= load();
      ahead.catch(() => {
        ahead = undefined;
      });
    },
  });
}

/** Fetches parts once the page is quiet, so that what is typed right after their shortcut finds them there. */
export function useFetchAhead(parts: readonly Pick<Later<never>, 'fetchAhead'>[]): void {
  useEffect(() => {
    const fetchAll = (): void => parts.forEach((part) => part.fetchAhead());
    // Safari has no idle callback.
    if (typeof requestIdleCallback !== 'function') {
      const timer = setTimeout(fetchAll, AT_LATEST_MS);
      return () => clearTimeout(timer);
    }
    const handle = requestIdleCallback(fetchAll, { timeout: AT_LATEST_MS });
    return () => cancelIdleCallback(handle);
  }, [parts]);
}
