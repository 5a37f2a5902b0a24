// Measures the canvas with 500 steps in a real browser: cards in the page, time to open, work of a 90-step drag.
// Usage: node bench/canvas.mjs [--nodes 500] [--runs 5]   (needs a built designer: npm run build)
import { createServer } from 'node:http';
import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';

const DIST = process.env.TANDEM_DESIGNER_DIST ?? fileURLToPath(new URL('../dist/designer', import.meta.url));
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
const LIMITS = { mounted: 120, openMs: 1500, dragWorkMs: 900, longTaskMs: 100 };
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const size = option('--nodes', 500);
const runs = option('--runs', 5);
if (!existsSync(join(DIST, 'index.html'))) {
  console.error('The designer is not built: npm run build');
  process.exit(2);
}

const server = createServer(serve);
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${server.address().port}`;
const executablePath = process.env.CHROMIUM_PATH ?? (existsSync('/usr/bin/chromium') ? '/usr/bin/chromium' : undefined);
const browser = await chromium.launch({ args: FLAGS, ...(executablePath === undefined ? {} : { executablePath }) });
const results = [];
try {
  for (let run = 0; run < runs; run += 1) results.push(await measure());
} finally {
  await browser.close();
  server.close();
}

const median = (key) => results.map((result) => result[key]).sort((a, b) => a - b)[Math.floor(results.length / 2)];
const table = Object.fromEntries(
  Object.entries(LIMITS).map(([key, limit]) => [
    key,
    { median: Math.round(median(key)), limit, runs: results.map((r) => Math.round(r[key])).join(' ') },
  ]),
);
console.log(`${size} steps, ${edgesOf(size).length} wires, ${runs} runs`);
console.table(table);
const broken = Object.entries(table).filter(([, row]) => row.median > row.limit);
if (broken.length > 0) console.log(`over the limit: ${broken.map(([key]) => key).join(', ')}`);
process.exit(broken.length > 0 ? 1 : 0);

/** One fresh page: open, count, drag a card 90 steps while the browser's own counters run. */
async function measure() {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en' });
  const page = await context.newPage();
  await page.addInitScript(() => {
    localStorage.setItem('tandem.locale', 'en');
    // At full size, as the limits are meant: what is out of view is not mounted.
    localStorage.setItem('tandem.viewport.bench', JSON.stringify({ x: 0, y: 0, zoom: 1 }));
    globalThis.longTasks = [];
    new PerformanceObserver((list) =>
      globalThis.longTasks.push(...list.getEntries().map((entry) => entry.duration)),
    ).observe({
      entryTypes: ['longtask'],
    });
  });
  // Warm the cache of modules: the limit is for opening a flow, not for the first download.
  await page.goto(`${origin}/flows/none`);
  await page.waitForLoadState('networkidle');
  const started = Date.now();
  await page.goto(`${origin}/flows/bench`);
  await page.locator('.fc-card').first().waitFor();
  await page.locator('.react-flow__edge').first().waitFor({ state: 'attached' });
  const openMs = Date.now() - started;
  const mounted = await page.locator('.react-flow__node').count();

  const card = await middleCard(page);
  const client = await context.newCDPSession(page);
  await client.send('Performance.enable');
  await page.evaluate(() => (globalThis.longTasks.length = 0));
  const before = await counters(client);
  await page.mouse.move(card.x + 80, card.y + 16);
  await page.mouse.down();
  for (let step = 1; step <= 90; step += 1) {
    await page.mouse.move(card.x + 80 + step * 2, card.y + 16 + Math.sin(step / 8) * 60);
  }
  const moved = await page.locator('.react-flow__node.dragging').count();
  await page.mouse.up();
  if (moved === 0) throw new Error('the drag did not take hold');
  const after = await counters(client);
  const longTaskMs = await page.evaluate(() => Math.max(0, ...globalThis.longTasks));
  await context.close();
  return { mounted, openMs, dragWorkMs: (after - before) * 1000, longTaskMs };
}

/** The header of a card that is fully in view; a drag has to start on it. */
async function middleCard(page) {
  const area = await page.locator('#flow-canvas').boundingBox();
  for (const card of await page.locator('.fc-card').all()) {
    const box = await card.boundingBox();
    if (box !== null && box.x > area.x + 200 && box.x + box.width + 200 < area.x + area.width && box.y > area.y + 80)
      return box;
  }
  throw new Error('no card in the middle of the canvas');
}

/** Seconds of script, layout and style work so far. */
async function counters(client) {
  const { metrics } = await client.send('Performance.getMetrics');
  const value = (name) => metrics.find((metric) => metric.name === name)?.value ?? 0;
  return value('ScriptDuration') + value('LayoutDuration') + value('RecalcStyleDuration');
}

function serve(request, response) {
  const path = decodeURIComponent((request.url ?? '/').split('?')[0] ?? '/');
  if (path.startsWith('/api/v1/')) {
    const answer = api(path.slice('/api/v1'.length));
    response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(answer ?? { type: '', title: 'Not found', status: 404, code: 'RESOURCE_NOT_FOUND', detail: '' }),
    );
    return;
  }
  const file = join(DIST, path);
  const found = file.startsWith(DIST) && extname(file) !== '' && existsSync(file) ? file : join(DIST, 'index.html');
  const cache = found.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-store';
  response.writeHead(200, {
    'content-type': TYPES[extname(found)] ?? 'application/octet-stream',
    'cache-control': cache,
  });
  response.end(readFileSync(found));
}

function api(path) {
  const at = '2026-11-22T12:00:00.000Z';
  if (path === '/auth/me') {
    const user = {
      id: 'u',
      name: 'Bench',
      email: 'b@example.com',
      role: 'admin',
      disabled: false,
      createdAt: at,
      lastSeenAt: null,
    };
    return {
      user,
      workspace: { id: 'w', name: 'w', locale: 'en', timeZone: 'UTC' },
      csrfToken: 't',
      features: { model: false, embedder: false },
    };
  }
  if (path === '/setup') return { needed: false };
  if (path === '/knowledge/bases') return { bases: [] };
  if (path === '/node-packs') return { packs: [] };
  if (path === '/flows/bench/comments') return { threads: [] };
  if (path === '/flows') return { flows: [] };
  if (path === '/flows/bench/draft') return { revision: 2, savedAt: at };
  if (path !== '/flows/bench') return undefined;
  const flow = {
    id: 'bench',
    slug: 'bench',
    name: 'Bench',
    nodeCount: size,
    draftRevision: 1,
    draftAt: at,
    draftBy: 'Bench',
    publishedVersion: null,
    publishedAt: null,
    changed: true,
  };
  return { flow, revision: 1, document: documentOf(size) };
}

/** A grid of messages and questions with two to three wires out of every question. */
function documentOf(count) {
  const nodes = Array.from({ length: count }, (_, index) => {
    const position = { x: (index % 25) * 336 + 80, y: Math.floor(index / 25) * 208 + 80 };
    if (index === 0) return { id: 'start', type: 'start', version: 1, name: '', position, config: {} };
    const asks = index % 2 === 0;
    const wait = { noReply: { enabled: false, afterMs: 600_000, reminders: [] }, interrupt: 'allow' };
    return {
      id: `n${index}`,
      type: asks ? 'askChoice' : 'message',
      version: 1,
      name: `Step ${index}`,
      position,
      config: asks
        ? {
            prompt: { 'zh-CN': `第 ${index} 个问题？`, en: `Question ${index}?` },
            options: ['a', 'b'].map((id) => ({ id, label: { 'zh-CN': `选项 ${id}`, en: `Option ${id}` } })),
            variable: `v${index}`,
            fuzzy: true,
            maxTries: 2,
            retry: 'Please pick one:',
            ...wait,
          }
        : { text: { 'zh-CN': `第 ${index} 句`, en: `Sentence ${index} for {{ customer.name }}` }, variants: [] },
    };
  });
  const face = { title: 'Bench', color: '#2257D6', side: 'right' };
  const settings = {
    locale: 'en',
    locales: ['zh-CN', 'en'],
    timeZone: 'UTC',
    fallback: 'Sorry',
    apology: 'Sorry',
    personButton: true,
    idleCloseMs: 86_400_000,
    face,
  };
  return {
    format: 'tandem.flow',
    formatVersion: 1,
    name: 'Bench',
    settings,
    variables: [],
    intents: [],
    nodes,
    edges: edgesOf(count),
  };
}

function edgesOf(count) {
  const id = (index) => (index === 0 ? 'start' : `n${index}`);
  const edges = [];
  for (let index = 0; index < count - 1; index += 1) {
    const asks = index !== 0 && index % 2 === 0;
    const ports = asks ? ['a', 'b', 'other'] : ['next'];
    ports.forEach((port, step) => {
      const target = Math.min(count - 1, index + 1 + step * 25);
      if (target !== index)
        edges.push({ id: `e${index}-${port}`, from: { node: id(index), port }, to: { node: id(target) } });
    });
  }
  return edges;
}

function option(name, fallback) {
  const at = process.argv.indexOf(name);
  return at < 0 ? fallback : Number(process.argv[at + 1]);
}
