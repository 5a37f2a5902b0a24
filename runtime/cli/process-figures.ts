// CPU time and memory of another process, where the system shows them.
import { readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second. */
const TICK_MS = 10;

/** CPU time a process has used so far, ms; null when it is not known. */
export function cpuMsOf(pid: number | undefined): number | null {
  const stat = read(pid, 'stat');
  if (stat === null) return null;
  // The name stands in brackets and may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** Resident memory, MB; null when it is not known. */
export function rssMbOf(pid: number | undefined): number | null {
  const kb = /VmRSS:\s+(\d+)/.exec(read(pid, 'status') ?? '')?.[1];
  return kb === undefined ? null : Number(kb) / 1024;
}

function read(pid: number | undefined, file: string): string | null {
  if (pid === undefined) return null;
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return null;
  }
}
