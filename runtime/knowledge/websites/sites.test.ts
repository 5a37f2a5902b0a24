// Websites from a real server on this machine: read, kept in step, refused where they lead inside.
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Site } from '#nodes/wire/knowledge-sites.ts';
import { pdfOf } from '#runtime/testkit/documents.ts';
import type { KnowledgeRoom } from '#runtime/testkit/knowledge.ts';
import { openTestSite, type TestPage, type TestSite } from '#runtime/testkit/website.ts';
import { createWebsiteRooms, type WebsiteRooms } from '#runtime/testkit/website-rooms.ts';

const W = 'a';
const HOUR_MS = 3_600_000;
const LINKS = { way: 'links', depth: 3, maxPages: 50, refresh: null } as const;
const page = (title: string, text: string, links: readonly string[] = []) =>
  `<html><head><title>${title}</title></head><body><nav><a href="/help/">Home</a></nav><main><p>${text} We are glad to help you with it.</p>${links
    .map((link) => `<a href="${link}">more</a>`)
    .join(' ')}</main><footer>Imprint zebra</footer></body></html>`;

let rooms: WebsiteRooms;
let web: TestSite;
let room: KnowledgeRoom;
let baseId: string;

beforeEach(async () => {
  rooms = await createWebsiteRooms();
  web = rooms.web;
  room = await rooms.open();
  baseId = (await room.knowledge.bases.create(W, { name: 'Base' })).id;
});
afterEach(async () => {
  await room.close();
  await rooms.end();
});

function serve(pages: Readonly<Record<string, TestPage>>): void {
  for (const [path, content] of Object.entries(pages)) web.pages.set(path, content);
}
async function added(path = '/help/', settings: Site['settings'] = LINKS): Promise<Site> {
  const { id } = await room.knowledge.sites.add(W, baseId, { address: web.origin + path, settings });
  return settled(id);
}
async function settled(id: string): Promise<Site> {
  await room.knowledge.settled();
  const site = (await room.knowledge.sites.list(W, baseId)).find((one) => one.id === id);
  if (site === undefined) throw new Error('The site is gone.');
  return site;
}
async function refreshed({ id }: Site): Promise<Site> {
  web.asked.length = 0;
  await room.knowledge.sites.refresh(W, id);
  return settled(id);
}
const sources = () => room.knowledge.sources.list(W, baseId);
const paths = async () => (await sources()).map((one) => one.page?.url.slice(web.origin.length)).sort();
const ask = (question: string) => room.knowledge.search(W, { question, baseIds: [baseId], topK: 4, minScore: 0.35 });

