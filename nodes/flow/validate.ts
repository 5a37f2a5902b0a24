// Problems of a flow, each with the node it is in and how to mend it. Pure and fast: the designer runs it after every edit.
import type { NodeType } from '#nodes/kit/define-node.ts';
import { typesOf } from '#nodes/packs/pinned-packs.ts';
import type { FlowProblem } from '#nodes/wire/flows.ts';
import { checkConfigs } from './checks/configs.ts';
import { checkConsent } from './checks/consent.ts';
import { checkExpressionTypes } from './checks/expression-types.ts';
import { checkExpressions } from './checks/expressions.ts';
import { checkLinks } from './checks/links.ts';
import { checkLanguages } from './checks/languages.ts';
import { checkReferences } from './checks/references.ts';
import { checkSecrets } from './checks/secrets.ts';
import { checkSubFlows } from './checks/sub-flows.ts';
import { checkTopics } from './checks/topics.ts';
import { checkWiring } from './checks/wiring.ts';
import type { CheckedFlow } from './checks/checked-flow.ts';
import type { ResolveCall } from './compose-flow.ts';
import type { FlowDocument } from './document.ts';
import { withoutLinks } from './links.ts';

/** What the checks may know besides the document. */
export interface ValidateContext {
  /** Knowledge bases that exist; absent: not checked. */
  readonly knowledgeBaseIds?: readonly string[];
  /** Finds the flows that are called; absent: calls are not looked into. */
  readonly resolveCall?: ResolveCall;
  /** The id of the flow itself, so that it does not call itself. */
  readonly flowId?: string;
  readonly types?: Readonly<Record<string, NodeType>>;
}

/** All problems: errors first, then in the order of the drawing. An empty list means the flow may be published. */
export function validateFlow(document: FlowDocument, context: ValidateContext = {}): readonly FlowProblem[] {
  const types = context.types ?? typesOf(document);
  const { problems: configProblems, sound } = checkConfigs(document, types);
  const single = withoutTwins(document);
  const flow: CheckedFlow = {
    document: withoutLinks(single),
    types,
    nodes: new Map(single.nodes.map((node) => [node.id, node])),
    sound,
    knowledgeBaseIds: context.knowledgeBaseIds,
  };
  const { circles, forks, calls } = checkSubFlows(flow, context.resolveCall, context.flowId);
  const problems = [
    ...configProblems,
    ...checkWiring(flow),
    ...checkLinks(document),
    ...checkReferences(flow),
    ...checkExpressions(flow),
    ...checkExpressionTypes(flow),
    ...checkLanguages(flow),
    ...checkConsent(flow),
    ...checkSecrets(flow),
    ...circles,
    ...checkTopics(flow),
    ...forks,
    ...calls,
  ];
  const order = new Map(document.nodes.map((node, index) => [node.id, index]));
  const rank = (item: FlowProblem) =>
    (item.severity === 'error' ? 0 : 1e6) + (item.node === null ? -1 : (order.get(item.node) ?? 0));
  return problems.sort((a, b) => rank(a) - rank(b));
}

/** Of two nodes with one id, which is a problem of its own, the later checks see the first. */
function withoutTwins(document: FlowDocument): FlowDocument {
  const seen = new Set<string>();
  const nodes = document.nodes.filter(({ id }) => !seen.has(id) && seen.add(id));
  return nodes.length === document.nodes.length ? document : { ...document, nodes };
}
