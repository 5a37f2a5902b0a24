// tandem eval: measures intents, moods and retrieval on labelled files, with the engines that customers meet.
import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { createOpenAiEmbedder } from '#runtime/adapters/embedder-openai/embedder-openai.ts';
import { createUseEmbedder } from '#runtime/adapters/embedder-use/embedder-use.ts';
import { createUndiciFetcher } from '#runtime/adapters/http-fetcher-undici/http-fetcher-undici.ts';
import { createBundledEmbedder } from '#runtime/adapters/understanding-local/bundled-embedder.ts';
import { createSqliteKnowledgeIndex } from '#runtime/adapters/knowledge-index-sqlite/knowledge-index-sqlite.ts';
import type { KnowledgeIndexTables } from '#runtime/adapters/knowledge-index-sqlite/tables.ts';
import { openDatabase } from '#runtime/adapters/store-sql/database.ts';
import {
  createLocalUnderstanding,
  type LocalOptions,
} from '#runtime/adapters/understanding-local/understanding-local.ts';
import { readConfig } from '#runtime/config.ts';
import type { Embedder } from '#runtime/ports/embedder.ts';
import { evalRetrieval, type RetrievalSet } from '#runtime/knowledge/evaluate.ts';
import { bundledSetFile } from '#runtime/understanding/bundled-sets.ts';
import { evalEmotion, evalIntents } from '#runtime/understanding/evaluate.ts';
import { EXIT, report, textOption, textOptions, UsageError, words, type Call, type Command } from './command.ts';
import { fieldOf, readJsonLines } from './json-lines.ts';

const FILES = { type: 'string', multiple: true } as const;
const PROBE_MS = 30_000;
const DENSE = { type: 'string' } as const;
const SET = { set: { type: 'string' }, part: { type: 'string' } } as const;

export const evalIntentsCommand: Command = {
  name: 'eval intents',
  usage: '(--train FILE... --test FILE... | --set NAME [--part dev|test]) [--dense none|bundled|use|endpoint]',
  summary: {
    'zh-CN': '测意图识别；--set customer-service-zh 测自带的中文客服集',
    en: 'Measures intents; --set customer-service-zh on the bundled Chinese set',
  },
  options: { train: FILES, test: FILES, dense: DENSE, ...SET },
  operands: [0, 0],
  async run(call) {
    const { train, test } = setFiles(call) ?? { train: files(call, 'train'), test: files(call, 'test') };
    const figures = await evalIntents(createLocalUnderstanding(await denseOptions(call)), train, test);
    return printed(call, figures);
  },
};

export const evalEmotionCommand: Command = {
  name: 'eval emotion',
  usage: '[--train FILE...] [--corrections FILE...] (--test FILE... | --set NAME [--part dev|test])',
  summary: {
    'zh-CN': '测情绪识别；不给 --train 时测自带模型，--corrections 先教它员工的更正',
    en: 'Measures moods; without --train the shipped model, with --corrections after staff taught it',
  },
  options: { train: FILES, test: FILES, corrections: FILES, ...SET },
  operands: [0, 0],
  async run(call) {
    const part = setPart(call);
    const test = part === undefined ? files(call, 'test') : [bundledSetFile(part.set, 'emotions', part.part)];
    const corrections = textOptions(call, 'corrections');
    const figures = await evalEmotion(createLocalUnderstanding(), textOptions(call, 'train'), test, corrections);
    return printed(call, figures);
  },
};

export const evalRetrievalCommand: Command = {
  name: 'eval retrieval',
  usage: '--passages FILE... --questions FILE... [--dense none|bundled|use|endpoint]',
  summary: { 'zh-CN': '测知识检索', en: 'Measures retrieval' },
  options: { passages: FILES, questions: FILES, dense: DENSE },
  operands: [0, 0],
  async run(call) {
    const dense = denseOf(call);
    const server = await embedderOf(call, dense);
    const set = readSet(files(call, 'passages'), files(call, 'questions'));
    const database = await openDatabase({ file: ':memory:' });
    try {
      const index = createSqliteKnowledgeIndex(parseKnowledgeTables(database.kysely), {
        embedder: dense === 'none' ? undefined : createBundledEmbedder(),
        server: server === undefined ? undefined : { embedder: server, now: () => Date.now() },
      });
      return printed(call, await evalRetrieval(index, set, () => performance.now()));
    } finally {
      await database.close();
    }
  },
};

function files(call: Call, name: string): readonly string[] {
  const given = textOptions(call, name);
  if (given.length === 0) throw new UsageError(words(call, `缺少 --${name} 文件。`, `--${name} FILE is missing.`));
  return given;
}

/** The intents of the bundled set that `--set` names; undefined without one. */
function setFiles(call: Call): { readonly train: readonly string[]; readonly test: readonly string[] } | undefined {
  const named = setPart(call);
  if (named === undefined) return undefined;
  const { set, part } = named;
  return { train: [bundledSetFile(set, 'intents', 'train')], test: [bundledSetFile(set, 'intents', part)] };
}

