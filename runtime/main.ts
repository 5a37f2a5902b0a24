// The server's entry: reads the environment and serves until it is told to stop.
import { serve } from './serve.ts';

const exitCode = await serve(process.env);
if (exitCode !== undefined) process.exit(exitCode);
