// npm run -s tandem -- ...: the command line, built first when the sources changed. Progress goes to stderr.
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';

await ensureInstalled();
await ensureBuilt();
await import('../dist/server/cli.js');
