// Starts the writer thread from the TypeScript sources (development and tests); a built tree starts `writer-worker.js` itself.
import { register } from 'tsx/esm/api';

register();
await import('./writer-worker.ts');
