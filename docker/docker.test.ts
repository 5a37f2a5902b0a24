// The container without an engine: the files keep their promises, and the entrypoint is a plain command that starts, answers and stops.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** Instructions of a Dockerfile with continued lines joined. */
function instructionsOf(source: string): readonly { readonly name: string; readonly value: string }[] {
  return source
    .replace(/\\\n/gu, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => {
      const [name = '', ...rest] = line.trim().split(/\s+/u);
      return { name, value: rest.join(' ') };
    });
}

describe('the image', () => {
  const instructions = instructionsOf(read('docker/Dockerfile'));
  const lastStage = instructions.slice(instructions.findLastIndex(({ name }) => name === 'FROM'));
  const valuesOf = (name: string) => lastStage.filter((one) => one.name === name).map(({ value }) => value);

  it('names its base by version, never by latest', () => {
    for (const { value } of instructions.filter(({ name }) => name === 'FROM')) {
      expect(value).toMatch(/^[a-z0-9./-]+:\d[\w.-]*/u);
    }
  });

  it('runs as a user without rights, numbered so that orchestrators can check it', () => {
    const [uid = 0] = (valuesOf('USER').at(-1) ?? '').split(':').map(Number);
    expect(uid).toBeGreaterThan(10_000);
  });

  it('has one volume, a health check, an exec entrypoint and a graceful stop', () => {
    expect(valuesOf('VOLUME')).toEqual(['["/data"]']);
    expect(valuesOf('HEALTHCHECK')).toHaveLength(1);
    expect(JSON.parse(valuesOf('ENTRYPOINT')[0] ?? '')).toEqual(['node', '/app/dist/server/cli.js']);
    expect(JSON.parse(valuesOf('CMD')[0] ?? '')).toEqual(['start']);
    expect(valuesOf('STOPSIGNAL')).toEqual(['SIGTERM']);
  });

  it('installs from the lock file and leaves the tools of the build behind', () => {
    const runs = instructions.filter(({ name }) => name === 'RUN').map(({ value }) => value);
    expect(runs.some((line) => line.includes('npm ci'))).toBe(true);
    expect(lastStage.some(({ value }) => /apt-get|npm (ci|install)|curl|wget|ADD http/u.test(value))).toBe(false);
    expect(instructions.some(({ name }) => name === 'ADD')).toBe(false);
  });

  it('is composed with a read-only root and no capabilities', () => {
    const compose = read('docker/compose.yml');
    for (const line of ['read_only: true', 'cap_drop: [ALL]', 'no-new-privileges:true', 'stop_grace_period: 30s']) {
      expect(compose).toContain(line);
    }
    expect(compose).not.toMatch(/privileged: true|network_mode: host|docker\.sock/u);
  });
});

describe('the entrypoint', () => {
  it('starts on an empty folder, is ready, and ends by itself on SIGTERM', async () => {
    const data = mkdtempSync(join(tmpdir(), 'tandem-entry-'));
    const child = spawn(process.execPath, ['--import', 'tsx', 'runtime/cli/cli.ts', 'start'], {
      cwd: root,
      env: { PATH: process.env['PATH'] ?? '', PORT: '0', TANDEM_DATA_DIR: data },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    const url = await new Promise<string>((resolve, reject) => {
      const hear = (bytes: Buffer): void => {
        said += bytes.toString();
        const found = /ready at (http:\S+)/u.exec(said)?.[1];
        if (found !== undefined) resolve(found);
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.once('exit', () => reject(new Error(said)));
    });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    rmSync(data, { recursive: true, force: true });
  }, 60_000);
});
