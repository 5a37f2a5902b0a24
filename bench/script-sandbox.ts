// What a hostile script costs others: new conversations of a plain flow and of one with a script, alone and beside scripts that never stop. Run: npx tsx bench/script-sandbox.ts [seconds a cell] [rounds]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawFlow } from '#nodes/testkit/talk.ts';
import { composeServer, type Server } from '#runtime/compose.ts';
import { readConfig } from '#runtime/config.ts';

const seconds = Number(process.argv[2] ?? 5);
const rounds = Number(process.argv[3] ?? 5);
const HOSTILE_AT_ONCE = 4;
const ATTACKS = {
  none: '',
  loop: 'for (;;);',
  memory: 'const a = []; for (;;) a.push(new Array(10000).fill(1));',
  promises: 'const f = () => Promise.resolve().then(f); await f();',
};

const folder = mkdtempSync(join(tmpdir(), 'tandem-bench-'));
const server = await composeServer(readConfig({ TANDEM_DATA_DIR: folder }), {
  version: 'bench',
  rootDir: folder,
  onProblem: () => undefined,
  limits: { auth: 1e6, write: 1e6 },
});
const { secret } = await server.access.tokens.create(server.workspaces.home, { name: 'bench', role: 'admin' });
await publish('plain', undefined);
await publish('scripted', 'output; log("fine");');
const FLOWS = ['plain', 'scripted'] as const;
const took = new Map<string, number[]>();
for (const [name, code] of Object.entries(ATTACKS)) if (code !== '') await publish(name, code);
// In turns, so that a slow minute of the machine falls on all alike.
for (let round = 0; round < rounds; round++)
  for (const [name, code] of Object.entries(ATTACKS))
    for (const flow of FLOWS) await measure(`${name} ${flow}`, code === '' ? undefined : name, flow);
console.table(
  FLOWS.flatMap((flow) =>
    Object.keys(ATTACKS).map((attack) => {
      const [p50, p99] = [at(flow, attack, 0.5), at(flow, attack, 0.99)];
      const turns = took.get(`${attack} ${flow}`)?.length;
      return { flow, attack, turns, 'p50 ms': p50, 'p99 ms': p99, 'p99 against none': p99 / at(flow, 'none', 0.99) };
    }),
  ),
);
await server.close();
rmSync(folder, { recursive: true, force: true });

async function measure(cell: string, hostile: string | undefined, flow: string): Promise<void> {
  const until = performance.now() + seconds * 1000;
  const attack = async (): Promise<void> => {
    while (hostile !== undefined && performance.now() < until) await open(hostile);
  };
  const attackers = Array.from({ length: HOSTILE_AT_ONCE }, attack);
  const times = took.get(cell) ?? [];
  took.set(cell, times);
  while (performance.now() < until) {
    const began = performance.now();
    await open(flow);
    times.push(performance.now() - began);
  }
  await Promise.all(attackers);
}

function at(flow: string, attack: string, share: number): number {
  const times = (took.get(`${attack} ${flow}`) ?? []).toSorted((a, b) => a - b);
  return Math.round((times[Math.floor(times.length * share)] ?? 0) * 100) / 100;
}

async function open(slug: string): Promise<void> {
  await server.app.inject({ method: 'POST', url: `/api/v1/public/flows/${slug}/sessions`, payload: {} });
}

async function publish(slug: string, code: string | undefined): Promise<void> {
  const work = code === undefined ? [] : ([['work', ['script', { code, timeoutMs: 1000 }]]] as const);
  const document = drawFlow(
    { ...Object.fromEntries(work), good: ['message', { text: 'good' }], done: ['end', {}] },
    code === undefined
      ? ['start.next -> good', 'good.next -> done']
      : ['start.next -> work', 'work.ok -> good', 'work.error -> good', 'good.next -> done'],
  );
  const made = await send(server, '/flows', { name: slug, slug, document });
  await send(server, `/flows/${made.flow?.id ?? ''}/publish`, { revision: 1, note: '' });
}

async function send(on: Server, path: string, payload: object): Promise<{ flow?: { id: string } }> {
  const headers = { authorization: `Bearer ${secret}` };
  const answer = await on.app.inject({ method: 'POST', url: `/api/v1${path}`, headers, payload });
  if (answer.statusCode >= 300) throw new Error(answer.body);
  return answer.json<{ flow?: { id: string } }>();
}
