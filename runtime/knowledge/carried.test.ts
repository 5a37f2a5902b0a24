// A base with a website as a file and in a bundle: everything comes along, nothing is called before its time, hostile files are refused.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BaseFile } from '#nodes/wire/knowledge-file.ts';
import type { KnowledgeRoom } from '#runtime/testkit/knowledge.ts';
import type { TestSite } from '#runtime/testkit/website.ts';
import { createWebsiteRooms, type WebsiteRooms } from '#runtime/testkit/website-rooms.ts';

const DAILY = { way: 'links', depth: 3, maxPages: 50, refresh: { every: 1, unit: 'day' } } as const;
const HOUR_MS = 3_600_000;
const RULES = { channels: [], audiences: [], tags: [], startsAt: null, endsAt: null };
const page = (title: string, texts: readonly string[], links: readonly string[] = []) => {
  const sections = texts.map((text) => `<h2>${text.split(' ', 1)[0] ?? ''}</h2><p>${text}</p>`).join('');
  const further = links.map((link) => `<a href="${link}">further</a>`).join(' ');
  return `<html><head><title>${title}</title></head><body><main>${sections}<h2>See</h2>${further}</main></body></html>`;
};

let rooms: WebsiteRooms;
let web: TestSite;
let room: KnowledgeRoom;

beforeEach(async () => {
  rooms = await createWebsiteRooms({
    '/help/': page('Help', ['Welcome to the help of our shop.'], ['returns', 'wrong', 'unwanted']),
    '/help/returns': page('Returns', ['Returns are taken within thirty days.', 'Kettles are never taken back.']),
    '/help/wrong': page('Wrong', ['Nonsense stands on this page.']),
    '/help/unwanted': page('Unwanted', ['Imprints are wanted by nobody.']),
  });
  web = rooms.web;
  room = await rooms.open();
});
/** A base whose website was read, with what people decided: a page deleted, a passage and a whole page switched off. */
async function readBase(): Promise<string> {
  const { bases, sites, sources } = room.knowledge;
  const { id } = await bases.create('a', { name: 'Shop', rerank: true });
  await sites.add('a', id, { address: `${web.origin}/help/`, settings: DAILY, rules: { ...RULES, tags: ['help'] } });
  await room.knowledge.settled();
  for (const source of await sources.list('a', id)) {
    for (const passage of await sources.passages('a', source.id)) {
      const isOff = source.name === 'Wrong' || passage.text.includes('Kettles');
      if (isOff) await sources.setPassageDisabled('a', passage.id, true);
    }
    if (source.name === 'Unwanted') await sources.remove('a', source.id);
  }
  web.asked.length = 0;
  return id;
}
afterEach(async () => {
  await room.close();
  await rooms.end();
});

const shown = async (workspaceId: string, id: string) => {
  await room.knowledge.settled();
  const all = await room.knowledge.sources.list(workspaceId, id);
  return all.map(({ name, kind, page: at }) => `${name} ${kind} ${at?.url.slice(web.origin.length) ?? ''}`).sort();
};
const siteOf = async (workspaceId: string, id: string) => {
  await room.knowledge.settled();
  const [site] = await room.knowledge.sites.list(workspaceId, id);
  if (site === undefined) throw new Error('There is no website.');
  return site;
};
const ask = (workspaceId: string, question: string) =>
  room.knowledge.search(workspaceId, { question, baseIds: [], topK: 4, minScore: 0.35 });