function setPart(call: Call): { readonly set: string; readonly part: 'dev' | 'test' } | undefined {
  const set = textOption(call, 'set');
  if (set === undefined) return undefined;
  const part = textOption(call, 'part') ?? 'test';
  if (part !== 'dev' && part !== 'test') {
    throw new UsageError(words(call, '--part 只能是 dev 或 test。', '--part is dev or test.'));
  }
  return { set, part };
}

type Dense = 'none' | 'bundled' | 'use' | 'endpoint';

/** What sentences are read with, beside words and letters; as in a product without an embeddings server, unless it is said. */
function denseOf(call: Call): Dense {
  const dense = textOption(call, 'dense') ?? 'bundled';
  if (isDense(dense)) return dense;
  throw new UsageError(
    words(
      call,
      `--dense 只能是 none、bundled、use 或 endpoint，不能是「${dense}」。`,
      `--dense is none, bundled, use or endpoint, not "${dense}".`,
    ),
  );
}

function isDense(name: string): name is Dense {
  return ['none', 'bundled', 'use', 'endpoint'].includes(name);
}

/** The embedder that has to be asked for vectors; undefined when none has. */
async function embedderOf(call: Call, dense: Dense): Promise<Embedder | undefined> {
  if (dense === 'use') return createUseEmbedder();
  return dense === 'endpoint' ? endpointOf(call) : undefined;
}

async function denseOptions(call: Call): Promise<LocalOptions> {
  const dense = denseOf(call);
  const embedder = await embedderOf(call, dense);
  return { dense: dense === 'none' ? 'none' : 'bundled', embedder };
}

/** The embeddings server of the environment, asked through the same way out as everything else; one that does not answer is named. */
async function endpointOf(call: Call): Promise<Embedder> {
  const named = Object.fromEntries(Object.entries(call.io.env).filter(([name]) => name.startsWith('TANDEM_EMBED_')));
  // No installation is opened: a key of this moment keeps the data folder untouched.
  const { embedder } = readConfig({ ...named, TANDEM_SECRET_KEY: randomBytes(32).toString('base64') });
  if (embedder === undefined) {
    throw new UsageError(
      words(
        call,
        '请先设置 TANDEM_EMBED_BASE_URL 和 TANDEM_EMBED_MODEL。',
        'Set TANDEM_EMBED_BASE_URL and TANDEM_EMBED_MODEL first.',
      ),
    );
  }
  const fetcher = createUndiciFetcher({
    egressAllow: () => [],
    trustedOrigins: [new URL(embedder.baseUrl).origin],
  });
  const endpoint = createOpenAiEmbedder({ ...embedder, fetcher });
  // The engine would go on without it and the figures would be those of `bundled`.
  await endpoint.embed(['hello'], AbortSignal.timeout(PROBE_MS));
  return endpoint;
}

/**
 * Passages are rows of `pid`, `text` and perhaps `title`, or question-answer pairs: `question` and `answer`, with `pid` or `fid`. Questions are
 * rows of `question` and `pid`, or pairs of wordings: `b` asks what the known question `a` asks, if `same` is 1.
 */
function readSet(passages: readonly string[], questions: readonly string[]): RetrievalSet {
  const known = passages.flatMap(readJsonLines).map(passageOf);
  const idOf = new Map(known.map(({ pid, text }) => [text, pid]));
  return {
    passages: known,
    questions: questions.flatMap(readJsonLines).flatMap((line) => {
      if (!('same' in line.row)) return [{ question: fieldOf(line, 'question'), pid: fieldOf(line, 'pid') }];
      const pid = idOf.get(fieldOf(line, 'a'));
      return line.row.same === 1 && pid !== undefined ? [{ question: fieldOf(line, 'b'), pid }] : [];
    }),
  };
}

function passageOf(line: ReturnType<typeof readJsonLines>[number]): RetrievalSet['passages'][number] {
  const { title, question, answer } = line.row;
  if (typeof question === 'string' && typeof answer === 'string') {
    return { pid: fieldOf(line, 'pid' in line.row ? 'pid' : 'fid'), text: question, answer };
  }
  return {
    pid: fieldOf(line, 'pid'),
    text: fieldOf(line, 'text'),
    ...(typeof title === 'string' ? { title } : {}),
  };
}

function printed(call: Call, figures: object): number {
  const shown = Object.fromEntries(
    Object.entries(figures).map(([name, value]: [string, unknown]) => [
      name,
      typeof value === 'number' ? Math.round(value * 1e4) / 1e4 : value,
    ]),
  );
  const lineOf = ([name, value]: readonly [string, unknown]) => `${name.padEnd(20)} ${JSON.stringify(value)}`;
  report(call, shown, Object.entries(shown).map(lineOf));
  return EXIT.good;
}

/** The index has tables of its own in the same file; adapters do not know each other's. */
function parseKnowledgeTables(kysely: unknown): Kysely<KnowledgeIndexTables> {
  return kysely as Kysely<KnowledgeIndexTables>;
}
