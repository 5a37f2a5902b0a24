// Starts the script thread from the TypeScript sources (development and tests); a built tree starts `script-worker.js` itself.
import { register } from 'tsx/esm/api';

register();
await import('./script-worker.ts');
