// Runs a script that somebody wrote in the designer, where it can reach nothing but its input.
import type { Json, JsonObject } from '#nodes/kit/json.ts';

/** One run. Only JSON crosses the wall, both ways. */
export interface ScriptRun {
  /** Whose script it is, such as a flow's id: nobody may take every thread. */
  readonly owner: string;
  readonly language: 'javascript' | 'typescript';
  /** The body of an async function of `input`, `output`, `log` and, with `fetchJson`, that too. */
  readonly code: string;
  readonly input: JsonObject;
  /** Until the script is ended from outside. What it may compute is further limited to a second. */
  readonly timeoutMs: number;
  /** What `fetchJson(url, options)` of the script does; absent: the script has no such function. */
  readonly fetchJson?: (url: string, options: JsonObject, signal: AbortSignal) => Promise<Json>;
}

/** What came out of a run. */
export interface ScriptOutcome {
  /** The string the script returned; empty when it returned nothing. */
  readonly exit: string;
  /** What the script put into `output`. */
  readonly output: JsonObject;
  /** What it said with `log`, oldest first, cut to a few lines. */
  readonly logs: readonly string[];
  readonly ms: number;
}

/**
 * The sandbox. Every run starts from nothing and leaves nothing behind; runs of others go on whatever one does.
 * Fails with SCRIPT_FAILED (it threw or cannot be read), SCRIPT_LIMIT (time, memory, depth or size) or SERVER_BUSY (too many wait).
 */
export interface CodeRunner {
  run(script: ScriptRun, signal?: AbortSignal): Promise<ScriptOutcome>;
  /** Ends what is running. */
  close(): Promise<void>;
}
