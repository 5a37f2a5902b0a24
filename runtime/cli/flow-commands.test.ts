// The flow commands: good files pass, broken ones get named problems and exit 1, and a conversation runs without a server.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli } from '#runtime/testkit/cli.ts';
import { flowNode, supportFlow } from '#runtime/testkit/support-flow.ts';

const TEMPLATES = join(import.meta.dirname, '../../templates');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tandem-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function put(name: string, content: unknown): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

interface Checked {
  readonly ok: boolean;
  readonly problems: readonly {
    readonly code: string;
    readonly node: string | null;
    readonly message: string;
    readonly fix: string;
  }[];
}

async function check(name: string, content: unknown) {
  const result = await cli(['flow', 'check', await put(name, content), '--json']);
  return { code: result.code, checked: result.json() as Checked };
}

describe('flow check', () => {
  it('passes a good document, a bundle and a template', async () => {
    expect((await check('good.json', supportFlow())).code).toBe(0);
    const bundle = { format: 'tandem.bundle', formatVersion: 1, flow: supportFlow(), knowledge: [] };
    expect((await check('bundle.json', bundle)).code).toBe(0);
    expect((await cli(['flow', 'check', join(TEMPLATES, 'complaint-to-person')])).stdout).toBe('0 errors, 0 warnings');
  });

  it('names what is wrong with node and fix', async () => {
    const flow = supportFlow();
    const spoilt = async (name: string, change: object) => {
      const { code, checked } = await check(`${name}.json`, { ...flow, ...change });
      expect(code).toBe(1);
      expect(checked.ok).toBe(false);
      for (const problem of checked.problems) {
        expect(problem.message).not.toBe('');
        expect(problem.fix).not.toBe('');
      }
      return checked.problems.map((problem) => [problem.code, problem.node]);
    };
    const odd = { ...flowNode('odd', 'message', { text: 'x' }), type: 'teleport' };
    expect(await spoilt('unknown', { nodes: [...flow.nodes, odd] })).toContainEqual(['NODE_UNKNOWN', 'odd']);
    const newer = flow.nodes.map((node) => (node.id === 'ask' ? { ...node, version: 99 } : node));
    expect(await spoilt('newer', { nodes: newer })).toContainEqual(['NODE_VERSION_NEWER', 'ask']);
    const dangling = [...flow.edges, { id: 'x', from: { node: 'back', port: 'next' }, to: { node: 'nowhere' } }];
    expect((await spoilt('dangling', { edges: dangling })).map(([code]) => code)).toContain('EDGE_DANGLING');
    const spinning = flow.edges.map((edge) =>
      edge.from.node === 'hello' || edge.id === 'start-next' ? { ...edge, to: { node: 'hello' } } : edge,
    );
    const drawn = [
      ...spinning,
      ...(spinning.some(({ from }) => from.node === 'hello')
        ? []
        : [{ id: 'h', from: { node: 'hello', port: 'next' }, to: { node: 'hello' } }]),
    ];
    expect(await spoilt('cycle', { edges: drawn })).toContainEqual(['CYCLE_WITHOUT_WAIT', 'hello']);
  });

  it('says so in words too, in the language of the terminal', async () => {
    const path = await put('words.json', { ...supportFlow(), edges: [] });
    const english = await cli(['flow', 'check', path]);
    expect(english.stdout).toMatch(/error DEAD_END \[start port:next\] .*leads nowhere/);
    const chinese = await cli(['flow', 'check', path], { env: { LANG: 'zh_CN.UTF-8' } });
    expect(chinese.stdout).toContain('没有下一步');
  });

  it.each([
    ['empty.json', '', 'FILE_UNREADABLE'],
    ['half.json', '{"format": "tandem.flow", "nodes": [', 'FILE_UNREADABLE'],
    ['junk.json', 'x'.repeat(5_000_000), 'FLOW_FORMAT_UNKNOWN'],
    ['list.json', '[]', 'FLOW_FORMAT_UNKNOWN'],
    ['other.json', '{"version": "6", "groups": []}', 'FLOW_FORMAT_UNKNOWN'],
    ['future.json', '{"format": "tandem.flow", "formatVersion": 99}', 'FLOW_FORMAT_UNKNOWN'],
    ['hollow.json', '{"format": "tandem.flow", "formatVersion": 1}', 'DOCUMENT_INVALID'],
    ['bundle9.json', '{"format": "tandem.bundle", "formatVersion": 99}', 'BUNDLE_INVALID'],
  ])('refuses %s', async (name, content, code) => {
    const result = await check(name, content);
    expect(result.code).toBe(1);
    expect(result.checked.problems[0]?.code).toBe(code);
  });

  it('refuses a path that is not there', async () => {
    const { code, stdout } = await cli(['flow', 'check', join(folder, 'missing.json')]);
    expect(code).toBe(1);
    expect(stdout).toContain('FILE_UNREADABLE');
  });
});

