// The entry of the command line.
import { createInterface } from 'node:readline';
import { runCli } from './run-cli.ts';

// A reader that went away (`| head`) is no error.
process.stdout.on('error', () => process.exit(0));

const exitCode = await runCli(process.argv.slice(2), {
  env: process.env,
  lines: stdinLines(),
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
});
// Not process.exit: what is still being written to a pipe must get there.
if (exitCode !== undefined) process.exitCode = exitCode;

/** Opened when somebody reads it, so that other commands do not wait for input. */
async function* stdinLines(): AsyncGenerator<string> {
  const reader = createInterface({ input: process.stdin, crlfDelay: Infinity });
  try {
    for await (const line of reader) yield line;
  } finally {
    reader.close();
    process.stdin.destroy();
  }
}
