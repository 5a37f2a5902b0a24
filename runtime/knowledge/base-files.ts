// A whole base as one file, out and in again.
import { FlowError } from '#nodes/kit/errors.ts';
import { fitsDeclared } from '#nodes/kit/declared-check.ts';
import { formProblem } from '#nodes/kit/form-problem.ts';
import { BaseFileSchema, type BaseFile } from '#nodes/wire/knowledge-file.ts';
import type { KnowledgeBase } from '#nodes/wire/knowledge.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { KnowledgeReviewStore } from '#runtime/ports/knowledge-review.ts';
import type { KnowledgeStore } from '#runtime/ports/knowledge-store.ts';
import type { Bases } from './bases.ts';
import type { Carrier } from './carried.ts';

/** Files of bases. */
export interface BaseFiles {
  /** RESOURCE_NOT_FOUND for an unknown base. Documents travel as text; what is switched off stays behind, questions excepted. */
  write(workspaceId: string, baseId: string): Promise<BaseFile>;
  /**
   * Makes a new base of a file, of this version or an older one; its documents are read in the background, its websites when they are due. When
   * anything is refused (REQUEST_INVALID, with place and remedy), nothing of it stays.
   */
  read(workspaceId: string, file: unknown): Promise<KnowledgeBase>;
}

/** Files over the room's own parts. */
export function createBaseFiles(deps: {
  readonly store: KnowledgeStore;
  readonly review: KnowledgeReviewStore;
  readonly clock: Clock;
  readonly bases: Bases;
  readonly carrier: Carrier;
}): BaseFiles {
  const { store, review, clock, bases, carrier } = deps;

  async function addChecks(workspaceId: string, baseId: string, checks: BaseFile['checks']): Promise<void> {
    for (const check of checks) {
      // The item has another id here; it is known again by its text.
      await review.checks.save(workspaceId, {
        ...check,
        id: clock.id(),
        baseId,
        expectedId: '',
        createdAt: clock.now(),
      });
    }
  }

  return {
    async write(workspaceId, baseId) {
      const base = await store.bases.get(workspaceId, baseId);
      if (base === undefined) {
        throw new FlowError('RESOURCE_NOT_FOUND', 'There is no such knowledge base in this workspace.');
      }
      const { sites, ...content } = await carrier.contentOf(workspaceId, baseId);
      return {
        format: 'tandem-knowledge-1',
        name: base.name,
        description: base.description,
        // Older servers take a file that says nothing they do not know.
        ...(base.rerank ? { rerank: true } : {}),
        ...(sites.length === 0 ? {} : { sites }),
        ...content,
        checks: (await review.checks.list(workspaceId, baseId)).map(
          ({ question, expectedTitle, expectedText, wanted }) => ({ question, expectedTitle, expectedText, wanted }),
        ),
      };
    },
    async read(workspaceId, json) {
      const { name, description, rerank, sites = [], documents, questions, checks } = parseFile(json);
      const { id } = await bases.create(workspaceId, { name, description, rerank });
      try {
        await carrier.fill(workspaceId, id, { sites, documents, questions });
        await addChecks(workspaceId, id, checks);
      } catch (refusal) {
        await bases.remove(workspaceId, id);
        throw refusal;
      }
      return bases.get(workspaceId, id);
    },
  };
}

function parseFile(json: unknown): BaseFile {
  if (fitsDeclared(BaseFileSchema, json)) return json;
  const { where = '/', why } = formProblem(BaseFileSchema, json) ?? {};
  const message = {
    'zh-CN': `没有导入：文件的 ${where} ${why?.['zh-CN'] ?? ''}。请改正，或从原来的系统重新导出。`,
    en: `Nothing was imported: ${where} of the file ${why?.en ?? ''}. Correct it, or export the base again.`,
  };
  throw new FlowError('REQUEST_INVALID', message.en, { message, where });
}
