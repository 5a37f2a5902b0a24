// What the coverage overlay shows: the places no dialogue comes to, as sets that cards look themselves up in.
import type { FlowDocument } from '#nodes/flow/document.ts';
import type { Coverage } from '#nodes/wire/flow-tests.ts';

export interface CoverageView {
  readonly coverage: Coverage;
  readonly missing: ReadonlySet<string>;
  /** Ways out that lead somewhere, as `node.port`; the others are not counted. */
  readonly counted: ReadonlySet<string>;
  readonly shown: boolean;
}

/** A coverage to be shown. */
export function coverageView(coverage: Coverage, document: FlowDocument, shown: boolean): CoverageView {
  return {
    coverage,
    missing: new Set([...coverage.nodes.missing, ...coverage.ports.missing]),
    counted: new Set(document.edges.map(({ from }) => `${from.node}.${from.port}`)),
    shown,
  };
}

/** Whole percent, rounded down: 100 means everything. */
export function percentOf({ covered, total }: Coverage['ports']): number {
  return total === 0 ? 100 : Math.floor((covered / total) * 100);
}
