// tandem backup and tandem restore: an installation in one file, and back.
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { FlowError } from '#nodes/kit/errors.ts';
import { packFiles, readBackupFacts, unpackFiles } from '#runtime/adapters/store-sql/backup-files.ts';
import { backupDatabase, restoreDatabase } from '#runtime/adapters/store-sql/backup.ts';
import { readConfig, type Config } from '#runtime/config.ts';
import { EXIT, firstOperand, report, words, type Call, type Command } from './command.ts';
import { databaseFile, filesFolder, keyIdOf, versionOf } from './installation.ts';

export const backup: Command = {
  name: 'backup',
  usage: 'FILE',
  summary: {
    'zh-CN': '把数据库和上传的文件备份成一个文件（可在运行时做）',
    en: 'Database and uploads into one file, also while running',
  },
  operands: [1, 1],
  async run(call) {
    const config = readConfig(call.io.env);
    const target = resolve(firstOperand(call));
    const draft = `${target}.making`;
    await rm(draft, { force: true });
    try {
      const { sizeBytes, sessions, migrations } = await backupDatabase(databaseFile(config), draft);
      const facts = { madeAt: new Date().toISOString(), version: versionOf(), keyId: keyIdOf(config) };
      const files = await packFiles(draft, filesFolder(config), facts);
      await rename(draft, target);
      report(call, { ok: true, file: target, sizeBytes, files, sessions, migrations: migrations.length, ...facts }, [
        words(
          call,
          `已备份到 ${target}：${sessions} 个会话，${files} 个文件。密钥不在里面（编号 ${facts.keyId}），请另外保管。`,
          `Written to ${target}: ${sessions} conversations, ${files} files. The secret key (id ${facts.keyId}) is not in it: keep it apart.`,
        ),
      ]);
      return EXIT.good;
    } finally {
      await rm(draft, { force: true });
    }
  },
};

export const restore: Command = {
  name: 'restore',
  usage: 'FILE [--force]',
  summary: {
    'zh-CN': '从备份恢复（先停掉服务）；--force 会把旧数据挪开',
    en: 'Back from a backup (stop the server first); --force moves old data aside',
  },
  options: { force: { type: 'boolean' } },
  operands: [1, 1],
  async run(call) {
    const config = readConfig(call.io.env);
    const source = resolve(firstOperand(call));
    if (!existsSync(source)) throw new FlowError('FILE_UNREADABLE', `There is no file ${source}.`, { file: source });
    const facts = readBackupFacts(source);
    refuseOtherKey(config, facts.keyId);
    await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
    const aside = await moveAside(call, config);
    const { sessions } = await restoreDatabase(source, databaseFile(config));
    const files = await unpackFiles(databaseFile(config), filesFolder(config));
    report(call, { ok: true, sessions, files, aside, ...facts }, [
      words(
        call,
        `已恢复 ${facts.madeAt} 的备份：${sessions} 个会话，${files} 个文件。`,
        `Restored the backup of ${facts.madeAt}: ${sessions} conversations, ${files} files.`,
      ),
      ...aside.map((path) => words(call, `旧数据还在：${path}`, `The old data is kept: ${path}`)),
    ]);
    return EXIT.good;
  },
};

function refuseOtherKey(config: Config, keyId: string): void {
  const here = keyIdOf(config);
  if (keyId === here) return;
  throw new FlowError(
    'SECRET_UNREADABLE',
    `The backup was made with the secret key ${keyId}, here it is ${here}: stored secrets could not be read. Put the old secret.key into the data folder, or set TANDEM_SECRET_KEY to the old key.`,
    { backup: keyId, here },
  );
}

/** Refuses a folder with data, or moves the data aside when told to. Nothing is deleted. */
async function moveAside(call: Call, config: Config): Promise<readonly string[]> {
  const held = (await readdir(config.dataDir)).filter((name) => /^tandem\.db(-wal|-shm)?$|^files$/.test(name));
  if (held.length === 0) return [];
  if (call.values['force'] !== true) {
    throw new FlowError(
      'STATE_CONFLICT',
      `${config.dataDir} already holds data (${held.join(', ')}). Choose an empty TANDEM_DATA_DIR, or use --force to move it aside.`,
    );
  }
  const stamp = new Date().toISOString().replace(/[:.]/g, '-');
  const folder = resolve(config.dataDir, `before-restore-${stamp}`);
  await mkdir(folder, { mode: 0o700 });
  for (const name of held) await rename(resolve(config.dataDir, name), resolve(folder, name));
  return [folder];
}
