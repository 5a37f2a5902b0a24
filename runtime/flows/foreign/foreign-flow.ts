// What comes of another product's export: a flow of ours, knowledge for it, and a report of what had no equal.
import type { Bilingual } from '#nodes/kit/localized.ts';
import type { FlowDocument } from '#nodes/flow/document.ts';
import type { KnowledgePack } from '../flow-knowledge.ts';

/** The products whose exports can be read. */
export type ForeignProduct = 'typebot' | 'dify' | 'botpress' | 'questions';

/** One block that has no equal here, and what stands in its place. */
export interface Unmatched {
  /** The other product's name of the block's kind. */
  readonly kind: string;
  /** Where it stood: its title, group or id. */
  readonly where: string;
  /** The node that stands in for it; null: it was left out and the way goes on behind it. */
  readonly node: string | null;
  readonly standIn: Bilingual;
}

/** A read export. The document is of this version and passes the checks that stop a publish, as far as the export allows. */
export interface ForeignFlow {
  readonly product: ForeignProduct;
  readonly document: FlowDocument;
  readonly knowledge: readonly KnowledgePack[];
  readonly unmatched: readonly Unmatched[];
}
