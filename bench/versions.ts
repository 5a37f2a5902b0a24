// Live sessions under publish, rollback, delete-step and delete-version: faults, and transcripts that are not those of the version a session is pinned or was moved to. Run: npx tsx bench/versions.ts [sessions] [operations]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { churnVersions } from '#runtime/testkit/version-churn.ts';

const [sessions = 1000, operations = 200] = process.argv.slice(2).map(Number);
const dir = mkdtempSync(join(tmpdir(), 'tandem-versions-'));
const startedAt = performance.now();
const figures = await churnVersions({ file: join(dir, 'churn.db'), sessions, operations, seed: 7 });
rmSync(dir, { recursive: true, force: true });
console.table({ ...figures, seconds: Math.round((performance.now() - startedAt) / 100) / 10 });
process.exitCode = figures.faults === 0 && figures.foreign === 0 ? 0 : 1;
