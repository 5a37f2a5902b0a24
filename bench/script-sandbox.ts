// What a hostile script costs others: new conversations of a plain flow and of one with a script, alone and beside scripts that never stop.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawFlow } from '#nodes/testkit/talk.ts';
import { composeServer, type Server } from '#runtime/compose.ts';
import { readConfig } from '#runtime/config.ts';

const seconds = Number(process.argv[2] ?? 5);
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
console.log('attack     flow       turns  p50 ms  p99 ms');
for (const [name, code] of Object.entries(ATTACKS)) {
  if (code !== '') await publish(name, code);
  for (const flow of ['plain', 'scripted']) console.log(await measure(name, code === '' ? undefined : name, flow));
}
await server.close();
rmSync(folder, { recursive: true, force: true });

async function measure(name: string, hostile: string | undefined, flow: string): Promise<string> {
  const until = performance.now() + seconds * 1000;
  const attack = async (): Promise<void> => {
    while (hostile !== undefined && performance.now() < until) await open(hostile);
  };
  const attackers = Array.from({ length: HOSTILE_AT_ONCE }, attack);
  const took: number[] = [];
  while (performance.now() < until) {
    const began = performance.now();
    await open(flow);
    took.push(performance.now() - began);
  }
  await Promise.all(attackers);
  took.sort((a, b) => a - b);
  const at = (share: number) => (took[Math.floor(took.length * share)] ?? 0).toFixed(2).padStart(7);
  return `${name.padEnd(10)} ${flow.padEnd(10)} ${String(took.length).padStart(5)} ${at(0.5)} ${at(0.99)}`;
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
