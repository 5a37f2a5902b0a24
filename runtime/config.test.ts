// The environment: everything good is read, everything wrong is named at once, no secret is repeated.
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FlowError } from '#nodes/kit/errors.ts';
import { readConfig } from './config.ts';

describe('The environment', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'tandem-config-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  function problemsOf(env: Record<string, string>): readonly string[] {
    try {
      readConfig({ TANDEM_DATA_DIR: dir, ...env });
    } catch (error) {
      expect(error).toBeInstanceOf(FlowError);
      expect((error as FlowError).code).toBe('CONFIG_INVALID');
      const { problems } = (error as FlowError).facts;
      return (problems as string[] | undefined) ?? [(error as FlowError).message];
    }
    return [];
  }

  it('says for how many days what is over is kept', () => {
    const env = { TANDEM_DATA_DIR: dir, TANDEM_KEEP_NOTICES_DAYS: '7', TANDEM_KEEP_JOBS_DAYS: '1' };
    expect(readConfig(env).keptDays).toEqual({ notices: 7, offers: 90, jobs: 1 });
    expect(problemsOf({ TANDEM_KEEP_OFFERS_DAYS: '0', TANDEM_KEEP_JOBS_DAYS: 'ever' })).toEqual([
      'TANDEM_KEEP_OFFERS_DAYS: write a number of days, from 1 to 99999.',
      'TANDEM_KEEP_JOBS_DAYS: write a number of days, from 1 to 99999.',
    ]);
  });

  it('names a program that reads the text in images, and what of the environment it gets', () => {
    const env = { TANDEM_DATA_DIR: dir, PATH: '/bin', HOME: '/root', TESSDATA_PREFIX: '/data', TANDEM_LLM_API_KEY: '' };
    expect(readConfig({ ...env, TANDEM_OCR_COMMAND: '/opt/my ocr/run' }).ocr).toEqual({
      command: '/opt/my ocr/run',
      languages: 'chi_sim+eng',
      env: { PATH: '/bin', TESSDATA_PREFIX: '/data' },
    });
    const german = { ...env, TANDEM_OCR_COMMAND: '/usr/bin/tesseract', TANDEM_OCR_LANGUAGES: 'deu+script/Latin' };
    expect(readConfig(german).ocr?.languages).toBe('deu+script/Latin');
    expect(problemsOf({ TANDEM_OCR_COMMAND: 'tesseract --psm 1', TANDEM_OCR_LANGUAGES: '--user-words x' })).toEqual([
      'TANDEM_OCR_COMMAND: write the whole path of one program, such as /usr/bin/tesseract, without arguments.',
      'TANDEM_OCR_LANGUAGES: write names of languages joined by +, such as chi_sim+eng.',
    ]);
    expect(problemsOf({ TANDEM_OCR_LANGUAGES: 'eng' })).toEqual([
      'TANDEM_OCR_COMMAND: missing beside TANDEM_OCR_LANGUAGES.',
    ]);
  });

  it('needs nothing', () => {
    const config = readConfig({ TANDEM_DATA_DIR: dir });
    expect(config).toMatchObject({ port: 3000, host: '127.0.0.1', dataDir: dir, publicUrl: '', trustProxy: false });
    expect(config.keptDays).toEqual({ notices: 90, offers: 90, jobs: 30 });
    expect(config.model).toBeUndefined();
    expect(config.ocr).toBeUndefined();
    expect(config.firstAdmin).toBeUndefined();
  });

  it('makes a secret key once, for the owner only, and keeps it', () => {
    const first = readConfig({ TANDEM_DATA_DIR: join(dir, 'new') }).secretKey;
    expect(first.length).toBeGreaterThanOrEqual(32);
    expect(statSync(join(dir, 'new', 'secret.key')).mode & 0o777).toBe(0o600);
    expect(readConfig({ TANDEM_DATA_DIR: join(dir, 'new') }).secretKey).toEqual(first);
    writeFileSync(join(dir, 'new', 'secret.key'), '');
    expect(problemsOf({ TANDEM_DATA_DIR: join(dir, 'new') })[0]).toContain('holds no key');
  });

  it('reads everything there is', () => {
    const key = join(dir, 'llm-key');
    writeFileSync(key, 'sk-file\n');
    const config = readConfig({
      TANDEM_DATA_DIR: dir,
      PORT: '8080',
      HOST: '0.0.0.0',
      TANDEM_SECRET_KEY: 'k'.repeat(40) + '7',
      TANDEM_ADMIN_EMAIL: 'it@example.test',
      TANDEM_ADMIN_PASSWORD: 'long enough 1',
      TANDEM_PUBLIC_URL: 'https://chat.example.test/',
      TANDEM_LLM_BASE_URL: 'http://127.0.0.1:11434/v1',
      TANDEM_LLM_MODEL: 'small',
      TANDEM_LLM_API_KEY_FILE: key,
      TANDEM_TRUST_PROXY: '10.0.0.0/8, loopback',
    });
    expect(config).toMatchObject({
      port: 8080,
      host: '0.0.0.0',
      publicUrl: 'https://chat.example.test',
      firstAdmin: { email: 'it@example.test', password: 'long enough 1' },
      model: { baseUrl: 'http://127.0.0.1:11434/v1', model: 'small', apiKey: 'sk-file' },
      trustProxy: ['10.0.0.0/8', 'loopback'],
    });
    expect(config.secretKey.toString()).toBe('k'.repeat(40) + '7');
  });

  it('lists every problem at once and never shows a secret', () => {
    const problems = problemsOf({
      PORT: 'http',
      TANDEM_PUBILC_URL: 'x',
      TANDEM_PUBLIC_URL: 'chat.example.test',
      TANDEM_SECRET_KEY: 'changeme',
      TANDEM_ADMIN_PASSWORD: 'hunter2',
      TANDEM_LLM_API_KEY: 'sk-secret',
      TANDEM_EMBED_BASE_URL: 'ftp://x',
      TANDEM_TRUST_PROXY: 'everybody',
      TANDEM_METRICS_TOKEN_FILE: '/nonexistent',
      DATABASE_URL: 'postgres://x',
    });
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'TANDEM_PUBILC_URL',
      'PORT',
      'TANDEM_ADMIN_EMAIL',
      'TANDEM_ADMIN_PASSWORD',
      'TANDEM_PUBLIC_URL',
      'TANDEM_LLM_BASE_URL',
      'TANDEM_EMBED_BASE_URL',
      'TANDEM_EMBED_MODEL',
      'TANDEM_METRICS_TOKEN_FILE',
      'TANDEM_TRUST_PROXY',
      'DATABASE_URL',
      'TANDEM_SECRET_KEY',
    ]);
    expect(problems[0]).toContain('TANDEM_PUBLIC_URL');
    expect(problems.join('\n')).not.toMatch(/hunter2|sk-secret|changeme|postgres:/);
  });

  it('refuses a secret that is given twice, an empty secret file and a folder that cannot be used', () => {
    const file = join(dir, 'empty');
    writeFileSync(file, '\n');
    expect(problemsOf({ TANDEM_METRICS_TOKEN: 'a', TANDEM_METRICS_TOKEN_FILE: file })[0]).toContain('keep one');
    expect(problemsOf({ TANDEM_METRICS_TOKEN_FILE: file })[0]).toContain('empty');
    expect(problemsOf({ TANDEM_DATA_DIR: join(file, 'below') })[0]).toContain('TANDEM_DATA_DIR');
    expect(readFileSync(file, 'utf8')).toBe('\n');
  });
});
