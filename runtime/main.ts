// The server's entry: reads the environment and serves until it is told to stop.
import { setFlagsFromString } from 'node:v8';
import { serve } from './serve.ts';

// A turn's garbage is small and dies at once: waking helper threads for it costs more CPU than it saves (bench turns: 5 to 15 %).
setFlagsFromString('--no-parallel-scavenge');

const exitCode = await serve(process.env);
if (exitCode !== undefined) process.exit(exitCode);
