// Compiled drafts and trained models, by content: an unchanged draft costs neither compiling nor training again.
import { createHash } from 'node:crypto';
import { FlowError } from '#nodes/kit/errors.ts';
import { firstUnsound } from '#nodes/flow/checks/configs.ts';
import { compileFlow, type CompiledFlow } from '#nodes/flow/compile.ts';
import type { FlowDocument } from '#nodes/flow/document.ts';
import { typesOf } from '#nodes/packs/pinned-packs.ts';
import type { Understander, Understanding } from '#runtime/ports/understanding.ts';

const KEPT = 20;
const TRAINING_SEED = 1;

/** A draft ready to be played. */
export interface RehearsableFlow {
  readonly compiled: CompiledFlow;
  readonly understander: Understander;
}

/** Makes the cache. Two drafts with the same intents share a model. */
export function createRehearsalCache(
  understanding: Understanding,
): (document: FlowDocument) => Promise<RehearsableFlow> {
  const flows = new Map<string, CompiledFlow>();
  const models = new Map<string, Promise<Understander>>();

  async function trained({ intents, dictionaries = [], outOfScope = [] }: FlowDocument): Promise<Understander> {
    return understanding.load(await understanding.train({ intents, dictionaries, outOfScope, seed: TRAINING_SEED }));
  }

  return async (document) => {
    const compiled = remembered(flows, hashOf(document), () => compileSound(document));
    const key = hashOf([document.intents, document.dictionaries ?? [], document.outOfScope ?? []]);
    try {
      return { compiled, understander: await remembered(models, key, () => trained(document)) };
    } catch (error) {
      models.delete(key);
      throw error;
    }
  };
}

/** A draft in the middle of an edit holds anything; what its types never declared is not compiled. */
function compileSound(document: FlowDocument): CompiledFlow {
  const unsound = firstUnsound(document, typesOf(document));
  if (unsound === undefined) return compileFlow(document);
  throw new FlowError('FLOW_INVALID', `The settings of "${unsound.name || unsound.id}" are not of the declared form.`, {
    node: unsound.id,
  });
}

/** The oldest entry goes when there are too many; a used one is young again. */
function remembered<V>(map: Map<string, V>, key: string, make: () => V): V {
  const value = map.get(key) ?? make();
  map.delete(key);
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= KEPT) break;
    map.delete(oldest);
  }
  return value;
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url');
}
