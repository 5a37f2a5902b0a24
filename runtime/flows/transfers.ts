// Flows as files: out with everything they need, sealed; in again, looked into first, all of it or nothing.
import { FlowError } from '#nodes/kit/errors.ts';
import type { FlowDocument } from '#nodes/flow/document.ts';
import type { PackDefinition } from '#nodes/packs/pack-definition.ts';
import { openCalls } from '#nodes/flow/compose-flow.ts';
import type { ImportInspection } from '#nodes/wire/flow-import.ts';
import type { FlowDetail, FlowImported, FlowProblem } from '#nodes/wire/flows.ts';
import type { BundleSigner } from '#runtime/ports/bundle-signer.ts';
import type { Author, StoredFlow } from '#runtime/ports/flow-store.ts';
import { baseIdsOf, createBundle, withBases, withCalls, type Bundle, type CalledFlow } from './bundle.ts';
import { sealOf, type Seal } from './bundle-seal.ts';
import type { FlowKnowledge } from './flow-knowledge.ts';
import type { FlowTests } from './flow-tests.ts';
import { conflictsOf, secretsIn, type ImportSurroundings, type ReachableSystems } from './import-conflicts.ts';
import { readDocument, readForeignDocument } from './read-document.ts';
import { readImport, type ReadImport } from './read-import.ts';

/** Flows that are called, called by those, and so on; more are no conversation. */
const MAX_CALLED = 50;

/** A bundle as it leaves. `seal` is absent where there is no key. */
export type SealedBundle = Bundle & { readonly seal?: Seal };

/** What leaves and enters as files. */
export interface Transfers {
  exportBundle(workspaceId: string, flowId: string): Promise<SealedBundle>;
  /** What would come in, and what stands in the way. Stores nothing. Fails as the import itself would for a file that cannot be read. */
  inspectImport(workspaceId: string, file: unknown): Promise<ImportInspection>;
  /**
   * Stores a bundle, a bare document or another product's export; all of it or nothing. A file with secrets in it, with a broken seal
   * or with node types that this server does not have is refused, everything named. `replace`: the flow whose draft it becomes.
   */
  importBundle(
    workspaceId: string,
    author: Author,
    file: unknown,
    name?: string,
    replace?: string,
  ): Promise<FlowImported>;
}

/** What the rest of the room does for it. */
export interface TransferDeps {
  readonly knowledge: FlowKnowledge | undefined;
  readonly tests: FlowTests | undefined;
  readonly signer: BundleSigner | undefined;
  readonly credentialNames: ((workspaceId: string) => Promise<readonly string[]>) | undefined;
  readonly systems: ((workspaceId: string) => Promise<ReachableSystems>) | undefined;
  readonly nodePacks: readonly PackDefinition[];
  list(workspaceId: string): Promise<readonly StoredFlow[]>;
  get(workspaceId: string, flowId: string): Promise<{ readonly flow: StoredFlow; readonly document: FlowDocument }>;
  problemsOf(workspaceId: string, document: FlowDocument, flowId: string): Promise<readonly FlowProblem[]>;
  /** Stores a flow that points at bases which are there. */
  insert(
    workspaceId: string,
    author: Author,
    document: FlowDocument,
  ): Promise<{ readonly flow: StoredFlow; readonly document: FlowDocument }>;
  saveDraft(
    workspaceId: string,
    author: Author,
    flowId: string,
    revision: number,
    document: FlowDocument,
  ): Promise<unknown>;
  remove(workspaceId: string, flowId: string): Promise<unknown>;
  summaryOf(flow: StoredFlow): FlowDetail['flow'];
}