describe('a website read by its links', () => {
  it('gives one document a page, named and cited by its address, without navigation and footer', async () => {
    serve({
      '/help/': page('Help', 'Welcome to our help.', ['returns', '/help/delivery?utm_source=x#top', '/blog/news']),
      '/help/returns': page('Returns', 'You may send goods back within thirty days.', ['https://elsewhere.example/x']),
      '/help/delivery': page('Delivery', 'Parcels arrive in two days.', ['manual.pdf', 'photo.png', 'note.txt']),
      '/help/manual.pdf': {
        headers: { 'content-type': 'application/pdf' },
        body: pdfOf(['The battery lasts ten years.']),
      },
      '/help/note.txt': { headers: { 'content-type': 'text/plain' }, body: 'Invoices come by mail.' },
      '/help/photo.png': { headers: { 'content-type': 'image/png' }, body: 'png' },
      '/blog/news': page('News', 'This is outside of the help.'),
    });
    const site = await added();
    expect(site).toMatchObject({ state: 'ready', result: { added: 5, skipped: 1, failed: 0, stopped: null } });
    expect(await paths()).toEqual(['/help/', '/help/delivery', '/help/manual.pdf', '/help/note.txt', '/help/returns']);
    expect(web.asked).not.toContain('/blog/news');
    const found = await ask('send goods back');
    expect(found.sources[0]).toMatchObject({ title: 'Returns', url: `${web.origin}/help/returns` });
    expect((await ask('How long does the battery last?')).answer).toContain('ten years');
    expect((await ask('zebra')).hits).toEqual([]);
    expect(room.faults).toEqual([]);
  });

  it('goes as deep and as far as it is told, and says why it ended', async () => {
    serve({ '/': page('Start', 'The front page.', ['/help/', '/help/1', '/help/2']) });
    for (let n = 0; n < 6; n += 1) {
      serve({
        [n === 0 ? '/help/' : `/help/${String(n)}`]: page(`P${String(n)}`, `Page ${String(n)}.`, [
          `/help/${String(n + 1)}`,
        ]),
      });
    }
    expect((await added('/help/', { ...LINKS, depth: 2 })).result).toMatchObject({ added: 3, stopped: null });
    const capped = await added('/help/1', { ...LINKS, depth: 5, maxPages: 2 });
    expect(capped).toMatchObject({ state: 'ready', result: { added: 1, stopped: null } });
    const wide = await added('/', { ...LINKS, depth: 5, maxPages: 2 });
    expect(wide).toMatchObject({ state: 'ready', result: { stopped: { code: 'INGEST_LIMIT' } } });
  });

  it('obeys robots.txt, and reads nothing while it cannot be read', async () => {
    serve({
      '/robots.txt': { headers: { 'content-type': 'text/plain' }, body: 'User-agent: *\nDisallow: /help/inner' },
      '/help/': page('Help', 'Welcome.', ['/help/inner/secret', '/help/open']),
      '/help/inner/secret': page('Secret', 'Not for readers.'),
      '/help/open': page('Open', 'For everybody.'),
    });
    const site = await added();
    expect(web.asked).not.toContain('/help/inner/secret');
    expect(site.result?.problems).toMatchObject([
      {
        url: `${web.origin}/help/inner/secret`,
        code: 'EGRESS_DENIED',
        message: { en: expect.stringContaining('robots') },
      },
    ]);
    serve({ '/robots.txt': { status: 503 } });
    expect(await refreshed(site)).toMatchObject({ state: 'failed', result: { stopped: { code: 'EGRESS_FAILED' } } });
    expect(web.asked).toEqual(['/robots.txt']);
    expect(await paths()).toEqual(['/help/', '/help/open']);
  });

  it('asks robots.txt of where a redirect leads before it follows, on its own host and at the start on another', async () => {
    serve({
      '/robots.txt': { headers: { 'content-type': 'text/plain' }, body: 'User-agent: *\nDisallow: /hidden' },
      '/help/': page('Help', 'Welcome.', ['/help/away', '/help/good']),
      '/help/away': { status: 302, headers: { location: '/hidden/page' } },
      '/hidden/page': page('Hidden', 'Not for readers.'),
      '/help/good': page('Good', 'Refunds take three days.'),
      '/moved': { status: 301, headers: { location: '/hidden/start' } },
      '/hidden/start': page('Start', 'Not for readers either.'),
    });
    const site = await added();
    expect(site.result?.problems).toMatchObject([
      { url: `${web.origin}/help/away`, code: 'EGRESS_DENIED', message: { en: expect.stringContaining('robots') } },
    ]);
    expect(await added('/moved')).toMatchObject({ state: 'failed', result: { stopped: { code: 'EGRESS_DENIED' } } });
    expect(web.asked.filter((path) => path.startsWith('/hidden'))).toEqual([]);
    expect(await paths()).toEqual(['/help/', '/help/good']);
  });

  it('refuses what leads into the intranet, with a reason, and goes on', async () => {
    const inside = await openTestSite({ '/admin': page('Admin', 'Secret of the intranet.') });
    serve({
      '/help/': page('Help', 'Welcome.', ['inward', 'metadata', 'good']),
      '/help/inward': { status: 302, headers: { location: `${inside.origin}/admin` } },
      '/help/metadata': { status: 307, headers: { location: 'http://169.254.169.254/latest/meta-data/' } },
      '/help/good': page('Good', 'Refunds take three days.'),
    });
    const site = await added();
    expect(inside.asked).toEqual([]);
    expect(site).toMatchObject({ state: 'ready', result: { added: 2, failed: 2 } });
    expect(site.result?.problems.map(({ url, code }) => [url.slice(web.origin.length), code])).toEqual([
      ['/help/inward', 'EGRESS_DENIED'],
      ['/help/metadata', 'EGRESS_DENIED'],
    ]);
    expect((await ask('intranet')).hits).toEqual([]);
    // An address that leads inside by itself is refused at once, and is not listed.
    await expect(
      room.knowledge.sites.add(W, baseId, { address: `${inside.origin}/admin`, settings: LINKS }),
    ).rejects.toMatchObject({ code: 'EGRESS_DENIED' });
    expect(await room.knowledge.sites.list(W, baseId)).toHaveLength(1);
    await inside.close();
  });

  it('names pages that are broken, too large or too strange, and takes in the rest', async () => {
    serve({
      '/help/': page('Help', 'Welcome.', ['huge', 'broken.pdf', 'error', 'gone', 'loop', 'good']),
      '/help/huge': { headers: { 'content-type': 'text/html' }, body: 'x'.repeat(21 * 1024 * 1024) },
      '/help/broken.pdf': { headers: { 'content-type': 'application/pdf' }, body: 'no pdf' },
      '/help/error': { status: 500, headers: { 'content-type': 'text/html' }, body: 'oops' },
      '/help/loop': { status: 302, headers: { location: '/help/loop' } },
      '/help/good': page('Good', 'Refunds take three days.'),
    });
    const { result } = await added();
    expect(result?.problems.map(({ url, code }) => [url.slice(web.origin.length), code])).toEqual([
      ['/help/huge', 'EGRESS_TOO_LARGE'],
      ['/help/broken.pdf', 'FILE_UNREADABLE'],
      ['/help/error', 'EGRESS_FAILED'],
      ['/help/gone', 'RESOURCE_NOT_FOUND'],
      ['/help/loop', 'EGRESS_FAILED'],
    ]);
    expect(result).toMatchObject({ added: 2, failed: 5 });
  });
});

