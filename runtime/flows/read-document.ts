// From unknown JSON to a flow document of this version, or a refusal that names what is wrong.
import { FlowError } from '#nodes/kit/errors.ts';
import type { Json } from '#nodes/kit/json.ts';
import type { FlowDocument } from '#nodes/flow/document.ts';
import { upgradeFlow } from '#nodes/flow/upgrade.ts';
import type { FlowProblem } from '#nodes/wire/flows.ts';

/** Reads and upgrades a document. Fails with FLOW_FORMAT_UNKNOWN and `facts.problems`. */
export function readDocument(json: unknown): FlowDocument {
  const read = upgradeFlow(json);
  if ('document' in read) return read.document;
  const [first] = read.problems;
  throw new FlowError('FLOW_FORMAT_UNKNOWN', first?.message.en ?? 'This is not a flow document.', {
    problems: problemFacts(read.problems),
  });
}

/** Problems as facts of an error answer. */
export function problemFacts(problems: readonly FlowProblem[]): Json {
  return problems.map((problem) => ({ ...problem }));
}
