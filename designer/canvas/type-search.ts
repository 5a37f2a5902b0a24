// Finding a step type: by its name in either language, its keywords and pinyin initials, or its description.
import { NODE_GROUPS, type NodeGroup, type NodeType } from '#nodes/kit/define-node.ts';
import type { NodeTypes } from '../document/graph.ts';

export interface TypeGroup {
  readonly group: NodeGroup;
  readonly types: readonly NodeType[];
}

/** The types by group in the order of the palette. The start node is placed with the flow and not offered. */
export function groupTypes(types: NodeTypes): readonly TypeGroup[] {
  return NODE_GROUPS.map((group) => ({
    group,
    types: Object.values(types).filter((type) => type.group === group && type.type !== 'start'),
  })).filter((entry) => entry.types.length > 0);
}

/** The types that match, best first. An empty query matches nothing. */
export function searchTypes(types: NodeTypes, query: string): readonly NodeType[] {
  const words = normalize(query);
  if (words === '') return [];
  return Object.values(types)
    .filter((type) => type.type !== 'start')
    .map((type) => ({ type, rank: rankOf(type, words) }))
    .filter((entry) => entry.rank > 0)
    .sort((a, b) => b.rank - a.rank)
    .map((entry) => entry.type);
}

function rankOf(type: NodeType, query: string): number {
  const titles = [type.title['zh-CN'], type.title.en, type.type].map(normalize);
  const keywords = type.keywords.map(normalize);
  if (titles.includes(query)) return 7;
  if (keywords.includes(query)) return 6;
  if (titles.some((title) => title.startsWith(query))) return 5;
  if (keywords.some((keyword) => keyword.startsWith(query))) return 4;
  if (titles.some((title) => title.includes(query))) return 3;
  if (keywords.some((keyword) => keyword.includes(query))) return 2;
  const descriptions = [type.description['zh-CN'], type.description.en].map(normalize);
  return descriptions.some((text) => text.includes(query)) ? 1 : 0;
}

function normalize(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}
