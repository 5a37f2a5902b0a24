// A flow file upgraded and checked, its problems in the caller's language.
import type { Locale } from '#nodes/kit/localized.ts';
import { FlowError } from '#nodes/kit/errors.ts';
import type { ResolveCall } from '#nodes/flow/compose-flow.ts';
import type { FlowDocument } from '#nodes/flow/document.ts';
import { upgradeFlow } from '#nodes/flow/upgrade.ts';
import { validateFlow } from '#nodes/flow/validate.ts';
import type { PackDefinition } from '#nodes/packs/pack-definition.ts';
import { pinPacks } from '#nodes/packs/pinned-packs.ts';
import type { FlowProblem } from '#nodes/wire/flows.ts';

/** A problem as it is printed. */
export interface ShownProblem {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly node: string | null;
  readonly name?: string;
  readonly edge?: string;
  readonly field?: string;
  readonly message: string;
  readonly fix: string;
}

/** Reads a document, pins the node packs it uses, and finds its problems. No document: it cannot be read at all, and the problems say why. */
export function checkFlow(
  flow: unknown,
  locale: Locale,
  resolveCall?: ResolveCall,
  nodePacks: readonly PackDefinition[] = [],
): { readonly document: FlowDocument | undefined; readonly problems: readonly ShownProblem[] } {
  const read = upgradeFlow(flow);
  if (!read.ok) return { document: undefined, problems: read.problems.map((problem) => shown(problem, locale)) };
  const document = pinPacks(read.document, nodePacks);
  const names = new Map(document.nodes.map(({ id, name }) => [id, name]));
  const problems = validateFlow(document, resolveCall === undefined ? {} : { resolveCall }).map((problem) =>
    shown(problem, locale, names),
  );
  return { document, problems };
}

/** The document of a flow that is to be played. Fails with the first error when it has any. */
export function playableFlow(
  flow: unknown,
  locale: Locale,
  resolveCall?: ResolveCall,
  nodePacks: readonly PackDefinition[] = [],
): FlowDocument {
  const { document, problems } = checkFlow(flow, locale, resolveCall, nodePacks);
  const errors = problems.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (document !== undefined && first === undefined) return document;
  const more = errors.length > 1 ? ` (+${errors.length - 1})` : '';
  throw new FlowError('FLOW_INVALID', `${first === undefined ? '' : lineOf(first)}${more}`, {
    problems: problems.map((problem) => ({ ...problem })),
  });
}

/** An error that kept the file from being read, as a problem. */
export function problemFromError(error: FlowError): ShownProblem {
  return { code: error.code, severity: 'error', node: null, message: error.message, fix: '' };
}

/** One line, and one for the fix. */
export function linesOf(problem: ShownProblem): readonly string[] {
  return problem.fix === '' ? [lineOf(problem)] : [lineOf(problem), `    ${problem.fix}`];
}

function lineOf({ severity, code, node, edge, field, message }: ShownProblem): string {
  const where = [node, edge, field].filter((part) => part !== undefined && part !== null && part !== '').join(' ');
  return `${severity} ${code}${where === '' ? '' : ` [${where}]`} ${message}`;
}

function shown(problem: FlowProblem, locale: Locale, names?: ReadonlyMap<string, string>): ShownProblem {
  const { code, severity, node, edge, field, message, fix } = problem;
  const name = node === null ? undefined : names?.get(node);
  return {
    code,
    severity,
    node,
    ...(name === undefined || name === '' ? {} : { name }),
    ...(edge === undefined ? {} : { edge }),
    ...(field === undefined ? {} : { field }),
    message: message[locale],
    fix: fix[locale],
  };
}