describe('a base with a website, as a file', () => {
  it('comes in with the website, its settings, the addresses of its pages and what people decided', async () => {
    const file = await room.knowledge.baseFiles.write('a', await readBase());
    const copy = await room.knowledge.baseFiles.read('b', file);
    expect(copy).toMatchObject({ name: 'Shop', rerank: true });
    expect(await siteOf('b', copy.id)).toMatchObject({
      address: `${web.origin}/help/`,
      settings: DAILY,
      rules: { tags: ['help'] },
      result: null,
    });
    expect(await shown('b', copy.id)).toEqual(['Help paste /help/', 'Returns paste /help/returns']);
    expect((await ask('b', 'returns thirty days')).sources[0]).toMatchObject({ url: `${web.origin}/help/returns` });
    expect(await room.knowledge.baseFiles.write('b', copy.id)).toEqual(file);
  });

  it('is not read by itself before its interval is over, and knows its pages when it is', async () => {
    const copy = await room.knowledge.baseFiles.read('b', await room.knowledge.baseFiles.write('a', await readBase()));
    const site = await siteOf('b', copy.id);
    expect(Date.parse(site.nextAt ?? '') - Date.parse(site.createdAt)).toBe(24 * HOUR_MS);
    await room.knowledge.start();
    await room.knowledge.settled();
    expect(web.asked).toEqual([]);
    await room.close();
    room = await rooms.open(25);
    await room.knowledge.start();
    expect((await siteOf('b', copy.id)).result).toMatchObject({ added: 0, changed: 0, same: 2, gone: 0, failed: 0 });
    // From now on the pages are what the website gave.
    expect(await shown('b', copy.id)).toEqual(['Help html /help/', 'Returns html /help/returns']);
    expect((await ask('b', 'returns thirty days')).answer).toContain('thirty days');
    expect(JSON.stringify(await ask('b', 'kettles taken back'))).not.toContain('never taken back');
  });

  it('finds pages that are new behind pages that are not, and what changed', async () => {
    const copy = await room.knowledge.baseFiles.read('b', await room.knowledge.baseFiles.write('a', await readBase()));
    const { id } = await siteOf('b', copy.id);
    const refresh = async () => {
      await room.knowledge.sites.refresh('b', id);
      return (await siteOf('b', copy.id)).result;
    };
    await refresh();
    web.pages.set(
      '/help/returns',
      page('Returns', ['Returns are taken within sixty days.', 'Kettles are never taken back.'], ['new']),
    );
    web.pages.set('/help/new', page('New', ['Gifts are wrapped for free.']));
    expect(await refresh()).toMatchObject({ added: 1, changed: 1, same: 1 });
    expect((await ask('b', 'returns taken within days')).answer).toContain('sixty');
    expect(JSON.stringify(await ask('b', 'kettles taken back'))).not.toContain('never taken back');
    expect(room.faults).toEqual([]);
  });

  it('of an older version, without websites, still comes in', async () => {
    const old = {
      format: 'tandem-knowledge-1',
      name: 'Old',
      description: '',
      documents: [{ name: 'Delivery', text: 'Parcels arrive in two days.', rules: RULES }],
      questions: [{ question: 'Open?', similar: [], answer: 'Until five.' }],
      checks: [],
    };
    const base = await room.knowledge.baseFiles.read('b', old);
    expect(base.rerank).toBe(false);
    expect(await shown('b', base.id)).toEqual(['Delivery paste ']);
    expect(await room.knowledge.sites.list('b', base.id)).toEqual([]);
    const again = await room.knowledge.baseFiles.write('b', base.id);
    // An older server takes it, too.
    expect(Object.keys(again).sort()).toEqual(Object.keys(old).sort());
    expect(again.documents).toEqual(old.documents);
  });
});

