// The environment, read once: every problem is named at once, every unknown TANDEM_ name is one.
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { FlowError } from '#nodes/kit/errors.ts';
import { KEPT_DAYS, type KeptDays } from './housekeeping/housekeeping.ts';

/** A model or embedding server. */
export interface EngineConfig {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly model: string;
}

/** A program that reads the text in images, and what it is given. */
export interface OcrConfig {
  readonly command: string;
  readonly languages: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Everything the environment says. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** Absolute. */
  readonly dataDir: string;
  readonly secretKey: Buffer;
  readonly firstAdmin: { readonly email: string; readonly password: string } | undefined;
  /** Without a slash at the end; empty when unknown. */
  readonly publicUrl: string;
  readonly nodesDir: string | undefined;
  readonly model: EngineConfig | undefined;
  readonly embedder: EngineConfig | undefined;
  readonly ocr: OcrConfig | undefined;
  readonly metricsToken: string | undefined;
  /** Proxies whose X-Forwarded-* headers are believed. */
  readonly trustProxy: false | readonly string[];
  /** Days that what is over is kept. */
  readonly keptDays: KeptDays;
}

/** Names beside PORT, HOST, DATABASE_URL and REDIS_URL. Secrets may also come as NAME_FILE. */
const NAMES = [
  'TANDEM_DATA_DIR',
  'TANDEM_SECRET_KEY',
  'TANDEM_ADMIN_EMAIL',
  'TANDEM_ADMIN_PASSWORD',
  'TANDEM_PUBLIC_URL',
  'TANDEM_NODES_DIR',
  'TANDEM_LLM_BASE_URL',
  'TANDEM_LLM_API_KEY',
  'TANDEM_LLM_MODEL',
  'TANDEM_EMBED_BASE_URL',
  'TANDEM_EMBED_API_KEY',
  'TANDEM_EMBED_MODEL',
  'TANDEM_OCR_COMMAND',
  'TANDEM_OCR_LANGUAGES',
  'TANDEM_METRICS_TOKEN',
  'TANDEM_TRUST_PROXY',
  'TANDEM_KEEP_NOTICES_DAYS',
  'TANDEM_KEEP_OFFERS_DAYS',
  'TANDEM_KEEP_JOBS_DAYS',
  'TANDEM_DEV_SERVER',
] as const;
const SECRETS: readonly string[] = [
  'TANDEM_SECRET_KEY',
  'TANDEM_ADMIN_PASSWORD',
  'TANDEM_LLM_API_KEY',
  'TANDEM_EMBED_API_KEY',
  'TANDEM_METRICS_TOKEN',
];
const KNOWN: ReadonlySet<string> = new Set([...NAMES, ...SECRETS.map((name) => `${name}_FILE`)]);
/** Keys of examples; a server that runs with one has none. */
const SAMPLE_KEYS = /^(?:change-?me|secret|password|test|example|0+|1234567890.*)$/i;

