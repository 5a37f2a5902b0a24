// Measures what a browser downloads for each part of the staff application and fails when a budget is broken.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const flag = process.argv.indexOf('--dist');
const DIST = flag > 0 ? process.argv[flag + 1] : join(import.meta.dirname, '..', 'dist', 'designer');
const MANIFEST = join(DIST, '.vite', 'manifest.json');
const KB = 1024;
const SHELL = ['index.html', 'i18n/zh-CN/ui.ts', 'i18n/zh-CN/shell.ts', 'i18n/zh-CN/problems.ts'];

const CODE_EDITOR = 'widgets/CodeEditor.tsx';

/** Entry files of each route, its limit in KB of gzipped JavaScript, and what must not be among its files. */
const ROUTES = [
  { name: 'sign-in', entries: ['app/SignInPage.tsx'], limitKb: 200, door: true },
  { name: 'flows', entries: ['library/FlowsPage.tsx', 'i18n/zh-CN/library.ts'], limitKb: 200 },
  { name: 'knowledge', entries: ['knowledge/BasesPage.tsx', 'i18n/zh-CN/knowledge.ts'], limitKb: 200 },
  { name: 'tables', entries: ['tables/TablesPage.tsx', 'i18n/zh-CN/tables.ts'], limitKb: 200 },
  { name: 'table', entries: ['tables/TablePage.tsx', 'i18n/zh-CN/tables.ts'], limitKb: 200 },
  { name: 'leads', entries: ['leads/LeadsPage.tsx', 'i18n/zh-CN/leads.ts'], limitKb: 200 },
  { name: 'conversations', entries: ['desk/ConversationsPage.tsx', 'i18n/zh-CN/desk.ts'], limitKb: 200 },
  { name: 'desk', entries: ['desk/DeskPage.tsx', 'i18n/zh-CN/desk.ts'], limitKb: 280 },
  { name: 'settings', entries: ['admin/SettingsPage.tsx', 'i18n/zh-CN/admin.ts'], limitKb: 280 },
  {
    name: 'designer',
    entries: ['canvas/FlowEditor.tsx', 'i18n/zh-CN/canvas.ts', 'i18n/zh-CN/inspector.ts', 'i18n/zh-CN/rehearsal.ts'],
    limitKb: 350,
    without: [CODE_EDITOR],
  },
];
const MONACO_LIMIT_KB = 750;

if (!existsSync(MANIFEST)) {
  console.error('dist/designer is not built: run npm run build first.');
  process.exit(2);
}
const manifest = JSON.parse(readFileSync(MANIFEST, 'utf8'));
const sizes = new Map();
const rows = [];
let broken = 0;

for (const route of ROUTES) {
  const files = filesOf(route);
  const kb = sum(files);
  const stray = route.without?.some((source) => files.has(manifest[source]?.file)) ? route.without : [];
  const good = kb <= route.limitKb && stray.length === 0;
  if (!good) broken += 1;
  rows.push({
    route: route.name,
    files: files.size,
    'JS KB gz': Number(kb.toFixed(1)),
    limit: route.limitKb,
    verdict: good ? 'ok' : stray.length > 0 ? `must not load ${stray.join(', ')}` : 'TOO LARGE',
  });
}

const designer = filesOf(ROUTES.find((route) => route.name === 'designer'));
const editor = new Set();
collect(CODE_EDITOR, editor);
const monacoKb = sum([...editor].filter((file) => !designer.has(file)));
if (monacoKb > MONACO_LIMIT_KB) broken += 1;
rows.push({
  route: 'code editor (lazy)',
  files: editor.size,
  'JS KB gz': Number(monacoKb.toFixed(1)),
  limit: MONACO_LIMIT_KB,
  verdict: monacoKb <= MONACO_LIMIT_KB ? 'ok' : 'TOO LARGE',
});

if (process.argv.includes('--json')) console.log(JSON.stringify(rows));
else console.table(rows);
process.exit(broken === 0 ? 0 : 1);

/** The files a browser needs to show a route. */
function filesOf(route) {
  const files = new Set();
  for (const entry of [...SHELL, ...(route.door ? [] : ['app/AppFrame.tsx']), ...route.entries]) collect(entry, files);
  return files;
}

/** Adds the file of a source and everything it imports statically. */
function collect(source, files) {
  const chunk = manifest[source];
  if (chunk === undefined) {
    console.error(`the build has no file for ${source}: correct the list of routes in bench/bundle.mjs`);
    process.exit(2);
  }
  if (files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const next of chunk.imports ?? []) collect(next, files);
}

function sum(files) {
  return [...files].filter((file) => file.endsWith('.js')).reduce((total, file) => total + sizeKb(file), 0);
}

function sizeKb(file) {
  const known = sizes.get(file);
  if (known !== undefined) return known;
  const kb = gzipSync(readFileSync(join(DIST, file)), { level: 9 }).length / KB;
  sizes.set(file, kb);
  return kb;
}