describe('a hostile file', () => {
  const site = (address: string, settings: object = DAILY) => ({ address, settings, rules: RULES, excluded: [] });
  const onPage = (url: string, of: string) => ({
    name: 'P',
    text: 'Text.',
    rules: RULES,
    page: { site: of, url, mark: '', off: [] },
  });
  const PLAIN: BaseFile = {
    format: 'tandem-knowledge-1',
    name: 'Base',
    description: '',
    documents: [],
    questions: [],
    checks: [],
  };
  const GOOD = 'https://shop.example/help/';

  it.each<[string, string, (file: BaseFile) => object]>([
    ['an address of the intranet', 'sites/0/address', (file) => ({ ...file, sites: [site('http://10.0.0.7/wiki/')] })],
    ['this machine', 'sites/0/address', (file) => ({ ...file, sites: [site('http://localhost:3000/')] })],
    ['metadata of a cloud', 'sites/0/address', (file) => ({ ...file, sites: [site('http://169.254.169.254/latest')] })],
    ['a script', 'sites/0/address', (file) => ({ ...file, sites: [site('javascript:alert(1)')] })],
    ['a file of the disk', 'sites/0/address', (file) => ({ ...file, sites: [site('file:///etc/passwd')] })],
    ['a password', 'sites/0/address', (file) => ({ ...file, sites: [site('https://user:pw@shop.example/')] })],
    ['the same website twice', 'sites/1/address', (file) => ({ ...file, sites: [site(GOOD), site(`${GOOD}#top`)] })],
    [
      'an absurd depth',
      'sites/0/settings/depth',
      (file) => ({ ...file, sites: [site(GOOD, { ...DAILY, depth: 999 })] }),
    ],
    [
      'an absurd interval',
      'sites/0/settings/refresh/every',
      (file) => ({ ...file, sites: [site(GOOD, { ...DAILY, refresh: { every: 0, unit: 'hour' } })] }),
    ],
    [
      '100,000 websites',
      'sites',
      (file) => ({
        ...file,
        sites: Array.from({ length: 100_000 }, (_, n) => site(`https://shop${String(n)}.example/`)),
      }),
    ],
    [
      'a page that is a script',
      'documents/0/page/url',
      (file) => ({ ...file, sites: [site(GOOD)], documents: [onPage('javascript:alert(1)', GOOD)] }),
    ],
    [
      'a page of the intranet',
      'documents/0/page/url',
      (file) => ({ ...file, sites: [site(GOOD)], documents: [onPage('http://192.168.0.1/', GOOD)] }),
    ],
    ['a page of no website', 'documents/0/page/site', (file) => ({ ...file, documents: [onPage(GOOD, GOOD)] })],
  ])('with %s is refused with the place and the remedy, and leaves nothing', async (_, where, change) => {
    await expect(room.knowledge.baseFiles.read('b', change(PLAIN))).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
      facts: { where, message: { 'zh-CN': expect.stringContaining(where), en: expect.stringContaining(where) } },
    });
    expect(await room.knowledge.bases.list('b')).toEqual([]);
    expect(web.asked).toEqual([]);
  });

  it('may name an address of the intranet that the workspace allows', async () => {
    const file = { ...PLAIN, sites: [site(`${web.origin}/help/`)] };
    expect(web.origin).toContain('127.0.0.1');
    expect(await siteOf('b', (await room.knowledge.baseFiles.read('b', file)).id)).toMatchObject({ state: 'ready' });
  });
});

describe('a base with a website, in a bundle', () => {
  it('comes in with everything, questions with how they hold', async () => {
    const { questions, packs } = room.knowledge;
    const baseId = await readBase();
    const rules = { ...RULES, audiences: ['VIP'] };
    await questions.create('a', baseId, {
      question: 'Open?',
      similar: [],
      answer: 'Till five.',
      mode: 'rephrase',
      rules,
    });
    const [pack] = await packs.read('a', [baseId]);
    if (pack === undefined) throw new Error('There is no pack.');
    const copy = await packs.create('b', undefined, pack);
    expect(await shown('b', copy)).toEqual(['Help paste /help/', 'Returns paste /help/returns']);
    expect(await siteOf('b', copy)).toMatchObject({ address: `${web.origin}/help/`, settings: DAILY, result: null });
    expect(await room.knowledge.bases.get('b', copy)).toMatchObject({ rerank: true });
    expect(await questions.list('b', copy)).toMatchObject([{ mode: 'rephrase', rules }]);
    expect(await packs.read('b', [copy])).toEqual([{ ...pack, ref: copy }]);
    expect(web.asked).toEqual([]);
  });
});