describe('flow xstate', () => {
  it('prints the machine, and no machine of a broken flow', async () => {
    const { json } = await cli(['flow', 'xstate', await put('machine.json', supportFlow())]);
    expect(json()).toMatchObject({ id: 'flow', states: { ask: {} } });
    const broken = await cli(['flow', 'xstate', await put('broken.json', { ...supportFlow(), edges: [] })]);
    expect([broken.code, broken.stdout]).toEqual([1, '']);
    expect(broken.stderr).toContain('FLOW_INVALID');
  });
});

describe('flow import', () => {
  it('writes the document with --out, and refuses other products by name', async () => {
    const out = join(folder, 'out.json');
    const bundle = await put('to-import.json', {
      format: 'tandem.bundle',
      formatVersion: 1,
      flow: supportFlow(),
      knowledge: [],
    });
    expect((await cli(['flow', 'import', bundle, '--out', out])).code).toBe(0);
    expect(JSON.parse(await readFile(out, 'utf8'))).toMatchObject({ format: 'tandem.flow', name: '售后助手' });
    const other = await cli([
      'flow',
      'import',
      await put('typebot.json', { version: '6', groups: [] }),
      '--out',
      out,
      '--json',
    ]);
    expect(other.code).toBe(1);
    expect(other.json()).toMatchObject({ ok: false, error: { code: 'FLOW_FORMAT_UNKNOWN' } });
  });
});

describe('flow import of other products', () => {
  const bot = {
    name: 'Hello bot',
    theme: {},
    variables: [{ id: 'v', name: 'Name' }],
    edges: [],
    groups: [
      {
        id: 'g',
        title: 'Hello',
        graphCoordinates: {},
        blocks: [
          { id: 'a', type: 'text', content: { plainText: 'Your name?' } },
          { id: 'b', type: 'text input', options: { variableId: 'v' } },
          { id: 'c', type: 'Google Sheets', options: {} },
          { id: 'd', type: 'text', content: { plainText: 'Hi {{Name}}' } },
        ],
      },
    ],
  };

  it('reports what had no equal; the result passes the check and talks', async () => {
    const out = join(folder, 'bot-out.json');
    const path = await put('bot.json', bot);
    const imported = await cli(['flow', 'import', path, '--out', out, '--json']);
    expect(imported.code).toBe(0);
    expect(imported.json()).toMatchObject({
      ok: true,
      product: 'typebot',
      unmatched: [{ kind: 'Google Sheets', where: 'Hello', node: null }],
    });
    expect((await cli(['flow', 'check', out])).code).toBe(0);
    expect((await cli(['flow', 'check', path])).code).toBe(0);
    const talk = await cli(['flow', 'run', out], { stdin: ['Ann'] });
    expect(talk.stdout).toContain('Your name?');
    expect(talk.stdout).toContain('Hi Ann');
    const said = await cli(['flow', 'import', path, '--out', out]);
    expect(said.stdout).toContain('Google Sheets [Hello] → left out');
  });

  it('writes the questions of a table beside the flow, where a run reads them', async () => {
    const out = join(folder, 'faq.json');
    const path = await put('faq.csv', 'question;answer\nWhen do you open?;At nine.\n');
    const imported = await cli(['flow', 'import', path, '--out', out, '--json']);
    expect(imported.json()).toMatchObject({ product: 'questions', knowledge: 1, unmatched: [] });
    const talk = await cli(['flow', 'run', out, '--knowledge', join(folder, 'faq.knowledge')], {
      stdin: ['When do you open?'],
    });
    expect(talk.stdout).toContain('At nine.');
  });
});

