// Commands on nodes: add, move, configure, rename, resize, replace the type.
import type { FlowDocument, FlowEdge, FlowNode } from '#nodes/flow/document.ts';
import { boxOf } from './card-size.ts';
import { labelFor, type Command } from './command.ts';
import {
  connectRefusal,
  isCanvasOnly,
  isProtected,
  mainPortOf,
  nodeById,
  portsOf,
  type NodeTypes,
  type PortRef,
} from './graph.ts';
import type { Point } from './placement.ts';

export interface NewNode {
  readonly id: string;
  readonly edgeId: string;
  readonly type: string;
  readonly position: Point;
  readonly name?: string;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly size?: { readonly width: number; readonly height: number };
  /** Connected from this port, if the type takes connections. A wire that was there goes on from the new node. */
  readonly after?: PortRef;
}

/** A freshly placed node of a type. `undefined` for unknown types. */
export function buildNode(types: NodeTypes, spec: Omit<NewNode, 'after' | 'edgeId'>): FlowNode | undefined {
  const type = Object.hasOwn(types, spec.type) ? types[spec.type] : undefined;
  if (type === undefined) return undefined;
  return {
    id: spec.id,
    type: spec.type,
    version: type.version,
    name: spec.name ?? '',
    position: spec.position,
    ...(spec.size === undefined ? {} : { size: spec.size }),
    config: structuredClone({ ...type.defaults, ...spec.config }),
  };
}

/** Adds a node, wired after a port when one is given; what followed that port then follows the new node. */
export function addNode(types: NodeTypes, spec: NewNode): Command {
  const node = buildNode(types, spec);
  return {
    label: labelFor('add', [{ name: spec.name ?? '', type: spec.type }]),
    apply(document) {
      if (node === undefined || nodeById(document, node.id) !== undefined) return document;
      const grown = adopt(types, { ...document, nodes: [...document.nodes, node] }, [node.id]);
      if (spec.after === undefined) return grown;
      return wireBetween(types, grown, spec.after, node.id, spec.edgeId);
    },
  };
}

/** Leads a port to a node that is already there; the port's former target follows the node's main port if that is free. */
export function wireBetween(
  types: NodeTypes,
  document: FlowDocument,
  after: PortRef,
  id: string,
  edgeId: string,
): FlowDocument {
  const node = nodeById(document, id);
  if (node === undefined || connectRefusal(document, types, after, id) !== null) return document;
  const former = document.edges.find((edge) => edge.from.node === after.node && edge.from.port === after.port);
  const main = mainPortOf(types, node);
  const edges: FlowEdge[] = document.edges.filter((edge) => edge !== former);
  edges.push({ id: edgeId, from: { node: after.node, port: after.port }, to: { node: id } });
  const mainFree = main !== undefined && !edges.some((edge) => edge.from.node === id && edge.from.port === main.id);
  if (former !== undefined && main !== undefined && mainFree && former.to.node !== id) {
    edges.push({ id: former.id, from: { node: id, port: main.id }, to: former.to });
  }
  return { ...document, edges };
}

/** Moves nodes by absolute positions. A frame takes along what stands in it. */
export function moveNodes(types: NodeTypes, positions: ReadonlyMap<string, Point>, mergeKey?: string): Command {
  return {
    label: { verb: 'move', count: positions.size },
    ...(mergeKey === undefined ? {} : { mergeKey }),
    apply(document) {
      const places = new Map(positions);
      for (const frame of document.nodes) {
        const to = positions.get(frame.id);
        if (frame.type !== 'frame' || to === undefined) continue;
        for (const member of document.nodes) {
          if (member.parent !== frame.id || places.has(member.id)) continue;
          places.set(member.id, {
            x: member.position.x + to.x - frame.position.x,
            y: member.position.y + to.y - frame.position.y,
          });
        }
      }
      const nodes = document.nodes.map((node) => {
        const to = places.get(node.id);
        if (to === undefined || (to.x === node.position.x && to.y === node.position.y)) return node;
        return { ...node, position: { x: to.x, y: to.y } };
      });
      const moved = nodes.some((node, index) => node !== document.nodes[index]);
      return moved ? adopt(types, { ...document, nodes }, [...positions.keys()]) : document;
    },
  };
}

/** A node without one of its optional properties. */
export function withoutKey(node: FlowNode, key: 'parent' | 'disabled'): FlowNode {
  return Object.fromEntries(Object.entries(node).filter(([name]) => name !== key)) as FlowNode;
}

/** Sets the frame of each named node to the one its middle lies in. */
function adopt(types: NodeTypes, document: FlowDocument, ids: readonly string[]): FlowDocument {
  const frames = document.nodes.filter((node) => node.type === 'frame');
  const nodes = document.nodes.map((node) => {
    if (!ids.includes(node.id) || node.type === 'frame') return node;
    const box = boxOf(types, node);
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    const frame = frames.find((candidate) => {
      const area = boxOf(types, candidate);
      return (
        middle.x >= area.x && middle.x <= area.x + area.width && middle.y >= area.y && middle.y <= area.y + area.height
      );
    });
    if (frame?.id === node.parent) return node;
    const rest = withoutKey(node, 'parent');
    return frame === undefined ? rest : { ...rest, parent: frame.id };
  });
  return { ...document, nodes };
}