describe('a website read by its sitemap', () => {
  const SITEMAP = { ...LINKS, way: 'sitemap' } as const;
  const urlset = (...list: readonly string[]) =>
    `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${list
      .map((path) => `<url><loc>${web.origin}${path}</loc></url>`)
      .join('')}</urlset>`;

  it('follows an index to packed sitemaps, keeps to its part of the site, and follows no link', async () => {
    serve({
      '/robots.txt': { headers: {}, body: `Sitemap: ${web.origin}/index.xml` },
      '/index.xml': {
        body: `<sitemapindex><sitemap><loc>${web.origin}/one.xml.gz</loc></sitemap><sitemap><loc>${web.origin}/two.xml</loc></sitemap></sitemapindex>`,
      },
      '/one.xml.gz': { headers: { 'content-type': 'application/gzip' }, body: gzipSync(urlset('/help/a', '/blog/x')) },
      '/two.xml': { body: urlset('/help/b') },
      '/help/a': page('A', 'Returns within thirty days.', ['/help/unlisted']),
      '/help/b': page('B', 'Parcels arrive in two days.'),
      '/help/unlisted': page('U', 'Nobody listed this.'),
    });
    expect((await added('/help/', SITEMAP)).result).toMatchObject({ added: 2, failed: 0 });
    expect(await paths()).toEqual(['/help/a', '/help/b']);
  });

  it('takes the address of a sitemap itself', async () => {
    serve({ '/maps/all.xml': { body: urlset('/a', '/b/c') }, '/a': page('A', 'First.'), '/b/c': page('C', 'Second.') });
    expect((await added('/maps/all.xml', SITEMAP)).result).toMatchObject({ added: 2 });
  });

  it('says what to do when there is none', async () => {
    serve({ '/help/': page('Help', 'Welcome.'), '/sitemap.xml': { headers: {}, body: '<html>no</html>' } });
    expect(await added('/help/', SITEMAP)).toMatchObject({
      state: 'failed',
      result: { stopped: { code: 'RESOURCE_NOT_FOUND', message: { en: expect.stringContaining('follow links') } } },
    });
  });
});

