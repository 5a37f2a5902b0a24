// Any drawing at all through reading, checks, composing and compiling: crashes, hangs, and how long each takes. Run: npx tsx bench/graphs.ts [graphs] [first seed] [minutes] [processes]
import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
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

if (process.argv[2] === 'worker') work(process.argv[3] ?? '');
else await watch(process.argv.slice(2).map(Number));

/** How large the graph of a seed is: mostly small, where every pair of steps meets sooner or later; three in ten thousand have 1,000 nodes. */
function sizeOf(seed: number): number {
  const random = createSeeded(seed ^ 0x5bd1e995);
  const dice = random.next();
  if (dice < 0.8) return 1 + random.below(8);
  if (dice < 0.97) return 9 + random.below(16);
  if (dice < 0.995) return 25 + random.below(36);
  if (dice < 0.999) return 61 + random.below(140);
  return dice < 0.9997 ? 201 + random.below(799) : 1000;
}

/** In a process of its own, so that the watch can end it. The seed it is at stands in a file, which outlives it. */
function work(file: string): void {
  const at = openSync(file, 'w');
  process.on('message', ({ from, count }: { readonly from: number; readonly count: number }) => {
    const measured: Measured[] = [];
    for (let seed = from; seed < from + count; seed++) {
      writeSync(at, String(seed).padStart(12), 0);
      measured.push(measure(seed));
    }
    process.send?.(measured);
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

async function watch([
  graphs = 1_000_000,
  first = 1,
  minutes = Infinity,
  processes = availableParallelism(),
]: readonly number[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-graphs-'));
  const counts: Record<Examined | 'crash' | 'hang', number> = { unread: 0, unsound: 0, played: 0, crash: 0, hang: 0 };
  const slowest = new Map<number, Measured>();
  const large: number[] = [];
  const startedAt = performance.now();
  let next = first;
  const give = (): Chunk | undefined => {
    if (next >= first + graphs || performance.now() - startedAt > minutes * 60_000) return undefined;
    const chunk = { from: next, count: Math.min(CHUNK, first + graphs - next) };
    next += chunk.count;
    return chunk;
  };
  const take = (measured: Measured): void => {
    counts[measured.outcome] += 1;
    if (measured.outcome === 'crash') dump(folder, measured.seed, measured.nodes, measured.error ?? '');
    if (measured.nodes === 1000) large.push(measured.cpuMs);
    const size = CLASSES.find((bound) => measured.nodes <= bound) ?? 1000;
    if ((slowest.get(size)?.cpuMs ?? -1) < measured.cpuMs) slowest.set(size, measured);
  };
  const lane = async (file: string): Promise<void> => {
    for (let chunk = give(); chunk !== undefined;) {
      const hung = await runUntilHang(file, chunk, give, take);
      if (hung === undefined) return;
      counts.hang += 1;
      dump(folder, hung.seed, sizeOf(hung.seed), 'hang');
      // What was measured before it in its chunk is measured again.
      for (let seed = hung.chunk.from; seed < hung.seed; seed++) take(measure(seed));
      const rest = hung.chunk.from + hung.chunk.count - hung.seed - 1;
      chunk = rest > 0 ? { from: hung.seed + 1, count: rest } : give();
    }
  };
  await Promise.all(Array.from({ length: processes }, (_none, index) => lane(join(folder, `at-${String(index)}`))));
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  const looked = Object.values(counts).reduce((sum, count) => sum + count, 0);
  console.table({ graphs: looked, 'first seed': first, ...counts, seconds });
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

interface Chunk {
  readonly from: number;
  readonly count: number;
}

/** Feeds one process with chunks; gives back where it hung, if it did. */
async function runUntilHang(
  file: string,
  first: Chunk,
  give: () => Chunk | undefined,
  take: (measured: Measured) => void,
): Promise<{ readonly seed: number; readonly chunk: Chunk } | undefined> {
  // Not a number until it has started, and never the same twice: starting is no hang.
  writeFileSync(file, 'starting');
  const child: ChildProcess = fork(fileURLToPath(import.meta.url), ['worker', file], { execArgv: process.execArgv });
  let chunk = first;
  let [seed, since] = [NaN, performance.now()];
  return new Promise((resolve, reject) => {
    let isEnding = false;
    const finish = (hung: number | undefined): void => {
      isEnding = true;
      clearInterval(timer);
      child.kill('SIGKILL');
      resolve(hung === undefined ? undefined : { seed: hung, chunk });
    };
    const timer = setInterval(() => {
      const now = Number(readFileSync(file, 'utf8'));
      if (now !== seed) [seed, since] = [now, performance.now()];
      else if (performance.now() - since > HANG_MS) finish(seed);
    }, 250);
    child.on('message', (measured: readonly Measured[]) => {
      measured.forEach(take);
      const following = give();
      if (following === undefined) return finish(undefined);
      chunk = following;
      child.send(chunk);
    });
    // Out of memory, or a crash of the engine itself: as bad as a hang.
    child.on('exit', (code) => {
      if (isEnding) return;
      const at = Number(readFileSync(file, 'utf8'));
      if (Number.isNaN(at)) reject(new Error(`The measuring process ended with ${String(code)} before it began.`));
      else finish(at);
    });
    child.send(chunk);
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
