// Any drawing at all through reading, checks, composing and compiling: crashes, hangs, and how long each takes. Run: npx tsx bench/graphs.ts [graphs] [first seed] [minutes]
import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { examineGraph, type Examined } from '#nodes/testkit/examine-graph.ts';
import { mutatedGraph, type MutatedGraph } from '#nodes/testkit/mutated-graph.ts';
import { createSeeded } from '#nodes/testkit/seeded.ts';

/** A graph that takes longer than this hangs: its process is ended. Wall time, on a machine that may be busy. */
const HANG_MS = 10_000;
const CHUNK = 200;
const CLASSES = [20, 60, 200, 999, 1000] as const;

interface Measured {
  readonly seed: number;
  readonly nodes: number;
  readonly outcome: Examined | 'crash';
  /** CPU of reading, checking, composing and compiling, of the process. */
  readonly cpuMs: number;
  readonly error?: string;
}

if (process.argv[2] === 'worker') work();
else await watch(process.argv.slice(2).map(Number));

/** How large the graph of a seed is: mostly small, one in a thousand large. */
function sizeOf(seed: number): number {
  const random = createSeeded(seed ^ 0x5bd1e995);
  const dice = random.next();
  if (dice < 0.9) return 1 + random.below(20);
  if (dice < 0.99) return 21 + random.below(40);
  if (dice < 0.999) return 61 + random.below(140);
  return dice < 0.9997 ? 201 + random.below(799) : 1000;
}

/** In a process of its own, so that the watch can end it. */
function work(): void {
  process.on('message', ({ from, count }: { readonly from: number; readonly count: number }) => {
    for (let seed = from; seed < from + count; seed++) {
      process.send?.({ begins: seed });
      process.send?.({ measured: measure(seed) });
    }
    process.send?.({ ready: true });
  });
}

function measure(seed: number): Measured {
  const nodes = sizeOf(seed);
  let best = once(seed, nodes);
  // A slow one is measured again: what was slow may have been the machine, or code that was not warm yet.
  for (let again = 0; again < 3 && best.outcome !== 'crash' && best.cpuMs > Math.max(20, nodes / 5); again++) {
    const next = once(seed, nodes);
    if (next.cpuMs < best.cpuMs) best = next;
  }
  return best;
}

function once(seed: number, nodes: number): Measured {
  const graph = mutatedGraph(seed, nodes);
  const before = process.cpuUsage();
  let outcome: Measured['outcome'];
  let error: string | undefined;
  try {
    outcome = examineGraph(graph);
  } catch (thrown) {
    outcome = 'crash';
    error = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  }
  const { user, system } = process.cpuUsage(before);
  return { seed, nodes, outcome, cpuMs: (user + system) / 1000, ...(error === undefined ? {} : { error }) };
}

