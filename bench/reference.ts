// Random flows with random conversations: do the runtime's core and the reference interpreter agree, turn by turn? Run: npx tsx bench/reference.ts [pairs] [first seed] [differences shown] [processes] [minutes]
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { comparePair, drawingsOf, type Compared } from '#nodes/testkit/reference-pairs.ts';

interface Counts {
  agree: number;
  differ: number;
  turns: number;
}

const isWorker = process.argv[2] === 'worker';
const [pairs = 100_000, first = 1, shown = 3, processes = 1, minutes = Infinity] = process.argv
  .slice(isWorker ? 3 : 2)
  .map(Number);
if (isWorker) process.send?.(compareAll(first, pairs));
else await watch();

/** Deals the seeds out evenly; one process is this one itself. */
async function watch(): Promise<void> {
  const startedAt = performance.now();
  const share = Math.ceil(pairs / processes);
  const parts = Array.from({ length: processes }, (_none, index) => {
    const from = first + index * share;
    const count = Math.max(0, Math.min(share, first + pairs - from));
    return processes === 1 ? Promise.resolve(compareAll(from, count)) : inProcess(from, count);
  });
  const counts = (await Promise.all(parts)).reduce((sum, part) => ({
    agree: sum.agree + part.agree,
    differ: sum.differ + part.differ,
    turns: sum.turns + part.turns,
  }));
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  console.table({ pairs: counts.agree + counts.differ, 'first seed': first, ...counts, seconds });
  process.exitCode = counts.differ === 0 ? 0 : 1;
}

function inProcess(from: number, count: number): Promise<Counts> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), ['worker', ...[count, from, shown, 1, minutes].map(String)], {
      execArgv: process.execArgv,
    });
    child.on('message', (counts: Counts) => {
      resolve(counts);
    });
    child.on('exit', (code) => {
      // After its counts this changes nothing.
      reject(new Error(`A comparing process ended with ${String(code)}.`));
    });
  });
}

function compareAll(from: number, count: number): Counts {
  const counts: Counts = { agree: 0, differ: 0, turns: 0 };
  const startedAt = performance.now();
  for (let seed = from; seed < from + count && performance.now() - startedAt < minutes * 60_000; seed++) {
    const compared = comparePair(seed);
    counts[compared.outcome] += 1;
    counts.turns += compared.turns;
    if (compared.outcome === 'differ' && counts.differ <= shown) show(seed, compared);
    if ((seed + 1 - from) % 10_000 === 0) console.error(`${String(seed + 1 - from)} of ${String(count)} compared`);
  }
  return counts;
}

function show(seed: number, { turns, events, runtime, reference }: Extract<Compared, { outcome: 'differ' }>): void {
  const { document, called } = drawingsOf(seed);
  console.log(`seed ${String(seed)}, turn ${String(turns)}`);
  for (const { nodes, edges } of [document, called])
    console.log(
      nodes
        .map(
          ({ id, type, config, disabled }) =>
            `  ${id} ${type}${disabled === true ? ' (off)' : ''} ${JSON.stringify(config)}`,
        )
        .join('\n'),
      `\n  ${edges.map(({ from, to }) => `${from.node}.${from.port} -> ${to.node}`).join(', ')}`,
    );
  console.log('  events', JSON.stringify(events.slice(1)));
  console.log('  runtime  ', JSON.stringify(runtime));
  console.log('  reference', JSON.stringify(reference));
}
