// How a problem of a flow is written down.
import type { Json } from '#nodes/kit/json.ts';
import type { Bilingual } from '#nodes/kit/localized.ts';
import type { FlowProblem } from '#nodes/wire/flows.ts';
import type { Mend } from '#nodes/wire/mends.ts';

/** Builds a problem. */
export function problem(
  code: string,
  severity: FlowProblem['severity'],
  node: string | null,
  words: {
    readonly message: Bilingual;
    readonly fix: Bilingual;
    readonly field?: string;
    readonly edge?: string;
    readonly mends?: readonly Mend[];
  },
): FlowProblem {
  return {
    code,
    severity,
    node,
    message: words.message,
    fix: words.fix,
    ...(words.field === undefined ? {} : { field: words.field }),
    ...(words.edge === undefined ? {} : { edge: words.edge }),
    ...(words.mends === undefined || words.mends.length === 0 ? {} : { mends: [...words.mends] }),
  };
}

/** Problems as facts of an error: they are JSON all through. */
export function parseProblemFacts(problems: readonly FlowProblem[]): Json {
  return JSON.parse(JSON.stringify(problems)) as Json;
}
