// The field that keeps a search to labelled documents, and what it adds to the request.
import { Type } from 'typebox';
import { field } from './fields.ts';

/** Labels of documents and questions, chosen from those of the bases. Left out or empty: labels do not matter. */
export const KNOWLEDGE_LABELS = {
  labels: Type.Optional(
    field(Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { maxItems: 30 }), {
      widget: 'knowledge-labels',
      label: { 'zh-CN': '只用带这些标签的内容', en: 'Only content with these labels' },
      hint: {
        'zh-CN': '有其中一个标签即可；不选表示不限。',
        en: 'One of them is enough. None chosen: labels do not matter.',
      },
      section: 'advanced',
    }),
  ),
};

/** The part of a `knowledge.search` request; nothing when labels do not matter. */
export function labelled(labels: readonly string[] | undefined): { readonly tags?: readonly string[] } {
  return labels === undefined || labels.length === 0 ? {} : { tags: labels };
}
