// Where an installation keeps its things, and what tells its key from another.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Config } from '#runtime/config.ts';

/** The database file. */
export function databaseFile({ dataDir }: Config): string {
  return join(dataDir, 'tandem.db');
}

/** The folder of uploaded files. */
export function filesFolder({ dataDir }: Config): string {
  return join(dataDir, 'files');
}

/** Sixteen hex digits of a hash: enough to compare, nothing to attack. */
export function keyIdOf({ secretKey }: Config): string {
  return createHash('sha256').update('tandem.key-id.1\n').update(secretKey).digest('hex').slice(0, 16);
}

/** The version in the nearest package.json. */
export function versionOf(): string {
  for (let dir = import.meta.dirname; ; dir = dirname(dir)) {
    const file = join(dir, 'package.json');
    if (existsSync(file)) {
      const manifest: unknown = JSON.parse(readFileSync(file, 'utf8'));
      const version =
        typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : '';
      return typeof version === 'string' ? version : '';
    }
    if (dirname(dir) === dir) return '';
  }
}