/** Changes one node through a function; the base of the small commands below. */
function changeNode(
  id: string,
  label: Command['label'],
  change: (node: FlowNode) => FlowNode,
  mergeKey?: string,
): Command {
  return {
    label,
    ...(mergeKey === undefined ? {} : { mergeKey }),
    apply(document) {
      const nodes = document.nodes.map((node) => (node.id === id ? change(node) : node));
      const changed = nodes.some((node, index) => node !== document.nodes[index]);
      return changed ? { ...document, nodes } : document;
    },
  };
}

/** Replaces a node's config. Wires whose port the new config no longer has are taken away. `field` names what is being typed. */
export function updateConfig(
  types: NodeTypes,
  node: FlowNode,
  config: Readonly<Record<string, unknown>>,
  field = '',
): Command {
  const change = changeNode(node.id, labelFor('configure', [node]), (current) => ({
    ...current,
    config: structuredClone(config),
  }));
  return {
    label: change.label,
    mergeKey: `configure:${node.id}:${field}`,
    apply(document) {
      const next = change.apply(document);
      const after = nodeById(next, node.id);
      if (after === undefined) return document;
      const known = new Set(portsOf(types, after).map((port) => port.id));
      const edges = next.edges.filter((edge) => edge.from.node !== node.id || known.has(edge.from.port));
      return edges.length === next.edges.length ? next : { ...next, edges };
    },
  };
}

export function renameNode(node: FlowNode, name: string): Command {
  const cut = name.slice(0, 200);
  return changeNode(
    node.id,
    labelFor('rename', [node]),
    (current) => (current.name === cut ? current : { ...current, name: cut }),
    `rename:${node.id}`,
  );
}

/** Sets the private note and the tags of a node. */
export function annotateNode(
  node: FlowNode,
  facts: { readonly note?: string; readonly tags?: readonly string[] },
): Command {
  return changeNode(
    node.id,
    labelFor('annotate', [node]),
    (current) => ({
      ...current,
      ...(facts.note === undefined ? {} : { note: facts.note.slice(0, 4000) }),
      ...(facts.tags === undefined ? {} : { tags: facts.tags.slice(0, 20) }),
    }),
    `annotate:${node.id}`,
  );
}

/** Switches a node off or on again. */
export function setDisabled(node: FlowNode, disabled: boolean): Command {
  return changeNode(node.id, labelFor('disable', [node]), (current) => {
    if ((current.disabled ?? false) === disabled) return current;
    const rest = withoutKey(current, 'disabled');
    return disabled ? { ...rest, disabled } : rest;
  });
}

/** Gives a note or frame a new size. */
export function resizeNode(node: FlowNode, box: { x: number; y: number; width: number; height: number }): Command {
  return changeNode(node.id, labelFor('resize', [node]), (current) => ({
    ...current,
    position: { x: box.x, y: box.y },
    size: { width: Math.max(80, box.width), height: Math.max(48, box.height) },
  }));
}

/** Turns a node into another type. Wires into it stay; a wire out of it stays if the new type has the port, the main one moves to the new main port. */
export function replaceType(types: NodeTypes, node: FlowNode, type: string): Command {
  return {
    label: labelFor('replace', [node]),
    apply(document) {
      const current = nodeById(document, node.id);
      const next = buildNode(types, { id: node.id, type, position: node.position, name: node.name });
      if (current === undefined || next === undefined || current.type === type || isProtected(current)) return document;
      const shared = Object.fromEntries(
        Object.entries(current.config).filter(
          ([key, value]) => key in next.config && typeof value === typeof next.config[key],
        ),
      );
      const replaced: FlowNode = {
        ...next,
        ...(current.note === undefined ? {} : { note: current.note }),
        ...(current.parent === undefined ? {} : { parent: current.parent }),
        config: { ...next.config, ...shared },
      };
      const formerMain = mainPortOf(types, current)?.id;
      const newMain = mainPortOf(types, replaced)?.id;
      const known = new Set(portsOf(types, replaced).map((port) => port.id));
      const takesInput = !isCanvasOnly(types, replaced) && types[type]?.group !== 'trigger';
      const edges = document.edges.flatMap((edge): FlowEdge[] => {
        if (edge.to.node === node.id && !takesInput) return [];
        if (edge.from.node !== node.id) return [edge];
        if (known.has(edge.from.port)) return [edge];
        const mainTaken = document.edges.some((other) => other.from.node === node.id && other.from.port === newMain);
        if (edge.from.port === formerMain && newMain !== undefined && !mainTaken) {
          return [{ ...edge, from: { node: node.id, port: newMain } }];
        }
        return [];
      });
      return { ...document, nodes: document.nodes.map((other) => (other.id === node.id ? replaced : other)), edges };
    },
  };
}