/** Opens it. */
export function createTransfers(deps: TransferDeps): Transfers {
  const { knowledge, signer, tests } = deps;

  async function calledBy(workspaceId: string, document: FlowDocument, self: string): Promise<readonly CalledFlow[]> {
    const found = new Map<string, CalledFlow>();
    const queue = [document];
    for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
      for (const { call } of openCalls(at)) {
        if (call.flow === self || found.has(call.flow) || found.size >= MAX_CALLED) continue;
        const called = await deps.get(workspaceId, call.flow).catch(() => undefined);
        if (called === undefined) continue;
        const inside = { ...called.document, name: called.flow.name };
        found.set(call.flow, { ref: call.flow, slug: called.flow.slug, document: inside });
        queue.push(inside);
      }
    }
    return [...found.values()];
  }

  async function surroundings(workspaceId: string): Promise<ImportSurroundings> {
    return {
      flows: await deps.list(workspaceId),
      baseNames: (await knowledge?.names(workspaceId)) ?? [],
      credentials: await deps.credentialNames?.(workspaceId),
      systems: await deps.systems?.(workspaceId),
      nodePacks: deps.nodePacks,
    };
  }

  /** Gives back what was made when a later part cannot be stored. */
  async function storeAll(
    workspaceId: string,
    author: Author,
    read: ReadImport,
    document: FlowDocument,
    called: readonly CalledFlow[],
    replace: string | undefined,
  ) {
    const bases: string[] = [];
    const made: string[] = [];
    try {
      const baseIds = new Map<string, string>();
      if (knowledge !== undefined) {
        for (const id of await knowledge.baseIds(workspaceId)) baseIds.set(id, id);
        for (const pack of read.knowledge) {
          const id = await knowledge.create(workspaceId, author, pack);
          bases.push(id);
          baseIds.set(pack.ref, id);
        }
      }
      const flowIds = new Map<string, string>();
      // Those that call nothing come first: a caller must find what it calls.
      for (const { ref, document: inside } of innermostFirst(called)) {
        // A file of this server calls what is here already.
        if (read.signer.by === 'own' && (await deps.get(workspaceId, ref).catch(() => undefined)) !== undefined)
          continue;
        const { flow } = await deps.insert(workspaceId, author, withCalls(withBases(inside, baseIds), flowIds));
        made.push(flow.id);
        flowIds.set(ref, flow.id);
      }
      const whole = withCalls(withBases(document, baseIds), flowIds);
      if (replace === undefined) return await deps.insert(workspaceId, author, whole);
      const old = await deps.get(workspaceId, replace);
      await deps.saveDraft(workspaceId, author, replace, old.flow.draftRevision, { ...whole, name: old.flow.name });
      return await deps.get(workspaceId, replace);
    } catch (error) {
      for (const id of made) await deps.remove(workspaceId, id);
      for (const id of bases) await knowledge?.remove(workspaceId, id);
      throw error;
    }
  }

  return {
    async exportBundle(workspaceId, flowId) {
      const { flow, document } = await deps.get(workspaceId, flowId);
      const called = await calledBy(workspaceId, document, flowId);
      const bases = [document, ...called.map((one) => one.document)].flatMap(baseIdsOf);
      const packs = (await knowledge?.read(workspaceId, [...new Set(bases)])) ?? [];
      const bundle = createBundle({ ...document, name: flow.name }, packs, {
        dialogues: (await tests?.list(workspaceId, flowId)) ?? [],
        slug: flow.slug,
        flows: called,
      });
      return signer === undefined ? bundle : { ...bundle, seal: sealOf(bundle, signer) };
    },

    async inspectImport(workspaceId, file) {
      const read = readImport(file, signer);
      const document = readDocument(read.flow);
      const called = read.flows.map(readCalled);
      return {
        product: read.product,
        name: document.name,
        nodes: document.nodes.length,
        bases: read.knowledge.length,
        tests: read.dialogues.length,
        calledFlows: called.length,
        signer: read.signer,
        unmatched: [...read.unmatched],
        conflicts: [
          ...conflictsOf({ slug: read.slug, document, called, packs: read.knowledge }, await surroundings(workspaceId)),
        ],
      };
    },

    async importBundle(workspaceId, author, file, name, replace) {
      const read = readImport(file, signer);
      const foreign = (json: unknown) => readForeignDocument(json, deps.nodePacks);
      const document = foreign(read.flow);
      const called = read.flows.map((one) => ({ ...readCalled(one), document: foreign(one.document) }));
      refuseSecrets([document, ...called.map((one) => one.document)]);
      const dialogues = tests?.read(read.dialogues) ?? [];
      const named = { ...document, name: name ?? document.name };
      const stored = await storeAll(workspaceId, author, read, named, called, replace);
      // A draft that is replaced keeps its own tests; those of other names are added.
      const kept = new Set(((await tests?.list(workspaceId, stored.flow.id)) ?? []).map((one) => one.name));
      const added = dialogues.filter((one) => !kept.has(one.name));
      await tests?.addAll(workspaceId, author, stored.flow.id, added, 'import');
      return {
        flow: deps.summaryOf(stored.flow),
        problems: [...(await deps.problemsOf(workspaceId, stored.document, stored.flow.id))],
        product: read.product,
        unmatched: read.unmatched,
      };
    },
  };
}

function readCalled(called: { readonly ref: string; readonly slug: string; readonly document: unknown }): CalledFlow {
  return { ref: called.ref, slug: called.slug, document: readDocument(called.document) };
}

/** Keys and passwords never come in with a file: whoever gets it would have them, too. */
function refuseSecrets(documents: readonly FlowDocument[]): void {
  const secrets = documents.flatMap(secretsIn);
  if (secrets.length === 0) return;
  const where = secrets
    .slice(0, 5)
    .map(({ node, field }) => `${node} ${field}`)
    .join(', ');
  const message = {
    'zh-CN': `文件里有明文密钥（${where}），没有导入。请先删掉，改存到「设置 › 凭据」。`,
    en: `The file holds secrets in plain text (${where}). Nothing was imported. Take them out and keep them under Settings, Credentials.`,
  };
  throw new FlowError('BUNDLE_INVALID', message.en, { message, secrets: secrets.map((one) => ({ ...one })) });
}

function innermostFirst(called: readonly CalledFlow[]): readonly CalledFlow[] {
  const refs = new Map(called.map((one) => [one.ref, one]));
  const sorted: CalledFlow[] = [];
  const seen = new Set<string>();
  const visit = (one: CalledFlow): void => {
    if (seen.has(one.ref)) return;
    seen.add(one.ref);
    for (const { call } of openCalls(one.document)) {
      const inner = refs.get(call.flow);
      if (inner !== undefined) visit(inner);
    }
    sorted.push(one);
  };
  for (const one of called) visit(one);
  return sorted;
}
