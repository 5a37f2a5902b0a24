// The mends that several checks offer, with the words of their buttons.
import type { Bilingual } from '#nodes/kit/localized.ts';
import type { Mend } from '#nodes/wire/mends.ts';

/** An End behind a way out. */
export function endHere(node: string, port: string): Mend {
  return { label: { 'zh-CN': '在这里结束', en: 'End here' }, change: { kind: 'end', node, port } };
}

/** A line to a node that is there already. */
export function connectTo(node: string, port: string, to: string, name: Bilingual): Mend {
  return {
    label: { 'zh-CN': `连到「${name['zh-CN']}」`, en: `Connect to "${name.en}"` },
    change: { kind: 'connect', node, port, to },
  };
}

/** Takes a line away. */
export function disconnectLine(edge: string): Mend {
  return { label: { 'zh-CN': '删除连线', en: 'Delete the connection' }, change: { kind: 'disconnect', edge } };
}

/** Takes a node away. */
export function removeNode(node: string): Mend {
  return { label: { 'zh-CN': '删除节点', en: 'Delete the node' }, change: { kind: 'remove', node } };
}