describe('a website read again', () => {
  it('reads anew only what changed, forgets what is gone, and takes back what returns', async () => {
    serve({
      '/help/': page('Help', 'Welcome.', ['a', 'b', 'token']),
      '/help/a': page('A', 'Returns within thirty days.'),
      '/help/b': page('B', 'Parcels arrive in two days.'),
      '/help/token': { headers: { 'content-type': 'text/html' }, body: `${page('T', 'Always the same.')}<!-- 1 -->` },
    });
    const site = await added();
    const before = new Map((await sources()).map((one) => [one.page?.url, one.version]));
    serve({
      '/help/a': page('A', 'Returns within sixty days.'),
      '/help/token': { headers: { 'content-type': 'text/html' }, body: `${page('T', 'Always the same.')}<!-- 2 -->` },
    });
    web.pages.delete('/help/b');
    expect((await refreshed(site)).result).toMatchObject({ added: 0, changed: 1, same: 2, gone: 1, failed: 0 });
    expect((await ask('returns within days')).answer).toContain('sixty');
    expect((await ask('parcels')).hits).toEqual([]);
    const after = new Map((await sources()).map((one) => [one.page?.url, one]));
    expect([...after].filter(([url, { version }]) => version !== before.get(url)).map(([url]) => url)).toEqual([
      `${web.origin}/help/a`,
    ]);
    expect(after.get(`${web.origin}/help/b`)?.page?.goneAt).toEqual(expect.any(String));
    expect((await refreshed(site)).result).toMatchObject({ changed: 0, same: 3, gone: 0, failed: 0 });
    serve({ '/help/b': page('B', 'Parcels arrive in two days.') });
    expect((await refreshed(site)).result).toMatchObject({ changed: 1, same: 3 });
    expect((await ask('parcels')).answer).toContain('two days');
  });

  it('keeps everything when the server is down', async () => {
    serve({ '/help/': page('Help', 'Parcels arrive in two days.', ['a']), '/help/a': page('A', 'Thirty days.') });
    const site = await added();
    serve({ '/help/': { status: 500 }, '/help/a': { status: 503 } });
    const after = await refreshed(site);
    expect(after).toMatchObject({ state: 'failed', result: { stopped: { code: 'EGRESS_FAILED' } } });
    expect((await ask('parcels')).answer).toContain('two days');
  });

  it('does not take in again what a person deleted', async () => {
    serve({ '/help/': page('Help', 'Welcome.', ['a']), '/help/a': page('A', 'Not wanted.') });
    const site = await added();
    const unwanted = (await sources()).find((one) => one.name === 'A');
    await room.knowledge.sources.remove(W, unwanted?.id ?? '');
    expect((await refreshed(site)).result).toMatchObject({ added: 0, same: 1 });
    expect(await paths()).toEqual(['/help/']);
  });

  it('by itself when it is due, also after a restart, and not when it is switched off', async () => {
    serve({ '/help/': page('Help', 'Open until five.') });
    const daily = { ...LINKS, refresh: { every: 1, unit: 'day' } } as const;
    const site = await added('/help/', daily);
    expect(Date.parse(site.nextAt ?? '') - Date.parse(site.result?.at ?? '')).toBe(24 * HOUR_MS);
    await room.close();
    serve({ '/help/': page('Help', 'Open until seven.') });
    room = await rooms.open(23);
    await room.knowledge.start();
    expect((await settled(site.id)).result).toEqual(site.result);
    await room.close();
    room = await rooms.open(25);
    await room.knowledge.start();
    const again = await settled(site.id);
    expect(again.result).toMatchObject({ changed: 1 });
    expect(Date.parse(again.nextAt ?? '') - Date.parse(again.result?.at ?? '')).toBe(24 * HOUR_MS);
    expect((await room.knowledge.sites.update(W, site.id, { settings: LINKS })).nextAt).toBeNull();
  });
});

describe('a website', () => {
  it('is refused when its address is none, or is there already', async () => {
    const add = (address: string) => room.knowledge.sites.add(W, baseId, { address, settings: LINKS });
    for (const address of ['', 'ftp://a.example', 'https://user:pw@a.example', 'file:///etc/passwd']) {
      await expect(add(address), address).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
    }
    serve({ '/help/': page('Help', 'Welcome.') });
    await added();
    await expect(add(`${web.origin}/help/#top`)).rejects.toMatchObject({ code: 'NAME_TAKEN' });
  });

  it('goes with all of its pages, also in the middle of a reading', async () => {
    serve({ '/help/': page('Help', 'Welcome.', ['a']), '/help/a': page('A', 'Parcels arrive.') });
    const site = await added();
    await room.knowledge.sites.refresh(W, site.id);
    await room.knowledge.sites.remove(W, site.id);
    await room.knowledge.settled();
    expect([await sources(), await room.knowledge.sites.list(W, baseId)]).toEqual([[], []]);
    expect((await ask('parcels')).hits).toEqual([]);
    expect(room.faults).toEqual([]);
  });

  it('belongs to its workspace alone', async () => {
    serve({ '/help/': page('Help', 'Welcome.') });
    const { id } = await added();
    const { sites } = room.knowledge;
    await expect(sites.list('b', baseId)).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
    for (const attempt of [sites.update('b', id, { settings: LINKS }), sites.refresh('b', id), sites.remove('b', id)]) {
      await expect(attempt).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
    }
  });

  it('passes its labels and audiences on to all of its pages', async () => {
    serve({ '/help/': page('Help', 'Parcels arrive in two days.') });
    const { id } = await added();
    const rules = { channels: [], audiences: ['VIP'], tags: ['help'], startsAt: null, endsAt: null };
    await room.knowledge.sites.update(W, id, { rules });
    expect(await sources()).toMatchObject([{ rules }]);
    expect((await ask('parcels')).hits).toEqual([]);
  });
});