/**
 * Reads the environment. CONFIG_INVALID lists all problems: name, what is expected, how to mend it; never a secret's value.
 * Without a secret key one is made in the data folder, readable by its owner only.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = [];
  for (const name of Object.keys(env)) {
    if (name.startsWith('TANDEM_') && !KNOWN.has(name)) problems.push(`${name}: unknown name${nearest(name)}.`);
  }
  const read = (name: string): string | undefined => valueOf(env, name, problems);
  const dataDir = resolve(read('TANDEM_DATA_DIR') ?? 'data');
  const config = {
    port: portOf(read('PORT'), problems),
    host: read('HOST') ?? '127.0.0.1',
    dataDir,
    firstAdmin: adminOf(read('TANDEM_ADMIN_EMAIL'), read('TANDEM_ADMIN_PASSWORD'), problems),
    publicUrl: urlOf('TANDEM_PUBLIC_URL', read('TANDEM_PUBLIC_URL'), problems) ?? '',
    nodesDir: read('TANDEM_NODES_DIR'),
    model: engineOf('TANDEM_LLM', read, problems),
    embedder: engineOf('TANDEM_EMBED', read, problems),
    ocr: ocrOf(read, problems),
    metricsToken: read('TANDEM_METRICS_TOKEN'),
    trustProxy: proxiesOf(read('TANDEM_TRUST_PROXY'), problems),
    keptDays: {
      notices: daysOf('TANDEM_KEEP_NOTICES_DAYS', read, KEPT_DAYS.notices, problems),
      offers: daysOf('TANDEM_KEEP_OFFERS_DAYS', read, KEPT_DAYS.offers, problems),
      jobs: daysOf('TANDEM_KEEP_JOBS_DAYS', read, KEPT_DAYS.jobs, problems),
    },
  };
  for (const name of ['DATABASE_URL', 'REDIS_URL']) {
    if (read(name) !== undefined) problems.push(`${name}: this version keeps everything in the data folder; unset it.`);
  }
  const given = read('TANDEM_SECRET_KEY');
  if (given !== undefined && (given.length < 32 || SAMPLE_KEYS.test(given))) {
    problems.push(
      'TANDEM_SECRET_KEY: at least 32 random characters are needed, such as the output of `openssl rand -base64 48`.',
    );
  }
  if (problems.length > 0) {
    const list = problems.map((problem) => `  - ${problem}`).join('\n');
    throw new FlowError('CONFIG_INVALID', `The environment has ${problems.length} problem(s):\n${list}`, { problems });
  }
  return { ...config, secretKey: Buffer.from(given ?? keptKey(dataDir)) };
}

function valueOf(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
  problems: string[],
): string | undefined {
  const direct = blankless(env[name]);
  const file = SECRETS.includes(name) ? blankless(env[`${name}_FILE`]) : undefined;
  if (file === undefined) return direct;
  if (direct !== undefined) {
    problems.push(`${name} and ${name}_FILE are both set: keep one.`);
    return direct;
  }
  try {
    const content = blankless(readFileSync(file, 'utf8').trim());
    if (content === undefined) problems.push(`${name}_FILE: the file is empty.`);
    return content;
  } catch {
    problems.push(`${name}_FILE: the file cannot be read.`);
    return undefined;
  }
}

function blankless(value: string | undefined): string | undefined {
  return value === undefined || value === '' ? undefined : value;
}

function portOf(text: string | undefined, problems: string[]): number {
  const port = Number(text ?? '3000');
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  problems.push(`PORT: "${(text ?? '').slice(0, 40)}" is not a port number.`);
  return 3000;
}

function urlOf(name: string, text: string | undefined, problems: string[]): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const web = url?.protocol === 'https:' || url?.protocol === 'http:';
  if (url !== undefined && web && url.username === '' && url.search === '' && url.hash === '')
    return url.href.replace(/\/+$/, '');
  problems.push(`${name}: write it as https://host or http://host:port, without user, query and fragment.`);
  return undefined;
}

function adminOf(email: string | undefined, password: string | undefined, problems: string[]): Config['firstAdmin'] {
  if (email === undefined && password === undefined) return undefined;
  if (email === undefined) problems.push('TANDEM_ADMIN_EMAIL: missing beside TANDEM_ADMIN_PASSWORD.');
  else if (!/^[^@\s]+@[^@\s]+$/.test(email)) problems.push('TANDEM_ADMIN_EMAIL: not an e-mail address.');
  if (password === undefined) problems.push('TANDEM_ADMIN_PASSWORD: missing beside TANDEM_ADMIN_EMAIL.');
  else if (password.length < 10) problems.push('TANDEM_ADMIN_PASSWORD: at least 10 characters are needed.');
  return email === undefined || password === undefined ? undefined : { email, password };
}

function engineOf(
  prefix: string,
  read: (name: string) => string | undefined,
  problems: string[],
): EngineConfig | undefined {
  const given = read(`${prefix}_BASE_URL`);
  const baseUrl = urlOf(`${prefix}_BASE_URL`, given, problems);
  const model = read(`${prefix}_MODEL`);
  const apiKey = read(`${prefix}_API_KEY`) ?? '';
  if (given === undefined) {
    if (model !== undefined || apiKey !== '')
      problems.push(`${prefix}_BASE_URL: missing beside ${prefix}_MODEL or its key.`);
    return undefined;
  }
  if (model === undefined) problems.push(`${prefix}_MODEL: missing beside ${prefix}_BASE_URL.`);
  return baseUrl === undefined || model === undefined ? undefined : { baseUrl, apiKey, model };
}

function ocrOf(read: (name: string) => string | undefined, problems: string[]): OcrConfig | undefined {
  const command = read('TANDEM_OCR_COMMAND');
  const given = read('TANDEM_OCR_LANGUAGES');
  const languages = given ?? 'chi_sim+eng';
  if (command === undefined) {
    if (given !== undefined) problems.push('TANDEM_OCR_COMMAND: missing beside TANDEM_OCR_LANGUAGES.');
    return undefined;
  }
  if (!isAbsolute(command) || command.includes('\0'))
    problems.push(
      'TANDEM_OCR_COMMAND: write the whole path of one program, such as /usr/bin/tesseract, without arguments.',
    );
  if (!/^\w[\w/-]*(?:\+\w[\w/-]*)*$/.test(languages) || languages.length > 200)
    problems.push('TANDEM_OCR_LANGUAGES: write names of languages joined by +, such as chi_sim+eng.');
  const env = ['PATH', 'LANG', 'TESSDATA_PREFIX'].flatMap((name) => {
    const value = read(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return { command, languages, env: Object.fromEntries(env) };
}

function daysOf(name: string, read: (name: string) => string | undefined, usual: number, problems: string[]): number {
  const text = read(name) ?? String(usual);
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
  problems.push(`${name}: write a number of days, from 1 to 99999.`);
  return usual;
}

function proxiesOf(text: string | undefined, problems: string[]): Config['trustProxy'] {
  if (text === undefined) return false;
  const list = text.split(',').map((entry) => entry.trim());
  if (list.every((entry) => /^(?:loopback|linklocal|uniquelocal|[0-9a-fA-F.:]+(?:\/\d{1,3})?)$/.test(entry)))
    return list;
  problems.push(
    'TANDEM_TRUST_PROXY: write addresses or CIDR ranges of your proxies, divided by commas, or "loopback".',
  );
  return false;
}

function keptKey(dataDir: string): string {
  const file = join(dataDir, 'secret.key');
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    if (existsSync(file)) {
      const key = readFileSync(file, 'utf8').trim();
      if (key.length >= 32) return key;
      throw new FlowError(
        'CONFIG_INVALID',
        `${file} holds no key. Restore it from a backup, or set TANDEM_SECRET_KEY.`,
      );
    }
    const key = randomBytes(48).toString('base64url');
    writeFileSync(file, `${key}\n`, { mode: 0o600, flag: 'wx' });
    chmodSync(file, 0o600);
    return key;
  } catch (error) {
    if (error instanceof FlowError) throw error;
    const reason = error instanceof Error ? error.message : 'unknown reason';
    throw new FlowError(
      'CONFIG_INVALID',
      `The data folder cannot be used (${reason}). Set TANDEM_DATA_DIR to a writable folder.`,
    );
  }
}

function nearest(name: string): string {
  const close = [...KNOWN].find(
    (known) => known.startsWith(name) || name.startsWith(known) || sameLetters(name, known),
  );
  return close === undefined ? '' : `; did you mean ${close}?`;
}

function sameLetters(one: string, other: string): boolean {
  const sorted = (text: string): string => Array.from(text.replaceAll('_', '')).sort().join('');
  return sorted(one) === sorted(other);
}
