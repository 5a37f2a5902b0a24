// What outlives a crash outside the server: what the customers hold in their hands, the time, and what other systems were asked.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { Json } from '#nodes/kit/json.ts';

/** One thing that happened, as a line. */
type Line =
  | { readonly now: number }
  /** The running step lets time pass until then. */
  | { readonly until: number }
  /** A step of the script was answered and all its work done. */
  | { readonly step: number }
  | { readonly who: string; readonly sessionId: string }
  /** The answer somebody got, by message. */
  | { readonly id: string; readonly answer: Json }
  /** Another system was asked under this key, and told to call this address back. */
  | { readonly called: string; readonly address?: string };

/** The state of the world outside the server. */
export interface Progress {
  now: number;
  steps: number;
  until: number | undefined;
  /** How often a server was started on this. */
  starts: number;
  readonly sessions: Map<string, string>;
  readonly answers: Map<string, Json>;
  readonly calls: string[];
  /** Addresses that other systems were told, the last one at the end. */
  readonly addresses: string[];
  /** Remembers; on a file before it returns, so that it is there when the process is killed right after. */
  note(line: Line): void;
}

/** A world in which nothing happened yet, or what the file tells of it. */
export function createProgress(startAt: number, file?: string): Progress {
  const progress: Progress = {
    now: startAt,
    steps: 0,
    until: undefined,
    starts: 0,
    sessions: new Map(),
    answers: new Map(),
    calls: [],
    addresses: [],
    note(line) {
      apply(progress, line);
      if (file !== undefined) appendFileSync(file, `${JSON.stringify(line)}\n`);
    },
  };
  if (file !== undefined && existsSync(file)) {
    for (const line of readFileSync(file, 'utf8').split('\n')) if (line !== '') apply(progress, parseLine(line));
  }
  return progress;
}

function apply(progress: Progress, line: Line): void {
  if ('now' in line) progress.now = line.now;
  else if ('until' in line) progress.until = line.until;
  else if ('step' in line) {
    progress.steps = line.step;
    progress.until = undefined;
  } else if ('who' in line) progress.sessions.set(line.who, line.sessionId);
  else if ('id' in line) answered(progress, line.id, line.answer);
  else {
    progress.calls.push(line.called);
    if (line.address !== undefined) progress.addresses.push(line.address);
  }
}

/** Whoever asks again under the same id must get the same answer. */
function answered(progress: Progress, id: string, answer: Json): void {
  const before = progress.answers.get(id);
  if (before !== undefined && JSON.stringify(before) !== JSON.stringify(answer)) {
    throw new Error(`Two answers to ${id}: ${JSON.stringify(before)} and ${JSON.stringify(answer)}`);
  }
  progress.answers.set(id, answer);
}

function parseLine(text: string): Line {
  return JSON.parse(text) as Line;
}
