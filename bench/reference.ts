// Random flows with random conversations: do the runtime's core and the reference interpreter agree, turn by turn? Run: npx tsx bench/reference.ts [pairs] [first seed] [differences shown]
import { comparePair, drawingsOf } from '#nodes/testkit/reference-pairs.ts';

const [pairs = 100_000, first = 1, shown = 3] = process.argv.slice(2).map(Number);
const counts = { agree: 0, differ: 0, runaway: 0, turns: 0 };
const startedAt = performance.now();
for (let seed = first; seed < first + pairs; seed++) {
  const compared = comparePair(seed);
  counts[compared.outcome] += 1;
  counts.turns += compared.turns;
  if (compared.outcome !== 'differ' || counts.differ > shown) continue;
  const { document, called } = drawingsOf(seed);
  console.log(`seed ${String(seed)}, turn ${String(compared.turns)}`);
  for (const flow of [document, called])
    console.log(
      flow.nodes
        .map(
          ({ id, type, config, disabled }) =>
            `  ${id} ${type}${disabled === true ? ' (off)' : ''} ${JSON.stringify(config)}`,
        )
        .join('\n'),
      `\n  ${flow.edges.map(({ from, to }) => `${from.node}.${from.port} -> ${to.node}`).join(', ')}`,
    );
  console.log('  events', JSON.stringify(compared.events.slice(1)));
  console.log('  runtime  ', JSON.stringify(compared.runtime));
  console.log('  reference', JSON.stringify(compared.reference));
}
console.table({ pairs, 'first seed': first, ...counts, seconds: Math.round((performance.now() - startedAt) / 1000) });
process.exitCode = counts.differ === 0 ? 0 : 1;
