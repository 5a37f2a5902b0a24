// Signing out must reach the page that is watching, and take the last person's data with it.
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { forgetPerson } from './auth.ts';

describe('signing out', () => {
  it('tells whoever is watching that nobody is signed in', () => {
    const cache = new QueryClient();
    cache.setQueryData(['me'], { user: { id: 'u1' } });
    const watcher = new QueryObserver<unknown>(cache, { queryKey: ['me'], enabled: false });
    const stop = watcher.subscribe(() => undefined);
    forgetPerson(cache);
    stop();
    expect(watcher.getCurrentResult().data).toBeNull();
  });

  it('forgets what the last person had loaded', () => {
    const cache = new QueryClient();
    cache.setQueryData(['leads'], [{ phone: '13800001111' }]);
    forgetPerson(cache);
    expect(cache.getQueryData(['leads'])).toBeUndefined();
  });
});
