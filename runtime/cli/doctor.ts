// tandem doctor: looks at everything an installation needs, and says how to mend what is wrong.
import { accessSync, constants, existsSync, mkdirSync, statfsSync } from 'node:fs';
// Listening, not calling out: whether the port is free can only be found by trying.
// eslint-disable-next-line no-restricted-imports
import { createServer } from 'node:net';
import { FlowError } from '#nodes/kit/errors.ts';
import { createUndiciFetcher } from '#runtime/adapters/http-fetcher-undici/http-fetcher-undici.ts';
import { checkDatabase } from '#runtime/adapters/store-sql/backup.ts';
import { tryProgram } from '#runtime/adapters/text-recogniser-command/try-program.ts';
import { readConfig, type Config } from '#runtime/config.ts';
import { lineOfNotice, loadPacks } from '#runtime/packs/packs.ts';
import { EXIT, report, words, type Call, type Command } from './command.ts';
import { databaseFile, keyIdOf, versionOf } from './installation.ts';

/** One thing looked at. `fix` is there when it is not good. */
interface Finding {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
  readonly fix?: string;
}

const LEAST_NODE = [20, 19] as const;
const LEAST_FREE_MB = 500;
const MODEL_LIMIT_MS = 5000;

export const doctor: Command = {
  name: 'doctor',
  usage: '',
  summary: {
    'zh-CN': '体检：配置、数据、密钥、端口、模型、文字识别',
    en: 'Looks at configuration, data, key, port, model and text recognition',
  },
  operands: [0, 0],
  async run(call) {
    const findings = [nodeVersion(call), ...(await ofInstallation(call))];
    const ok = findings.every((finding) => finding.ok);
    report(call, { ok, version: versionOf(), checks: findings }, [
      ...findings.flatMap(({ ok: good, name, detail, fix }) => [
        `${good ? 'ok  ' : 'BAD '} ${name.padEnd(14)} ${detail}`,
        ...(fix === undefined ? [] : [`     ${fix}`]),
      ]),
    ]);
    return ok ? EXIT.good : EXIT.bad;
  },
};

async function ofInstallation(call: Call): Promise<readonly Finding[]> {
  let config: Config;
  try {
    config = readConfig(call.io.env);
  } catch (error) {
    return [bad('configuration', error)];
  }
  return [
    { name: 'configuration', ok: true, detail: `${config.host}:${config.port}` },
    dataFolder(call, config),
    { name: 'secret key', ok: true, detail: `id ${keyIdOf(config)}` },
    database(call, config),
    ...(await nodePacks(call, config)),
    await port(call, config),
    await model(call, config),
    ...(await textInImages(call, config)),
  ];
}

function nodeVersion(call: Call): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const ok = major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]);
  const fix = words(call, '请安装 Node 20.19 或更新的版本。', 'Install Node 20.19 or newer.');
  return { name: 'node', ok, detail: process.versions.node, ...(ok ? {} : { fix }) };
}

function dataFolder(call: Call, { dataDir }: Config): Finding {
  const name = 'data folder';
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.W_OK | constants.R_OK);
    const { bavail, bsize } = statfsSync(dataDir);
    const freeMb = Math.floor((bavail * bsize) / 1_048_576);
    if (freeMb >= LEAST_FREE_MB) return { name, ok: true, detail: `${dataDir}, ${freeMb} MB free` };
    const fix = words(call, '磁盘快满了，请腾出空间。', 'The disk is nearly full: make room.');
    return { name, ok: false, detail: `${dataDir}, ${freeMb} MB free`, fix };
  } catch (error) {
    return {
      ...bad(name, error),
      fix: words(call, '请把 TANDEM_DATA_DIR 设成可写的目录。', 'Set TANDEM_DATA_DIR to a writable folder.'),
    };
  }
}

function database(call: Call, config: Config): Finding {
  const name = 'database';
  const file = databaseFile(config);
  if (!existsSync(file))
    return { name, ok: true, detail: words(call, '还没有，启动时会新建', 'none yet, made at the first start') };
  try {
    const { migrations, sessions } = checkDatabase(file);
    return { name, ok: true, detail: `SQLite, ${migrations.length} migrations, ${sessions} conversations` };
  } catch (error) {
    return {
      ...bad(name, error),
      fix: words(call, '请用 tandem restore 恢复最近的备份。', 'Restore the latest backup with tandem restore.'),
    };
  }
}