async function watch([graphs = 1_000_000, first = 1, minutes = Infinity]: readonly number[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-graphs-'));
  const counts: Record<Examined | 'crash' | 'hang', number> = { unread: 0, unsound: 0, played: 0, crash: 0, hang: 0 };
  const slowest = new Map<number, Measured>();
  const large: number[] = [];
  const startedAt = performance.now();
  const end = first + graphs;
  const isOver = () => performance.now() - startedAt > minutes * 60_000;
  let next = first;
  const take = (measured: Measured): void => {
    next = measured.seed + 1;
    counts[measured.outcome] += 1;
    if (measured.outcome === 'crash') dump(folder, measured.seed, measured.nodes, measured.error ?? '');
    if (measured.nodes === 1000) large.push(measured.cpuMs);
    const size = CLASSES.find((bound) => measured.nodes <= bound) ?? 1000;
    if ((slowest.get(size)?.cpuMs ?? -1) < measured.cpuMs) slowest.set(size, measured);
  };
  while (next < end && !isOver()) {
    const hung = await runUntilHang(
      () => (isOver() ? 0 : Math.min(CHUNK, end - next)),
      () => next,
      take,
    );
    if (hung === undefined) continue;
    counts.hang += 1;
    dump(folder, hung, sizeOf(hung), 'hang');
    next = hung + 1;
  }
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  console.table({ graphs: next - first, 'first seed': first, ...counts, seconds });
  console.table(
    CLASSES.map((bound) => {
      const found = slowest.get(bound);
      return {
        'nodes up to': bound,
        'slowest CPU ms': Math.round(found?.cpuMs ?? 0),
        seed: found?.seed,
        nodes: found?.nodes,
      };
    }),
  );
  large.sort((a, b) => a - b);
  const at = (share: number) => Math.round(large[Math.floor((large.length - 1) * share)] ?? 0);
  console.log(
    `1,000 nodes: ${String(large.length)} graphs, CPU p50 ${String(at(0.5))} ms, p95 ${String(at(0.95))} ms, slowest ${String(at(1))} ms, over 200 ms: ${String(large.filter((ms) => ms > 200).length)}`,
  );
  console.log(`Documents of failures: ${folder}`);
  process.exitCode = counts.crash + counts.hang === 0 ? 0 : 1;
}

/** Feeds one process with chunks; gives back the seed at which it hung, if it did. */
async function runUntilHang(
  chunk: () => number,
  from: () => number,
  take: (measured: Measured) => void,
): Promise<number | undefined> {
  const child: ChildProcess = fork(fileURLToPath(import.meta.url), ['worker'], { execArgv: process.execArgv });
  let current: { readonly seed: number; readonly since: number } | undefined;
  return new Promise((resolve, reject) => {
    let isEnding = false;
    const finish = (hung: number | undefined): void => {
      isEnding = true;
      clearInterval(timer);
      child.kill('SIGKILL');
      resolve(hung);
    };
    const feed = (): void => {
      const count = chunk();
      if (count <= 0) finish(undefined);
      else child.send({ from: from(), count });
    };
    const timer = setInterval(() => {
      if (current !== undefined && performance.now() - current.since > HANG_MS) finish(current.seed);
    }, 250);
    child.on(
      'message',
      (message: { readonly begins?: number; readonly measured?: Measured; readonly ready?: boolean }) => {
        if (message.begins !== undefined) current = { seed: message.begins, since: performance.now() };
        if (message.measured !== undefined) {
          current = undefined;
          take(message.measured);
        }
        if (message.ready === true) feed();
      },
    );
    child.on('exit', (code) => {
      if (isEnding) return;
      clearInterval(timer);
      // Out of memory, or a crash of the engine itself: as bad as a hang.
      if (current === undefined) reject(new Error(`The measuring process ended with ${String(code)}.`));
      else resolve(current.seed);
    });
    feed();
  });
}

/** Writes the document of a failure, smaller if that fails just so. */
function dump(folder: string, seed: number, nodes: number, error: string): void {
  const graph = mutatedGraph(seed, nodes);
  const document = error === 'hang' ? graph.document : shrunk(graph, error.split('\n')[0] ?? '');
  const file = join(folder, `graph-${String(seed)}.json`);
  writeFileSync(file, JSON.stringify({ seed, nodes, error, document }, undefined, 1));
  console.log(`seed ${String(seed)}, ${String(nodes)} nodes: ${error.split('\n').slice(0, 3).join(' ')} -> ${file}`);
}

/** The document without every node and line that the failure does not need. */
function shrunk({ document, resolveCall }: MutatedGraph, first: string): unknown {
  const fails = (candidate: unknown): boolean => {
    try {
      examineGraph({ document: candidate, resolveCall });
      return false;
    } catch (error) {
      return error instanceof Error && (error.stack ?? '').startsWith(first);
    }
  };
  let smallest = document as Record<string, readonly unknown[]>;
  for (const list of ['nodes', 'edges'])
    for (let index = (smallest[list] ?? []).length - 1; index >= 0; index--) {
      const candidate = { ...smallest, [list]: (smallest[list] ?? []).filter((_item, at) => at !== index) };
      if (fails(candidate)) smallest = candidate;
    }
  return smallest;
}
