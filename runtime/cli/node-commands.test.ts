// The node commands: a new pack works with its tests, and a broken one is named by file and field.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFlowDocument } from '#nodes/flow/document.ts';
import { cli } from '#runtime/testkit/cli.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tandem-node-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

interface Checked {
  readonly ok: boolean;
  readonly problems: readonly { readonly file: string; readonly field: string; readonly message: { en: string } }[];
  readonly packs: readonly {
    readonly type: string;
    readonly tests: readonly { readonly passed: boolean; readonly problems: readonly string[] }[];
    readonly untested: readonly string[];
  }[];
}

it.each(['http', 'script'])('a new %s pack passes its own tests, and is never written over', async (kind) => {
  const made = await cli(['node', 'new', 'acme/mine', '--dir', dir, '--kind', kind]);
  expect(made.code).toBe(0);
  expect(made.stdout).toContain('node.json');
  const checked = await cli(['node', 'check', dir, '--json']);
  expect(checked.code).toBe(0);
  expect((checked.json() as Checked).packs).toMatchObject([{ type: 'acme/mine', ok: true }]);
  expect((await cli(['node', 'check', join(dir, 'acme/mine')])).code).toBe(0);
  const again = await cli(['node', 'new', 'acme/mine', '--dir', dir, '--kind', kind]);
  expect(again.code).toBe(1);
  expect(again.stderr).toContain('is there already');
});

it('wrong usage is code 2', async () => {
  expect((await cli(['node', 'new', 'orders', '--dir', dir])).code).toBe(2);
  expect((await cli(['node', 'new', 'acme/mine', '--dir', dir, '--kind', 'java'])).code).toBe(2);
  expect((await cli(['node', 'check'])).code).toBe(2);
});

it('a broken declaration, a red test, a missing test and an empty folder are code 1, each with its reason', async () => {
  expect((await cli(['node', 'check', dir])).code).toBe(1);
  await cli(['node', 'new', 'acme/mine', '--dir', dir]);
  const file = join(dir, 'acme/mine/node.json');
  const sound = await readFile(file, 'utf8');
  await writeFile(file, sound.replace('"search"', '"rocket"'));
  const broken = (await cli(['node', 'check', dir, '--json'])).json() as Checked;
  expect(broken.problems).toMatchObject([{ file, field: '/icon' }]);
  await writeFile(file, sound.replace('answer.body.state', 'answer.body.condition'));
  const red = await cli(['node', 'check', dir]);
  expect(red.code).toBe(1);
  expect(red.stdout).toContain('FAIL  tests/found.json');
  await writeFile(file, sound);
  await rm(join(dir, 'acme/mine/tests'), { recursive: true });
  expect((await cli(['node', 'check', dir])).stdout).toContain('there are no tests');
});

it('the flow commands know the packs of TANDEM_NODES_DIR', async () => {
  await cli(['node', 'new', 'acme/mine', '--dir', dir]);
  const drawn = createFlowDocument('mine');
  const flow = {
    ...drawn,
    nodes: [
      ...drawn.nodes,
      {
        id: 'n',
        type: 'acme/mine',
        version: 1,
        name: '',
        position: { x: 300, y: 160 },
        config: { order: '"A1"', saveAs: 'state' },
      },
      ...['found', 'unknown', 'error'].map((port, index) => ({
        id: `to-${port}`,
        type: 'end',
        version: 1,
        name: '',
        position: { x: 600, y: 160 * index },
        config: { text: port, reason: 'finished', resolved: true },
      })),
    ],
    edges: [
      { id: 'e', from: { node: 'start', port: 'next' }, to: { node: 'n' } },
      ...['found', 'unknown', 'error'].map((port) => ({
        id: `e-${port}`,
        from: { node: 'n', port },
        to: { node: `to-${port}` },
      })),
    ],
  };
  const path = join(dir, 'flow.json');
  await writeFile(path, JSON.stringify(flow));
  const env = { TANDEM_NODES_DIR: dir };
  expect((await cli(['flow', 'check', path])).stdout).toContain('NODE_UNKNOWN');
  expect((await cli(['flow', 'check', path], { env })).stdout).not.toContain('NODE_UNKNOWN');
  const run = await cli(['flow', 'run', path, '--json'], { env });
  expect(run.rows().map((row) => row['text'])).toContain('found');
  expect((await cli(['flow', 'xstate', path], { env })).stdout).toContain('api.example.com/orders');
  const doctor = await cli(['doctor'], { env: { ...env, TANDEM_DATA_DIR: join(dir, 'data'), PORT: '0' } });
  expect(doctor.stdout).toContain('acme/mine');
});
