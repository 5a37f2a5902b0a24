// How much a script may take.

/** Memory of one run, inside the sandbox. */
export const MEMORY_BYTES = 32 * 1024 * 1024;
/** Depth of calls, as bytes of stack. */
export const STACK_BYTES = 512 * 1024;
/** What a script may compute; waiting for an answer of another server does not count. */
export const CPU_MS = 1000;
/** Characters of input and of output, as JSON. */
export const JSON_CHARS = 256 * 1024;
/** Lines and characters kept of what a script logs. */
export const LOG_LINES = 50;
export const LOG_CHARS = 500;
/** Calls of `fetchJson` in one run. */
export const FETCH_CALLS = 20;
