// tandem migrate: brings the database to this version.
import { existsSync, mkdirSync } from 'node:fs';
import { checkDatabase } from '#runtime/adapters/store-sql/backup.ts';
import { openDatabase } from '#runtime/adapters/store-sql/database.ts';
import { readConfig } from '#runtime/config.ts';
import { EXIT, report, words, type Command } from './command.ts';
import { databaseFile } from './installation.ts';

export const migrateCommand: Command = {
  name: 'migrate',
  usage: '',
  summary: { 'zh-CN': '把数据库升级到这个版本', en: 'Brings the database to this version' },
  operands: [0, 0],
  async run(call) {
    const config = readConfig(call.io.env);
    mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
    const file = databaseFile(config);
    const before = new Set(existsSync(file) ? checkDatabase(file).migrations : []);
    await (await openDatabase({ file })).close();
    const { migrations } = checkDatabase(file);
    const applied = migrations.filter((name) => !before.has(name));
    report(call, { ok: true, file, applied, total: migrations.length }, [
      ...applied.map((name) => `+ ${name}`),
      applied.length === 0
        ? words(call, '已经是最新。', 'Up to date.')
        : words(call, `完成 ${applied.length} 步。`, `${applied.length} applied.`),
    ]);
    return EXIT.good;
  },
};
