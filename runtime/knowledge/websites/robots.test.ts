// robots.txt, by the examples and rules of RFC 9309.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_ROBOTS, readRobots } from './robots.ts';

const allowed = (text: string, path: string, agent = 'Tandem') =>
  readRobots(text, agent).allows(`https://shop.example${path}`);

describe('robots.txt', () => {
  it('with nothing in it, or missing, allows everything', () => {
    expect(allowed('', '/a')).toBe(true);
    expect(NO_ROBOTS.allows('https://shop.example/a')).toBe(true);
    expect(allowed('User-agent: *\nDisallow:', '/a')).toBe(true);
  });

  it('takes the group that names us, whatever its letters, and the one for everybody only when none does', () => {
    const text = 'User-agent: *\nDisallow: /\n\nUser-agent: TANDEM\nDisallow: /private';
    expect([allowed(text, '/a'), allowed(text, '/private/x')]).toEqual([true, false]);
    expect(allowed(text, '/a', 'Other')).toBe(false);
    expect(allowed('User-agent: tandem/2.0\nDisallow: /x', '/x')).toBe(false);
    expect(allowed('User-agent: tandem-image\nDisallow: /', '/x')).toBe(true);
  });

  it('joins groups for the same reader and lets several readers share a group', () => {
    const text =
      'User-agent: other\nUser-agent: tandem\nDisallow: /a\n\nUser-agent: x\nDisallow: /\n\nUser-agent: tandem\nDisallow: /b';
    expect(['/a', '/b', '/c'].map((path) => allowed(text, path))).toEqual([false, false, true]);
  });

  it('is decided by the longest rule, and by the one that allows when two are as long', () => {
    const text =
      'User-agent: *\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif\nAllow: /x\nDisallow: /x';
    expect(allowed(text, '/example/page/one')).toBe(true);
    expect(allowed(text, '/example/page/disallowed.gif')).toBe(false);
    expect(allowed(text, '/x')).toBe(true);
  });

  it('knows * and $', () => {
    const text = 'User-agent: *\nDisallow: *.gif$\nDisallow: /publications/*/draft\nDisallow: /*?print=';
    expect(allowed(text, '/a/b.gif')).toBe(false);
    expect(allowed(text, '/a/b.gif?x')).toBe(true);
    expect(allowed(text, '/publications/2026/draft/1')).toBe(false);
    expect(allowed(text, '/help/a?print=1')).toBe(false);
  });

  it('compares escaped and plain spellings as one', () => {
    const text = 'User-agent: *\nDisallow: /帮助/内部\nDisallow: /foo%2fbar\nDisallow: /%7Ejoe';
    expect(allowed(text, `/${encodeURIComponent('帮助')}/${encodeURIComponent('内部')}/1`)).toBe(false);
    expect(allowed(text, '/foo%2Fbar')).toBe(false);
    expect(allowed(text, '/foo/bar')).toBe(true);
    expect(allowed(text, '/~joe/')).toBe(false);
  });

  it('skips what is no rule, keeps sitemaps wherever they stand, and reads how long to wait', () => {
    const text =
      '\uFEFFnonsense\nSitemap: https://shop.example/s.xml # ours\r\nUser-agent: *\rCrawl-delay: 2\nDisallow: /a # no';
    const robots = readRobots(text, 'Tandem');
    expect(robots).toMatchObject({ sitemaps: ['https://shop.example/s.xml'], delayMs: 2000 });
    expect(robots.allows('https://shop.example/a')).toBe(false);
    expect(allowed('Disallow: /a\nUser-agent: *\nAllow: /', '/a')).toBe(true);
  });

  it('never forbids itself, never throws and takes no pattern for long', () => {
    expect(allowed('User-agent: *\nDisallow: /', '/robots.txt')).toBe(true);
    const stars = `User-agent: *\nDisallow: /${'*a'.repeat(2000)}$`;
    expect(allowed(stars, `/${'a'.repeat(2000)}b`)).toBe(true);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.webPath(), (text, path) => {
        expect(typeof allowed(`User-agent: *\n${text}`, path === '' ? '/' : path)).toBe('boolean');
      }),
    );
  });
});
