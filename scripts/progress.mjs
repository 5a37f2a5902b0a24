// Progress lines of the scripts: one line a step, on stderr when stdout must stay clean.
const quiet = process.env.TANDEM_SCRIPTS === undefined && process.argv[1]?.endsWith('tandem.mjs') === true;

/** Says what is being done. */
export function step(text) {
  (quiet ? process.stderr : process.stdout).write(`• ${text}\n`);
}

/** Ends with a plain sentence instead of a stack. */
export function fail(text) {
  process.stderr.write(`✗ ${text}\n`);
  process.exit(1);
}