/** One finding when all is well; otherwise one for each thing to mend. */
async function nodePacks(call: Call, { nodesDir }: Config): Promise<readonly Finding[]> {
  const name = 'node packs';
  if (nodesDir === undefined) return [];
  const { packs, notices } = await loadPacks(nodesDir);
  const types = packs.map(({ definition }) => definition.type).join(', ');
  const fix = words(
    call,
    '改好后运行 tandem node check，再重启服务器。',
    'Mend it, run tandem node check, and restart the server.',
  );
  return [
    { name, ok: true, detail: types === '' ? nodesDir : `${nodesDir}: ${types}` },
    ...notices.map((notice) => ({ name, ok: false, detail: lineOfNotice(notice, call.locale), fix })),
  ];
}

async function port(call: Call, { host, port: wanted }: Config): Promise<Finding> {
  const problem = await new Promise<string | undefined>((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve('code' in error ? String(error.code) : error.message));
    server.listen({ port: wanted, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
  if (problem === undefined) return { name: 'port', ok: true, detail: `${wanted}` };
  const fix = words(
    call,
    '如果 Tandem 正在运行，这是正常的；否则换一个 PORT，或停掉占用它的程序。',
    'Fine when Tandem is running. Otherwise set PORT to another number, or stop the program that has it.',
  );
  return { name: 'port', ok: false, detail: `${wanted}: ${problem}`, fix };
}

async function model(call: Call, { model: engine }: Config): Promise<Finding> {
  const name = 'model';
  if (engine === undefined)
    return { name, ok: true, detail: words(call, '没有配置，离线运行', 'not configured, works offline') };
  const fix = words(
    call,
    '检查 TANDEM_LLM_BASE_URL、密钥和网络。',
    'Check TANDEM_LLM_BASE_URL, its key and the network.',
  );
  try {
    const fetcher = createUndiciFetcher({ egressAllow: () => [], trustedOrigins: [new URL(engine.baseUrl).origin] });
    const { status } = await fetcher.fetch({
      workspaceId: '',
      purpose: 'model',
      method: 'GET',
      url: `${engine.baseUrl}/models`,
      headers: engine.apiKey === '' ? {} : { authorization: `Bearer ${engine.apiKey}` },
      body: null,
      timeoutMs: MODEL_LIMIT_MS,
      maxBytes: 4_000_000,
    });
    // Some servers have no list of models; that they answer is enough.
    const ok = status < 500 && status !== 401 && status !== 403;
    return { name, ok, detail: `${engine.model} at ${engine.baseUrl}: HTTP ${status}`, ...(ok ? {} : { fix }) };
  } catch (error) {
    return { ...bad(name, error), fix };
  }
}

/** Nothing when none is configured: images are refused then, and the refusal says what to set. */
async function textInImages(call: Call, { ocr }: Config): Promise<readonly Finding[]> {
  if (ocr === undefined) return [];
  const { ok, detail } = await tryProgram(ocr);
  const fix = words(
    call,
    '请确认 TANDEM_OCR_COMMAND 是一个服务器用户可以执行的程序的完整路径，并已安装 TANDEM_OCR_LANGUAGES 里的语言数据（如 tesseract-ocr-chi-sim）。',
    "Set TANDEM_OCR_COMMAND to the whole path of a program that the server's user may run, and install the data of all TANDEM_OCR_LANGUAGES (such as tesseract-ocr-chi-sim).",
  );
  const name = 'text in images';
  return [{ name, ok, detail: `${ocr.command} (${ocr.languages}): ${detail}`, ...(ok ? {} : { fix }) }];
}

function bad(name: string, error: unknown): Finding {
  const code = error instanceof FlowError ? `${error.code}: ` : '';
  return { name, ok: false, detail: `${code}${error instanceof Error ? error.message : String(error)}` };
}