describe('flow test', () => {
  it('plays the dialogues of a bundle, with coverage', async () => {
    const dialogues = [{ name: 'hi', turns: [{ says: '投诉', expect: { status: 'queue' } }] }];
    const bundle = { format: 'tandem.bundle', formatVersion: 1, flow: supportFlow(), knowledge: [], dialogues };
    const good = await cli(['flow', 'test', await put('tested.json', bundle), '--json']);
    expect(good.code).toBe(0);
    expect(good.json()).toMatchObject({
      ok: true,
      flows: [{ dialogues: [{ passed: true }], coverage: { nodes: { total: 9 } } }],
    });
    const wrong = { ...bundle, dialogues: [{ name: 'hi', turns: [{ says: '投诉', expect: { status: 'closed' } }] }] };
    const bad = await cli(['flow', 'test', await put('wrong.json', wrong)]);
    expect(bad.code).toBe(1);
    expect(bad.stdout).toContain('status is queue instead of closed');
  });

  it('does not call a flow without dialogues tested, and names a broken dialogue file', async () => {
    expect((await cli(['flow', 'test', await put('none.json', supportFlow())])).code).toBe(1);
    const bundle = {
      format: 'tandem.bundle',
      formatVersion: 1,
      flow: supportFlow(),
      knowledge: [],
      dialogues: [{ name: 'x' }],
    };
    const broken = await cli(['flow', 'test', await put('broken-dialogue.json', bundle)]);
    expect(broken.stderr).toContain('dialogue 1 is not a dialogue');
    expect((await cli(['flow', 'test', folder])).stderr).toContain('holds no flow.json');
  });
});

describe('flow run', () => {
  const run = async (stdin: readonly string[], args: readonly string[] = []) =>
    cli(['flow', 'run', await put('run.json', supportFlow()), '--json', ...args], { stdin });

  it('talks, waits, brings in a person and ends', async () => {
    const { code, rows } = await run([
      '投诉',
      '/agent 您好，请讲',
      '在吗',
      '/resolve',
      '/wait 24h',
      '报名',
      '/form {"phone":"13800138000","consent":true}',
    ]);
    expect(code).toBe(0);
    const lines = rows();
    expect(lines[0]).toMatchObject({ type: 'message', from: 'bot', kind: 'text', text: '您好！' });
    expect(lines.filter(({ event }) => event === 'status').map(({ status }) => status)).toEqual([
      'queue',
      'person',
      'bot',
    ]);
    expect(lines).toContainEqual({ type: 'message', from: 'agent', kind: 'text', text: '您好，请讲' });
    expect(lines.find(({ event }) => event === 'lead.save')).toMatchObject({
      request: { values: { phone: '13800138000' } },
    });
  });

  it('says what it cannot play, and goes on', async () => {
    const { code, stderr, rows } = await run([
      '/fly',
      '/choice',
      '/form {',
      '/wait soon',
      '/agent hi',
      '/resolve',
      '',
      '你好',
    ]);
    expect(code).toBe(0);
    expect(stderr.split('\n')).toHaveLength(6);
    expect(rows().at(-1)).toMatchObject({ from: 'bot' });
  });

  it('takes a language, a folder of knowledge and intents from files', async () => {
    const english = await run([], ['--locale', 'en']);
    expect(english.rows()[0]).toMatchObject({ text: 'Hello!' });
    const template = join(TEMPLATES, 'it-helpdesk');
    const intents = await put(
      'intents.jsonl',
      '{"text":"I lost my badge","intent":"badge"}\n{"text":"oos","intent":"oos"}\n',
    );
    const taught = await cli(
      ['flow', 'run', join(template, 'flow.json'), '--knowledge', join(template, 'knowledge'), '--intents', intents],
      {
        stdin: ['How do I scan to e-mail?'],
      },
    );
    expect(taught.code).toBe(0);
    expect(taught.stdout).toContain('Scan to me');
    const missing = await cli(['flow', 'run', join(template, 'flow.json'), '--knowledge', join(folder, 'nothing')]);
    expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('FILE_UNREADABLE')]);
  }, 60_000);

  it('does not play a flow with errors', async () => {
    const { code, stderr } = await cli(['flow', 'run', await put('unplayable.json', { ...supportFlow(), edges: [] })], {
      stdin: ['hi'],
    });
    expect([code, stderr]).toEqual([1, expect.stringContaining('FLOW_INVALID')]);
  });
});
