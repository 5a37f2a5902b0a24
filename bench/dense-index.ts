// Search by meaning over many passages: what inverted lists find of the ten nearest, and how long they take beside looking at all. Run: npx tsx bench/dense-index.ts FILE… [--chunks 50000] [--questions 500]
import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { createNearestVectors, type NearestVectors } from '#runtime/adapters/knowledge-index-sqlite/nearest-vectors.ts';
import { createMeaningReader } from '#runtime/adapters/knowledge-index-sqlite/meaning.ts';
import { directionsFromBytes, type Direction } from '#runtime/adapters/knowledge-index-sqlite/vectors.ts';
import { createBundledEmbedder } from '#runtime/adapters/understanding-local/bundled-embedder.ts';
import { createSeeded } from '#nodes/testkit/seeded.ts';

const NEAREST = 10;
/** Characters of a chunk, at least and at most. */
const CHARS = [20, 240] as const;
/** One chunk in so many is of the small base, the rest of the large one. */
const SMALL_BASE = 5;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { chunks: { type: 'string', default: '50000' }, questions: { type: 'string', default: '500' } },
});
const chance = createSeeded(1);
const reader = createMeaningReader(createBundledEmbedder());
const { texts, questions } = readFiles(positionals);
const chunks = chunksOf(texts, Number(values.chunks));
const asked = await directionsOf(questionsOf(questions, Number(values.questions)));

const exact = createNearestVectors(Infinity);
const approximate = createNearestVectors();
const eligibility = { channels: '', audiences: '', tags: '', starts_at: null, ends_at: null };
for (let from = 0; from < chunks.length; from += 1000) {
  const entries = (await meaningsOf(chunks.slice(from, from + 1000))).map((direction, at) => ({
    id: from + at,
    eligibility: { ...eligibility, base_id: (from + at) % SMALL_BASE === 0 ? 'small' : 'large' },
    direction,
  }));
  exact.put(entries);
  approximate.put(entries);
}
const held = monitorEventLoopDelay({ resolution: 1 });
held.enable();
const began = performance.now();
const cpu = process.cpuUsage();
approximate.arrange();
await approximate.settled();
const { user } = process.cpuUsage(cpu);
held.disable();
console.log(`${chunks.length} chunks of ${texts.length} texts, ${asked.length} questions`);
console.log(
  approximate.hasLists()
    ? `lists made in ${ms(performance.now() - began)} (${ms(user / 1000)} of CPU), event loop held for ${ms(held.max / 1e6)} at most`
    : 'too few chunks for lists: both sides look at all',
);
console.table([rowOf('all', []), rowOf('four fifths', ['large']), rowOf('one fifth', ['small'])]);

/** Lines of JSON: a `question` is asked, other strings are text. Other files: each line is text. Packed or not. */
function readFiles(files: readonly string[]): {
  readonly texts: readonly string[];
  readonly questions: readonly string[];
} {
  const found = { texts: new Set<string>(), questions: new Set<string>() };
  for (const file of files) {
    const bytes = readFileSync(file);
    for (const line of (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString().split('\n')) {
      const row: unknown = line.startsWith('{') ? JSON.parse(line) : { line };
      for (const [name, value] of Object.entries(row as object)) {
        if (typeof value !== 'string') continue;
        if (name === 'question') found.questions.add(value);
        else if (value.length >= CHARS[0]) found.texts.add(value);
      }
    }
  }
  return { texts: [...found.texts], questions: [...found.questions] };
}

/** Short texts whole, of long ones pieces that begin anywhere; no two alike. */
function chunksOf(from: readonly string[], wanted: number): readonly string[] {
  const found = new Set<string>();
  for (let tries = 0; found.size < wanted && tries < wanted * 20; tries++) {
    const text = chance.pick(from);
    const size = CHARS[1] / 3 + chance.below((CHARS[1] * 2) / 3);
    const start = chance.below(Math.max(1, text.length - size));
    found.add(text.length <= CHARS[1] ? text : text.slice(start, start + size));
  }
  return [...found];
}

function questionsOf(from: readonly string[], wanted: number): readonly string[] {
  if (from.length === 0) throw new Error('No line of the files has a "question": name a file with questions too.');
  return from.length <= wanted ? from : Array.from({ length: wanted }, () => chance.pick(from));
}

/** As passages are read. */
async function meaningsOf(bodies: readonly string[]): Promise<readonly Direction[]> {
  const bytes = await reader.bytesOf(bodies.map((body) => ({ lead: '', body, isQuestion: false })));
  return bytes.flatMap((one) => directionsFromBytes(one, reader.model)?.[0] ?? []);
}

async function directionsOf(all: readonly string[]): Promise<readonly Direction[]> {
  const directions = await Promise.all(all.map((question) => reader.directionOf(question)));
  return directions.filter((direction) => direction !== undefined);
}

function rowOf(candidates: string, baseIds: readonly string[]) {
  const search = (index: NearestVectors) => (question: Direction) => index.nearest({ baseIds }, question, NEAREST, -1);
  const sides = { exact: search(exact), approximate: search(approximate) };
  const spent = { exact: [] as number[], approximate: [] as number[] };
  let kept = 0;
  let all = 0;
  for (const question of asked) {
    const [right, found] = (['exact', 'approximate'] as const).map((side) => {
      const start = performance.now();
      const near = sides[side](question);
      spent[side].push(performance.now() - start);
      return near.map(({ id }) => id);
    });
    all += right?.length ?? 0;
    kept += right?.filter((id) => found?.includes(id)).length ?? 0;
  }
  return {
    candidates,
    'recall@10': Math.round((kept / all) * 1000) / 1000,
    'exact, median': ms(median(spent.exact)),
    'approximate, median': ms(median(spent.approximate)),
  };
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

function ms(duration: number): string {
  return `${duration.toFixed(2)} ms`;
}
