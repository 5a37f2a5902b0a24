// From unknown JSON to a flow document of this version, or a refusal that names what is wrong.
import { FlowError } from '#nodes/kit/errors.ts';
import type { FlowDocument } from '#nodes/flow/document.ts';
import { parseProblemFacts } from '#nodes/flow/problem.ts';
import { upgradeFlow } from '#nodes/flow/upgrade.ts';
import { validateFlow } from '#nodes/flow/validate.ts';
import type { PackDefinition } from '#nodes/packs/pack-definition.ts';
import { pinPacks, unpinned } from '#nodes/packs/pinned-packs.ts';

/** Reads and upgrades a document; packs pinned into it are left behind, those of this server are meant. Fails with FLOW_FORMAT_UNKNOWN and `facts.problems`. */
export function readDocument(json: unknown): FlowDocument {
  const read = upgradeFlow(json);
  if ('document' in read) return unpinned(read.document);
  const [first] = read.problems;
  throw new FlowError('FLOW_FORMAT_UNKNOWN', first?.message.en ?? 'This is not a flow document.', {
    problems: parseProblemFacts(read.problems),
  });
}

/** Reads a document that was made elsewhere. Node types or versions that this server does not have are refused, all of them named, with NODE_UNKNOWN. */
export function readForeignDocument(json: unknown, nodePacks: readonly PackDefinition[]): FlowDocument {
  const document = readDocument(json);
  const foreign = validateFlow(pinPacks(document, nodePacks)).filter(
    ({ code }) => code === 'NODE_UNKNOWN' || code === 'NODE_VERSION_NEWER',
  );
  if (foreign.length === 0) return document;
  throw new FlowError('NODE_UNKNOWN', 'The flow uses node types that this server does not have. Nothing was stored.', {
    problems: parseProblemFacts(foreign),
  });
}
