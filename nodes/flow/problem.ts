// How a problem of a flow is written down.
import type { Bilingual } from '#nodes/kit/localized.ts';
import type { FlowProblem } from '#nodes/wire/flows.ts';

/** Builds a problem. */
export function problem(
  code: string,
  severity: FlowProblem['severity'],
  node: string | null,
  words: { readonly message: Bilingual; readonly fix: Bilingual; readonly field?: string; readonly edge?: string },
): FlowProblem {
  return {
    code,
    severity,
    node,
    message: words.message,
    fix: words.fix,
    ...(words.field === undefined ? {} : { field: words.field }),
    ...(words.edge === undefined ? {} : { edge: words.edge }),
  };
}
