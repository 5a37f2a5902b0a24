// Commands on an installation: accounts, tokens, flows, backup and restore, the doctor, and the evaluations.
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli } from '#runtime/testkit/cli.ts';
import { SEER, writeProgram } from '#runtime/testkit/recogniser-program.ts';
import { startModelServer } from '#runtime/testkit/model-server.ts';
import { supportFlow } from '#runtime/testkit/support-flow.ts';

let folder: string;
let env: Record<string, string>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tandem-cli-'));
  env = { TANDEM_DATA_DIR: join(folder, 'data'), PORT: '0' };
});
afterAll(() => rm(folder, { recursive: true }));

const put = async (name: string, content: string | Uint8Array) => {
  await writeFile(join(folder, name), content);
  return join(folder, name);
};

describe('an installation', () => {
  it('is migrated once', async () => {
    const first = await cli(['migrate', '--json'], { env });
    expect(first.json()).toMatchObject({ ok: true, applied: expect.arrayContaining(['0001_sessions']) as never });
    expect((await cli(['migrate', '--json'], { env })).json()).toMatchObject({ applied: [] });
  });

  it('makes accounts and tokens, shown once', async () => {
    const added = await cli(['user', 'add', 'Ada@Example.com', '--role', 'designer', '--json'], { env });
    expect(added.json()).toMatchObject({
      user: { email: 'ada@example.com', role: 'designer' },
      password: expect.any(String) as never,
    });
    const again = await cli(['user', 'add', 'ada@example.com', '--role', 'agent', '--json'], { env });
    expect([again.code, again.json()]).toMatchObject([1, { ok: false, error: { code: 'NAME_TAKEN' } }]);
    const token = await cli(['token', 'create', '--name', 'ci', '--role', 'viewer'], { env });
    expect(token.stdout).toMatch(/\ntdm_[\w-]{30,}$/);
  });

  it('publishes a file, again as the next version, and gives it back', async () => {
    const file = await put('flow.json', JSON.stringify(supportFlow()));
    const publish = () => cli(['flow', 'publish', file, '--slug', 'help', '--json'], { env });
    expect((await publish()).json()).toMatchObject({ ok: true, slug: 'help', version: 1 });
    expect((await publish()).json()).toMatchObject({ version: 2 });
    const exported = await cli(['flow', 'export', 'help'], { env });
    expect(exported.json()).toMatchObject({ format: 'tandem.bundle', flow: { nodes: expect.any(Array) as never } });
    const imported = await cli(
      ['flow', 'import', await put('bundle.json', exported.stdout), '--name', 'Second', '--json'],
      { env },
    );
    expect(imported.json()).toMatchObject({ ok: true, flow: { slug: 'second', name: 'Second' } });
    const unknown = await cli(['flow', 'export', 'nope'], { env });
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('There are: ')]);
    const broken = await put('broken.json', JSON.stringify({ ...supportFlow(), edges: [] }));
    expect((await cli(['flow', 'publish', broken, '--slug', 'help'], { env })).code).toBe(1);
  });

  it('exports a folder of texts that comes back the same, and overwrites only its own', async () => {
    const texts = join(folder, 'texts');
    const exported = () => cli(['flow', 'export', 'help', '--text', texts, '--json'], { env });
    expect((await exported()).json()).toMatchObject({ files: ['flow.yml', 'places.yml'] });
    const before = await readFile(join(texts, 'flow.yml'), 'utf8');
    const dry = await cli(['flow', 'import', texts, '--dry-run', '--json'], { env });
    expect(dry.json()).toMatchObject({ ok: true, conflicts: [{ kind: 'flow-name' }], signer: { by: 'unsigned' } });
    const replaced = await cli(['flow', 'import', texts, '--replace', 'help', '--json'], { env });
    expect(replaced.json()).toMatchObject({ flow: { slug: 'help' } });
    await writeFile(join(texts, 'README.md'), 'mine');
    expect((await exported()).code).toBe(0);
    expect(await readFile(join(texts, 'flow.yml'), 'utf8')).toBe(before);
    expect(await readFile(join(texts, 'README.md'), 'utf8')).toBe('mine');
    const refused = await cli(['flow', 'export', 'help', '--text', folder], { env });
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('holds other things')]);
  });

  it('knows its own bundles, and refuses one that was changed', async () => {
    const bundle = (await cli(['flow', 'export', 'help'], { env })).stdout;
    const own = await cli(['flow', 'import', await put('own.json', bundle), '--dry-run', '--json'], { env });
    expect(own.json()).toMatchObject({ signer: { by: 'own' } });
    const elsewhere = { ...env, TANDEM_DATA_DIR: join(folder, 'stranger') };
    const other = await cli(['flow', 'import', join(folder, 'own.json'), '--dry-run', '--json'], { env: elsewhere });
    expect(other.json()).toMatchObject({ signer: { by: 'stranger' } });
    const { flow, ...rest } = JSON.parse(bundle) as { flow: object };
    const changed = await put('changed.json', JSON.stringify({ ...rest, flow: { ...flow, name: 'Other' } }));
    const refused = await cli(['flow', 'import', changed], { env });
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('changed after it was signed')]);
  });

  it('is backed up into one file and comes back, with its files', async () => {
    const template = join(import.meta.dirname, '../../templates/it-helpdesk');
    expect((await cli(['flow', 'publish', template, '--slug', 'it'], { env })).code).toBe(0);
    const file = join(folder, 'backup.tandem');
    const made = await cli(['backup', file, '--json'], { env });
    expect(made.json()).toMatchObject({ ok: true, files: 3, keyId: expect.stringMatching(/^[0-9a-f]{16}$/) as never });

    const held = await cli(['restore', file], { env });
    expect([held.code, held.stderr]).toEqual([1, expect.stringContaining('STATE_CONFLICT')]);

    const elsewhere = { ...env, TANDEM_DATA_DIR: join(folder, 'other') };
    const otherKey = await cli(['restore', file], { env: elsewhere });
    expect([otherKey.code, otherKey.stderr]).toEqual([1, expect.stringContaining('SECRET_UNREADABLE')]);
    await cp(join(folder, 'data/secret.key'), join(folder, 'other/secret.key'));
    expect((await cli(['restore', file, '--json'], { env: elsewhere })).json()).toMatchObject({
      ok: true,
      files: 3,
      aside: [],
    });
    const exported = await cli(['flow', 'export', 'it'], { env: elsewhere });
    expect(exported.stdout).toContain('Forgot or expired password');

    const forced = await cli(['restore', file, '--force', '--json'], { env });
    expect(forced.code).toBe(0);
    const { aside } = forced.json() as { readonly aside: readonly string[] };
    expect((await readFile(join(aside[0]!, 'tandem.db'))).length).toBeGreaterThan(0);
  }, 60_000);

  it('refuses a file that is no backup', async () => {
    const empty = { ...env, TANDEM_DATA_DIR: join(folder, 'empty') };
    for (const content of ['', 'junk', JSON.stringify(supportFlow())]) {
      const { code, stderr } = await cli(['restore', await put('junk.tandem', content)], { env: empty });
      expect([code, stderr]).toEqual([1, expect.stringContaining('BUNDLE_INVALID')]);
    }
    expect((await cli(['restore', join(folder, 'missing')], { env: empty })).stderr).toContain('FILE_UNREADABLE');
    expect(
      (await cli(['backup', join(folder, 'x')], { env: { ...env, TANDEM_DATA_DIR: join(folder, 'none') } })).code,
    ).toBe(1);
  });

  it('is looked at by the doctor', async () => {
    const well = await cli(['doctor', '--json'], { env });
    expect(well.json()).toMatchObject({ ok: true });
    expect(well.code).toBe(0);
    const ill = await cli(['doctor'], { env: { ...env, TANDEM_SECRET: 'x' } });
    expect([ill.code, ill.stdout]).toEqual([1, expect.stringContaining('TANDEM_SECRET: unknown name')]);
    await put('data2', '');
    const model = { TANDEM_LLM_BASE_URL: 'http://127.0.0.1:9', TANDEM_LLM_MODEL: 'm' };
    const alone = await cli(['doctor', '--json'], { env: { ...env, ...model } });
    const { checks } = alone.json() as { readonly checks: readonly { readonly name: string; readonly ok: boolean }[] };
    expect(checks.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(['model']);
  });

  it('has the doctor try the program that reads images', async () => {
    const seer = writeProgram(folder, 'seer', SEER);
    const good = await cli(['doctor'], { env: { ...env, TANDEM_OCR_COMMAND: seer } });
    expect([good.code, good.stdout]).toEqual([0, expect.stringContaining(`${seer} (chi_sim+eng): seer 1.0`)]);
    const gone = await cli(['doctor'], { env: { ...env, TANDEM_OCR_COMMAND: '/nowhere/seer' } });
    expect([gone.code, gone.stdout]).toEqual([
      1,
      expect.stringMatching(/BAD {2}text in images .*ENOENT\n +Set TANDEM_OCR_COMMAND to the whole path/),
    ]);
  });
});

