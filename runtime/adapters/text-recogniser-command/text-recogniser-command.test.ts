// Recognition by a foreign program: what it gets, what it may cost, and that nothing of it stays behind.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { pngOf } from '#runtime/testkit/documents.ts';
import { SEER, writeProgram } from '#runtime/testkit/recogniser-program.ts';
import type { RunLimits } from './program-run.ts';
import { createCommandTextRecogniser } from './text-recogniser-command.ts';
import { tryProgram } from './try-program.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-recogniser-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let programs = 0;
const written = (body: string) => writeProgram(folder, `program-${(programs += 1)}`, body);
const made = (command: string, limits: Partial<RunLimits> = {}) =>
  createCommandTextRecogniser({ command, languages: 'chi_sim+eng', env: { LANG: 'C.UTF-8' } }, { limits });
const IMAGE = pngOf('满 100 包邮');
const message = (en: string) => ({ ok: false, problem: { message: { en: expect.stringContaining(en) as string } } });

/** Gone, or dead and not yet buried by whoever took it over. */
function isOver(pid: number): boolean {
  try {
    return /^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return true;
  }
}

describe('a program that reads images', () => {
  it('gets the image, the languages and an empty folder, and nothing of the environment but what it is given', async () => {
    const report = `
      const image = require('node:fs').readFileSync(0);
      const files = require('node:fs').readdirSync('.');
      const env = Object.keys(process.env).sort();
      console.log(JSON.stringify({ args: process.argv.slice(2), env, files, size: image.length, cwd: process.cwd() }));`;
    const found = await made(written(report)).recognise(IMAGE);
    expect(found).toMatchObject({ ok: true });
    const said = JSON.parse(found.ok ? found.value : '') as { readonly cwd: string };
    expect(said).toMatchObject({
      args: ['stdin', 'stdout', '-l', 'chi_sim+eng'],
      env: ['LANG', 'OMP_THREAD_LIMIT'],
      files: [],
      size: IMAGE.byteLength,
    });
    expect(existsSync(said.cwd)).toBe(false);
  });

  it('has its text tidied: no blanks between Chinese characters, pages apart, no control characters', async () => {
    const text = '满 100 包 邮 。\\r\\n七 天 退 货  三 天 发 货\\u0007 \\n\\n\\n\\nfree   delivery\\f第 二 页\\n';
    const found = await made(written(`process.stdout.write('${text}')`)).recognise(IMAGE);
    expect(found).toEqual({
      ok: true,
      value: '满 100 包邮。\n七天退货  三天发货\n\nfree   delivery\n\n第二页',
    });
  });

  it('need not read a large image to its end, and may find nothing', async () => {
    const image = new Uint8Array(20 * 1024 * 1024);
    expect(await made(written(`process.stdin.destroy(); console.log('seen enough')`)).recognise(image)).toEqual({
      ok: true,
      value: 'seen enough',
    });
    expect(await made(written(`console.log(' \\f ')`)).recognise(IMAGE)).toEqual({ ok: true, value: '' });
  });

  it('is started for one image at a time', async () => {
    const lock = join(folder, 'lock');
    const alone = `
      const fs = require('node:fs');
      fs.mkdirSync(${JSON.stringify(lock)});
      setTimeout(() => { fs.rmdirSync(${JSON.stringify(lock)}); console.log('alone'); }, 30);`;
    const recogniser = made(written(alone));
    const found = await Promise.all([1, 2, 3].map(() => recogniser.recognise(IMAGE)));
    expect(found).toEqual(Array(3).fill({ ok: true, value: 'alone' }));
  });

  it('is stopped when it hangs, and when it answers without end', async () => {
    const hung = await made(written('setInterval(() => {}, 1000)'), { timeMs: 400 }).recognise(IMAGE);
    expect(hung).toMatchObject({ ok: false, problem: { code: 'INGEST_LIMIT' } });
    expect(hung).toMatchObject(message('took too long'));
    const flood = `const part = 'x'.repeat(65536); (function more() { process.stdout.write(part, more); })();`;
    const flooded = await made(written(flood)).recognise(IMAGE);
    expect(flooded).toMatchObject({ ok: false, problem: { code: 'INGEST_LIMIT' } });
    expect(flooded).toMatchObject(message('Far too much text'));
  });

  it('is killed with what it started when the reading is given up, and leaves no folder', async () => {
    const place = join(folder, 'pids');
    mkdirSync(place);
    const parent = `
      const fs = require('node:fs');
      const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
      fs.writeFileSync(${JSON.stringify(join(place, 'new'))}, JSON.stringify({ pids: [process.pid, child.pid], cwd: process.cwd() }));
      fs.renameSync(${JSON.stringify(join(place, 'new'))}, ${JSON.stringify(join(place, 'now'))});
      setInterval(() => {}, 1000);`;
    const giveUp = new AbortController();
    const reading = made(written(parent)).recognise(IMAGE, giveUp.signal);
    await vi.waitFor(() => expect(readdirSync(place)).toEqual(['now']), { timeout: 20_000 });
    giveUp.abort();
    expect(await reading).toMatchObject(message('interrupted'));
    const { pids, cwd } = JSON.parse(readFileSync(join(place, 'now'), 'utf8')) as { pids: number[]; cwd: string };
    await vi.waitFor(() => expect(pids.map(isOver)).toEqual([true, true]));
    expect(existsSync(cwd)).toBe(false);
  });

  it('is ended with the server, and those who wait are answered', async () => {
    const recogniser = made(written('setInterval(() => {}, 1000)'));
    const readings = [recogniser.recognise(IMAGE), recogniser.recognise(IMAGE)];
    await recogniser.close();
    for (const reading of readings) expect(await reading).toMatchObject(message('interrupted'));
    expect(await recogniser.recognise(IMAGE)).toMatchObject(message('interrupted'));
  });
});

