// The command line itself: help, languages, wrong usage.
import { describe, expect, it } from 'vitest';
import { cli } from '#runtime/testkit/cli.ts';
import { commands } from './commands.ts';

describe('the command line', () => {
  it('lists every command, in the language of the terminal', async () => {
    const english = await cli(['help']);
    expect(english.code).toBe(0);
    for (const { name } of commands) expect(english.stdout).toContain(`tandem ${name}`);
    const chinese = await cli(['--help'], { env: { LANG: 'zh_CN.UTF-8' } });
    expect(chinese.stdout).toContain('启动服务');
    expect(english.stdout).toContain('Runs the server');
    expect((await cli(['flow', 'run', '--help'])).stdout).toContain('--knowledge DIR');
  });

  it.each([
    [[]],
    [['nonsense']],
    [['flow']],
    [['flow', 'nonsense']],
    [['flow', 'check']],
    [['flow', 'check', 'a', 'b']],
    [['flow', 'check', 'a', '--nonsense']],
    [['flow', 'run', 'a', '--locale']],
    [['user', 'add', 'a@b.example']],
    [['user', 'add', 'nobody', '--role', 'admin']],
    [['user', 'add', 'a@b.example', '--role', 'king']],
    [['token', 'create', '--role', 'viewer']],
    [['token', 'create', '--name', 'x', '--role', 'king']],
    [['eval', 'intents', '--train', 'a']],
    [['eval', 'intents', '--train', 'a', '--test', 'b', '--dense', 'cloud']],
    [['eval', 'intents', '--set', 'customer-service-zh', '--part', 'all']],
    [['eval', 'retrieval', '--passages', 'a']],
    [['eval', 'retrieval', '--passages', 'a', '--questions', 'b', '--dense', 'cloud']],
    [['bench', 'turns', '--sessions', 'many']],
    [['bench', 'turns', '--url', 'somewhere']],
    [['backup']],
    [['restore']],
  ])('answers wrong usage %j with 2, on standard error', async (args) => {
    const { code, stdout, stderr } = await cli(args);
    expect(code).toBe(2);
    expect(stderr + stdout).toContain('tandem ');
    if (args.length > 0) expect(stdout).toBe('');
  });
});
