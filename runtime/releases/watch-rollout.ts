// Decides from figures whether a release for a share of sessions has to stop: which rate rose, by how much, over how many sessions.
import type { RolloutGuard, VersionFigures } from '#runtime/ports/release-store.ts';

/** What is watched. */
export type Metric = 'faults' | 'handoffs' | 'abandons';

export const METRICS: readonly Metric[] = ['faults', 'handoffs', 'abandons'];

/** Why a release stops. Rates in percent. */
export interface StopReason {
  readonly metric: Metric;
  readonly rate: number;
  readonly baseRate: number;
  readonly bound: number;
  readonly sessions: number;
  readonly baseSessions: number;
}

/** One chance in a hundred that equal versions differ this much, one-sided. */
const SURE = 2.33;

/**
 * The first metric whose rate rose past its bound, or undefined. Both versions need the guard's minimum of sessions, and the rise has
 * to be more than chance (two-proportion z-test), so that a handful of unlucky sessions stops nothing.
 */
export function stopReason(
  guard: RolloutGuard,
  candidate: VersionFigures,
  base: VersionFigures,
): StopReason | undefined {
  if (candidate.sessions < guard.minSessions || base.sessions < guard.minSessions) return undefined;
  for (const metric of METRICS) {
    const bound = guard[metric];
    if (bound === null) continue;
    const rate = percent(candidate[metric], candidate.sessions);
    const baseRate = percent(base[metric], base.sessions);
    if (rate - baseRate > bound && zScore(candidate, base, metric) >= SURE) {
      return { metric, rate, baseRate, bound, sessions: candidate.sessions, baseSessions: base.sessions };
    }
  }
  return undefined;
}

function zScore(candidate: VersionFigures, base: VersionFigures, metric: Metric): number {
  const pooled = (candidate[metric] + base[metric]) / (candidate.sessions + base.sessions);
  const deviation = Math.sqrt(pooled * (1 - pooled) * (1 / candidate.sessions + 1 / base.sessions));
  const rise = candidate[metric] / candidate.sessions - base[metric] / base.sessions;
  return deviation === 0 ? (rise > 0 ? Infinity : 0) : rise / deviation;
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part / whole) * 1000) / 10;
}
