// What flows need from the knowledge room: which bases exist, what is in them, and new ones. Given by the composition root.
import type { CarriedOrigin, CarriedPage, CarriedSite } from '#nodes/wire/knowledge-file.ts';
import type { KnowledgeRules } from '#nodes/wire/knowledge.ts';
import type { Author } from '#runtime/ports/flow-store.ts';

/** The content of a knowledge base as it travels in templates and bundles. `ref` is the id that the flow's nodes use for it. */
export interface KnowledgePack {
  readonly ref: string;
  readonly name: string;
  readonly description?: string;
  /** Whether a model puts what is found in order. */
  readonly rerank?: boolean;
  readonly sites?: readonly CarriedSite[];
  readonly documents: readonly {
    readonly name: string;
    readonly text: string;
    readonly rules?: KnowledgeRules;
    readonly page?: CarriedPage;
  }[];
  readonly questions: readonly {
    readonly question: string;
    readonly similar: readonly string[];
    readonly answer: string;
    readonly mode?: 'exact' | 'rephrase';
    readonly negative?: string[];
    readonly rules?: KnowledgeRules;
    readonly from?: CarriedOrigin;
  }[];
}

/** The callback. */
export interface FlowKnowledge {
  /** Ids of the bases of a workspace. */
  baseIds(workspaceId: string): Promise<readonly string[]>;
  /** Names of the bases of a workspace. */
  names(workspaceId: string): Promise<readonly string[]>;
  /** The content of some bases; unknown ids are left out. */
  read(workspaceId: string, baseIds: readonly string[]): Promise<readonly KnowledgePack[]>;
  /** Makes a base with this content and returns its id. */
  create(workspaceId: string, author: Author, pack: KnowledgePack): Promise<string>;
  /** Takes back what `create` made, when the flow could not be stored. */
  remove(workspaceId: string, baseId: string): Promise<void>;
}