describe('a program that fails', () => {
  it('is quoted with its last line, cut and clean, and its exit code', async () => {
    const complaint = `console.error('Error opening data file\\nCould not\\u0007 \\u202einitialize ' + 'x'.repeat(500) + '\\n \\n'); process.exit(3)`;
    const found = await made(written(complaint)).recognise(IMAGE);
    expect(found).toMatchObject({ ok: false, problem: { code: 'FILE_UNREADABLE' } });
    const { en, 'zh-CN': zh } = found.ok ? { en: '', 'zh-CN': '' } : found.problem.message;
    expect(en).toMatch(/\(exit code 3\): Could not initialize x{100,190}\. Check/);
    expect(zh).toContain('（退出码 3）：Could not initialize x');
    expect(en).not.toContain('Error opening');
  });

  it('is named as what IT has to look at when it is missing, or is no program', async () => {
    expect(await made(join(folder, 'nowhere')).recognise(IMAGE)).toMatchObject(message('(ENOENT). Ask IT'));
    const plain = join(folder, 'plain.txt');
    writeFileSync(plain, 'no program', { mode: 0o600 });
    expect(await made(plain).recognise(IMAGE)).toMatchObject(message('TANDEM_OCR_COMMAND'));
    expect(await made(join(plain, 'deeper')).recognise(IMAGE)).toMatchObject(message('(ENOTDIR)'));
  });

  it('does not stand in the way of the next image', async () => {
    const recogniser = made(
      written(`if (require('node:fs').readFileSync(0).length < 10) process.exit(1); console.log('read')`),
    );
    const [bad, good] = await Promise.all([recogniser.recognise(new Uint8Array(3)), recogniser.recognise(IMAGE)]);
    expect([bad.ok, good]).toEqual([false, { ok: true, value: 'read' }]);
  });
});

describe('the doctor', () => {
  const tried = (command: string) => tryProgram({ command, languages: 'eng', env: {} });

  it('is told the version of a program that takes a blank image', async () => {
    expect(await tried(written(SEER))).toEqual({ ok: true, detail: 'seer 1.0' });
    expect(await tried(written(`process.exit(process.argv[2] === '--version' ? 1 : 0)`))).toEqual({
      ok: true,
      detail: 'works, does not tell its version',
    });
  });

  it('is told what is wrong', async () => {
    expect(await tried(join(folder, 'nowhere'))).toEqual({ ok: false, detail: 'ENOENT' });
    const noLanguage = `console.error('Failed loading language eng'); process.exit(1)`;
    expect(await tried(written(noLanguage))).toEqual({
      ok: false,
      detail: 'exit code 1: Failed loading language eng',
    });
    const one = `console.error("Failed loading language 'eng'\\nTesseract loaded the others\\nEmpty page!!")`;
    expect(await tried(written(one))).toEqual({ ok: false, detail: "Failed loading language 'eng'" });
  });
});
