// Pages and sitemaps as hostile as they come: looking at them ends, quickly, in addresses that may be asked for or in a plain refusal.
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lookAtPage } from './page-look.ts';
import { ReadingProblem } from './problems.ts';

const ADDRESS = 'https://shop.example/help/';
const bytesOf = (text: string) => new TextEncoder().encode(text);
const html = (text: string) => lookAtPage({ form: 'html', bytes: bytesOf(text), address: ADDRESS });
const sitemap = (text: string | Uint8Array) =>
  lookAtPage({ form: 'sitemap', bytes: typeof text === 'string' ? bytesOf(text) : text, address: ADDRESS });
const refusal = (act: () => unknown): unknown => {
  try {
    act();
  } catch (error) {
    return error instanceof ReadingProblem ? error.problem : error;
  }
  return undefined;
};

describe('a hostile page', () => {
  it('leads to web addresses only, each once, and to none that is longer than addresses are', () => {
    const { pages } = html(`
      <a href="javascript:alert(1)">a</a><a href="data:text/html,x">b</a><a href="file:///etc/passwd">c</a><a href="ftp://x/">d</a>
      <a href="mailto:a@b.c">e</a><a href="http://[bad">f</a><a href="">g</a><a>h</a><a href="/${'x'.repeat(3000)}">i</a>
      <a href="ja&#118;ascript:alert(1)">j</a><a href="returns">k</a><a href='returns'>l</a><a href=returns>m</a>`);
    expect(pages).toEqual(['https://shop.example/help/returns']);
  });

  it('does not lead where it asks not to be followed, and reads no base that is none', () => {
    const { pages } = html(
      '<base href="javascript:x"><a rel="ugc nofollow" href="/a">a</a><a rel="nofollower" href="b">b</a>',
    );
    expect(pages).toEqual(['https://shop.example/help/b']);
  });

  it('with a hundred thousand links leads to fifty thousand', () => {
    const links = Array.from({ length: 100_000 }, (_, at) => `<a href="${String(at)}">x</a>`).join('');
    expect(html(links).pages).toHaveLength(50_000);
  });

  it.each([
    ['open links', '<a '.repeat(200_000)],
    ['open tags', '<'.repeat(500_000)],
    ['open quotes', `<a href="${'a" '.repeat(100_000)}`],
    ['blanks in a link', `<a ${' '.repeat(300_000)}>`],
    ['depth', `${'<div>'.repeat(50_000)}x`],
    ['open comments', '<!--'.repeat(100_000)],
  ])('made of %s is looked at all the same', (_, text) => {
    expect(html(text).pages).toEqual([]);
  });

  it('of any bytes gives addresses of the web, or is refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.constantFrom('html', 'sitemap'), (bytes, form) => {
        try {
          for (const page of lookAtPage({ form, bytes, address: ADDRESS }).pages) expect(page).toMatch(/^https?:/u);
        } catch (error) {
          expect(error).toBeInstanceOf(ReadingProblem);
        }
      }),
    );
  });

  it('has another mark when what it shows changes, and the same when only its code does', () => {
    const shown = (text: string, token: string) =>
      html(`<main><p>${text}</p></main><script>t="${token}"</script>`).mark;
    expect(shown('a', '1')).toBe(shown('a', '2'));
    expect(shown('a', '1')).not.toBe(shown('b', '1'));
  });
});

describe('a hostile sitemap', () => {
  it('that unpacks to more than it may is refused as such, one that is cut off as no sitemap', () => {
    expect(refusal(() => sitemap(gzipSync(Buffer.alloc(60 * 1024 * 1024, 'x'))))).toBe('bomb');
    expect(refusal(() => sitemap(gzipSync('<urlset/>').subarray(0, 12)))).toBe('sitemap');
  });

  it('that is another page or a feed is refused', () => {
    for (const text of ['<html><body>404</body></html>', '<rss></rss>', '<?xml version="1.0"?>']) {
      expect(refusal(() => sitemap(text))).toBe('sitemap');
    }
  });

  it('leads to web addresses only; entities are read once and never fetched', () => {
    const { pages } = sitemap(`<?xml version="1.0"?><!DOCTYPE u [<!ENTITY x SYSTEM "file:///etc/passwd">]><urlset>
      <url><loc>&x;</loc></url><url><loc>file:///etc/passwd</loc></url><url><loc><![CDATA[https://shop.example/a]]></loc></url>
      <url><loc>https://shop.example/b?x=1&amp;amp;y=2</loc></url><url><loc>https://shop.example/a</loc></url></urlset>`);
    expect(pages.every((page) => page.startsWith('https://shop.example/'))).toBe(true);
    expect(pages).toContain('https://shop.example/a');
    expect(pages).toContain('https://shop.example/b?x=1&amp;y=2');
  });

  it('without an end is looked at all the same', () => {
    expect(sitemap(`<urlset>${'<loc>'.repeat(200_000)}`).pages).toEqual([]);
    expect(sitemap(`<urlset><loc>${' '.repeat(200_000)}`).pages).toEqual([]);
  });
});