describe('eval', () => {
  const rows = (list: readonly object[]) => list.map((row) => JSON.stringify(row)).join('\n');

  it('measures intents with the fields of the contract', async () => {
    const sentences = [
      'where is my parcel',
      'track my order',
      'has it shipped yet',
      'when will it arrive',
      'order status please',
    ];
    const others = [
      'refund please',
      'give me my money back',
      'I want a refund',
      'return this item',
      'how to return it',
    ];
    const train = await put(
      'train.jsonl',
      rows([
        ...sentences.map((text) => ({ text, intent: 'track' })),
        ...others.map((text) => ({ text, intent: 'refund' })),
      ]),
    );
    const test = await put(
      'test.jsonl.gz',
      gzipSync(
        rows([
          { text: 'track my parcel', intent: 'track' },
          { text: 'i want my money', intent: 'refund' },
          { text: 'what a lovely sunset', intent: 'oos' },
        ]),
      ),
    );
    const { code, json } = await cli(['eval', 'intents', '--train', train, '--test', test, '--json']);
    expect(code).toBe(0);
    expect(Object.keys(json()).sort()).toEqual(
      [
        'accuracy',
        'accuracyAtThreshold',
        'auroc',
        'macroF1',
        'n',
        'oosPrecision',
        'oosRecall',
        'predictMicros',
        'rssMb',
        'trainSeconds',
      ].sort(),
    );
    expect(json()).toMatchObject({ n: 3 });
  });

  it('measures moods with the shipped model', async () => {
    const test = await put(
      'moods.jsonl',
      rows([
        { text: '气死我了，骗子！', emotion: 'angry' },
        { text: '请问几点开门', emotion: 'calm' },
      ]),
    );
    const { json } = await cli(['eval', 'emotion', '--test', test, '--json']);
    expect(Object.keys(json()).sort()).toEqual([
      'accuracy',
      'macroF1',
      'n',
      'negativeAuroc',
      'perLabel',
      'predictMicros',
    ]);
  });

  it('measures retrieval', async () => {
    const passages = await put(
      'passages.jsonl',
      rows([
        { pid: 'a', title: '退款', text: '退款 48 小时内到账。' },
        { pid: 2, text: '门诊每天九点半开门。' },
      ]),
    );
    const questions = await put(
      'questions.jsonl',
      rows([
        { question: '退款多久到账', pid: 'a' },
        { question: '门诊几点开门', pid: 2 },
      ]),
    );
    const { json } = await cli(['eval', 'retrieval', '--passages', passages, '--questions', questions, '--json']);
    expect(json()).toMatchObject({ recallAt1: 1, recallAt5: 1, mrrAt10: 1, n: 2, p50Ms: expect.any(Number) as never });
  });

  it('reads through the embeddings server of the environment, and says so when it cannot', async () => {
    const passages = await put('faq.jsonl', rows([{ pid: 'a', text: '退款 48 小时内到账。' }]));
    const questions = await put('asked.jsonl', rows([{ question: '退款多久到账', pid: 'a' }]));
    const intents = await put('few.jsonl', rows([{ text: '退款', intent: 'refund' }]));
    const server = await startModelServer((response, { body }) => {
      const embedding = (text: string) => Array.from(createHash('sha256').update(text).digest(), (byte) => byte - 128);
      const data = (body['input'] as string[]).map((text, index) => ({ index, embedding: embedding(text) }));
      response.end(JSON.stringify({ data }));
    });
    const endpoint = { TANDEM_EMBED_BASE_URL: server.baseUrl, TANDEM_EMBED_MODEL: 'e-1' };
    const asked = ['eval', 'retrieval', '--passages', passages, '--questions', questions, '--dense', 'endpoint'];
    expect((await cli([...asked, '--json'], { env: endpoint })).json()).toMatchObject({ recallAt1: 1, n: 1 });
    expect(server.seen.flatMap(({ body }) => body['input'])).toContain('退款多久到账');
    await server.close();
    const dead = await cli(asked, { env: endpoint });
    expect([dead.code, dead.stderr]).toEqual([1, expect.stringContaining('EGRESS_FAILED')]);
    const taught = ['eval', 'intents', '--train', intents, '--test', intents, '--dense', 'endpoint'];
    expect((await cli(taught)).stderr).toContain('TANDEM_EMBED_BASE_URL');
  });

  it('takes several files after one flag, or the flag again', async () => {
    const one = await put('one.jsonl', rows([{ text: '气死我了', emotion: 'angry' }]));
    const two = await put('two.jsonl', rows([{ text: '几点开门', emotion: 'calm' }]));
    expect((await cli(['eval', 'emotion', '--test', one, two, '--json'])).json()).toMatchObject({ n: 2 });
    expect((await cli(['eval', 'emotion', '--test', one, '--test', two, '--json'])).json()).toMatchObject({ n: 2 });
  });

  it('names the line that cannot be read', async () => {
    const bad = await put('bad.jsonl', '{"pid":"a","text":"x"}\nnonsense\n');
    const { code, stderr } = await cli(['eval', 'retrieval', '--passages', bad, '--questions', bad]);
    expect([code, stderr]).toEqual([1, expect.stringContaining('bad.jsonl, line 2')]);
    const missing = await cli(['eval', 'emotion', '--test', join(folder, 'missing.jsonl')]);
    expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('FILE_UNREADABLE')]);
  });
});
