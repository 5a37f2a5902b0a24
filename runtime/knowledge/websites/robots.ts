// What a website asks of programs that read it: robots.txt by RFC 9309.

/** Rules for one reader. */
export interface Robots {
  /** Whether an address of this host may be read. */
  allows(url: string): boolean;
  /** Sitemaps the site names, as written. */
  readonly sitemaps: readonly string[];
  /** How long to wait between two requests; undefined: not said. Not of the RFC, but common. */
  readonly delayMs: number | undefined;
}

interface Rule {
  readonly allow: boolean;
  readonly path: string;
}

interface Group {
  readonly agents: string[];
  readonly rules: Rule[];
  delayMs: number | undefined;
  /** A rule was read: the next agent line begins another group. */
  closed: boolean;
}

/** What is read of a file: the least the RFC asks for. */
const MOST_CHARS = 500 * 1024;
/** Patterns longer than this together are an attack on whoever reads them; such a site is not read at all. */
const MOST_WILD_CHARS = 50_000;
const BYTE_ORDER_MARK = /^\uFEFF/;

/** A site without a robots.txt: everything may be read. */
export const NO_ROBOTS: Robots = { allows: () => true, sitemaps: [], delayMs: undefined };

/** Reads the file for a reader with this name. Lines that are none are skipped. */
export function readRobots(text: string, agent: string): Robots {
  const groups: Group[] = [];
  const sitemaps: string[] = [];
  for (const line of text
    .slice(0, MOST_CHARS)
    .replace(BYTE_ORDER_MARK, '')
    .split(/\r\n|\r|\n/)) {
    const [name, value] = pairOf(line);
    if (name === 'sitemap') sitemaps.push(value);
    else if (name === 'user-agent') addAgent(groups, value);
    else if (name !== '') addRule(groups.at(-1), name, value);
  }
  const mine = groupsFor(groups, agent);
  const rules = mine.flatMap((group) => group.rules);
  const wild = rules.reduce((chars, { path }) => chars + (path.includes('*') ? path.length : 0), 0);
  return {
    allows: (url) => wild <= MOST_WILD_CHARS && isAllowed(rules, pathOf(url)),
    sitemaps,
    delayMs: mine.map(({ delayMs }) => delayMs).find((delayMs) => delayMs !== undefined),
  };
}

function pairOf(line: string): readonly [name: string, value: string] {
  const [statement = ''] = line.split('#', 1);
  const colon = statement.indexOf(':');
  if (colon === -1) return ['', ''];
  return [statement.slice(0, colon).trim().toLowerCase(), statement.slice(colon + 1).trim()];
}

function addAgent(groups: Group[], agent: string): void {
  const open = groups.at(-1);
  if (open === undefined || open.closed) groups.push({ agents: [agent], rules: [], delayMs: undefined, closed: false });
  else open.agents.push(agent);
}

function addRule(group: Group | undefined, name: string, value: string): void {
  // Rules before the first agent hold for nobody.
  if (group === undefined) return;
  if (name === 'crawl-delay') {
    const seconds = Number(value);
    if (value !== '' && Number.isFinite(seconds) && seconds >= 0) group.delayMs = seconds * 1000;
    group.closed = true;
  }
  if (name !== 'allow' && name !== 'disallow') return;
  group.closed = true;
  // An empty path says nothing.
  if (value !== '') group.rules.push({ allow: name === 'allow', path: encoded(value) });
}

/** All groups that name the agent; when none does, those for everybody. */
function groupsFor(groups: readonly Group[], agent: string): readonly Group[] {
  const named = (wanted: string) =>
    groups.filter(({ agents }) => agents.some((one) => productOf(one) === wanted.toLowerCase()));
  const mine = named(agent);
  return mine.length > 0 ? mine : named('*');
}

function productOf(agent: string): string {
  return (agent === '*' ? '*' : (/^[a-z_-]+/i.exec(agent)?.[0] ?? '')).toLowerCase();
}

/** The longest rule that fits decides; of two as long, the one that allows. robots.txt itself may always be read. */
function isAllowed(rules: readonly Rule[], path: string): boolean {
  if (path === '/robots.txt') return true;
  let best: Rule | undefined;
  for (const rule of rules) {
    if (!fits(rule.path, path)) continue;
    const isBetter =
      best === undefined ||
      rule.path.length > best.path.length ||
      (rule.path.length === best.path.length && rule.allow);
    if (isBetter) best = rule;
  }
  return best?.allow ?? true;
}

/** `*` stands for anything, `$` at the end for the end. One pass with one way back: no pattern takes long. */
function fits(pattern: string, path: string): boolean {
  if (!/[*$]/.test(pattern)) return path.startsWith(pattern);
  const isWhole = pattern.endsWith('$');
  const wanted = isWhole ? pattern.slice(0, -1) : `${pattern}*`;
  let at = 0;
  let star = -1;
  let mark = 0;
  for (let from = 0; from < path.length;) {
    if (wanted[at] === '*') {
      star = at;
      at += 1;
      mark = from;
    } else if (wanted[at] === path[from]) {
      at += 1;
      from += 1;
    } else if (star !== -1) {
      at = star + 1;
      mark += 1;
      from = mark;
    } else return false;
  }
  while (wanted[at] === '*') at += 1;
  return at === wanted.length;
}

function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return encoded(`${pathname}${search}`);
}

/** Both sides in one spelling: what need not be escaped is not, what must be is, escapes in capitals. */
function encoded(path: string): string {
  return path
    .replace(/%([0-9a-f]{2})/gi, (whole, hex: string) => {
      const character = String.fromCharCode(Number.parseInt(hex, 16));
      return /[A-Za-z0-9\-._~]/.test(character) ? character : whole.toUpperCase();
    })
    .replace(/[^\x21-\x7e]+/g, (part) => encodeURIComponent(part.replace(/[\ud800-\udfff]/gu, '')));
}
