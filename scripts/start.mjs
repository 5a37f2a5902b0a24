// npm start: installs what is missing, builds what is stale, then serves. Needs nothing but Node.
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';

await ensureInstalled();
await ensureBuilt();
process.env.NODE_ENV ??= 'production';
await import('../dist/server/main.js');
