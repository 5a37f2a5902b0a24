// What people do to the flow on the canvas, each by one call: the mouse, the keyboard and the menus all end here.
import { clipFrom, parseClip, planPaste } from '../document/clipboard.ts';
import { cardHeight, CARD_WIDTH, sizeOf, type Size } from '../document/card-size.ts';
import { connect, disconnect, removeAndHeal, removeNodes, spliceIntoEdge } from '../document/edge-commands.ts';
import type { Editor } from '../document/editor.ts';
import {
  displayName,
  edgeFrom,
  isCanvasOnly,
  isProtected,
  mainPortOf,
  nodeById,
  portsOf,
  type PortRef,
} from '../document/graph.ts';
import { addNode, buildNode, moveNodes, replaceType, setDisabled } from '../document/node-commands.ts';
import { freePlace, placeAfter, snap, type Point } from '../document/placement.ts';
import { listed } from '../i18n/punctuation.ts';
import type { Locale } from '#nodes/kit/localized.ts';
import { sayCommand, type CanvasText } from './words.ts';
import { selectNodes, speak, type AddRequest, type ViewStore } from './view-store.ts';

export interface EditTools {
  readonly editor: Editor;
  readonly view: ViewStore;
  readonly t: CanvasText;
  readonly locale: () => Locale;
  /** The middle of what is in view, in flow coordinates. */
  readonly middle: () => Point;
  readonly notice: (message: string, undo?: () => void) => void;
}

export interface EditActions {
  add(type: string, request: AddRequest): string | null;
  /** The way out that a step added now would follow. */
  followed(): PortRef | undefined;
  connect(from: PortRef, to: string): boolean;
  disconnect(edges: readonly string[]): void;
  splice(node: string, edge: string): boolean;
  remove(heal: boolean): void;
  copy(): Promise<boolean>;
  cut(): Promise<void>;
  paste(text: string, at?: Point): void;
  duplicate(): void;
  nudge(dx: number, dy: number): void;
  toggleDisabled(node: string): void;
  undo(): void;
  redo(): void;
}

export function createEditActions(tools: EditTools): EditActions {
  const { editor, view, t } = tools;
  const { types } = editor;
  const document = () => editor.getState().document;
  const say = (words: string): void => speak(view, words);
  const nameOf = (id: string): string => {
    const node = nodeById(document(), id);
    return node === undefined ? id : displayName(types, node, tools.locale());
  };
  const chosen = (): readonly string[] => {
    const { selected, active } = view.getState();
    return selected.size > 0 ? [...selected] : active === null ? [] : [active];
  };

  function add(type: string, request: AddRequest): string | null {
    if (request.replace !== undefined) {
      const node = nodeById(document(), request.replace);
      if (node === undefined || !editor.run(replaceType(types, node, type))) return null;
      return node.id;
    }
    const edge = document().edges.find((candidate) => candidate.id === request.edge);
    const after = edge?.from ?? request.after ?? (request.place === undefined ? followed() : undefined);
    const id = editor.newId('n');
    const size = sizeFor(type);
    const position =
      request.place !== undefined
        ? freePlace(document(), types, request.place, size)
        : after !== undefined
          ? placeAfter(document(), types, after, size)
          : freePlace(document(), types, tools.middle(), size);
    const done = editor.run(
      addNode(types, {
        id,
        edgeId: editor.newId('e'),
        type,
        position: snap(position),
        ...(after === undefined ? {} : { after }),
      }),
    );
    if (!done) return null;
    selectNodes(view, [id]);
    say(t('say.added', { name: nameOf(id) }));
    return id;
  }

  /** The way out a new step follows: the selected node's main port, or its first free one. */
  function followed(): PortRef | undefined {
    const [id] = chosen();
    const node = id === undefined ? undefined : nodeById(document(), id);
    if (node === undefined || isCanvasOnly(types, node) || chosen().length !== 1) return undefined;
    const free = portsOf(types, node).find(
      (port) => edgeFrom(document(), { node: node.id, port: port.id }) === undefined && port.role !== 'problem',
    );
    const port = free ?? mainPortOf(types, node);
    return port === undefined ? undefined : { node: node.id, port: port.id };
  }

  function sizeFor(type: string): Size {
    const node = buildNode(types, { id: 'x', type, position: { x: 0, y: 0 } });
    return node === undefined ? { width: CARD_WIDTH, height: cardHeight(1) } : sizeOf(types, node);
  }

  function remove(heal: boolean): void {
    const { selectedEdges } = view.getState();
    const ids = selectedEdges.size > 0 && view.getState().selected.size === 0 ? [] : chosen();
    if (ids.length === 0 && selectedEdges.size === 0) return;
    const nodes = document().nodes.filter((node) => ids.includes(node.id));
    if (nodes.some((node) => isProtected(node))) {
      say(t('say.startStays'));
      if (nodes.length === 1) {
        tools.notice(t('say.startStays'));
        return;
      }
    }
    const going = nodes.filter((node) => !isProtected(node));
    const next = document().edges.find((edge) => edge.to.node === going[0]?.id)?.from.node ?? null;
    const name = going[0] === undefined ? '' : nameOf(going[0].id);
    const done =
      going.length === 0
        ? editor.run(disconnect([...selectedEdges]))
        : editor.run(heal ? removeAndHeal(types, document(), ids) : removeNodes(document(), ids, [...selectedEdges]));
    if (!done) return;
    const survivor = next !== null && nodeById(document(), next) !== undefined ? next : null;
    selectNodes(view, [], false);
    view.setState({ active: survivor });
    if (going.length === 0) {
      say(t('say.disconnected'));
      return;
    }
    const words = going.length === 1 ? t('say.deletedOne', { name }) : t('say.deleted', { count: going.length });
    say(words);
    tools.notice(words, () => undo());
  }

  async function copy(): Promise<boolean> {
    const text = clipFrom(document(), chosen());
    if (text === null) return false;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Without permission (or on plain http) the copy still works within this page.
      lastClip = text;
    }
    lastClip = text;
    say(t('say.copied', { count: chosen().length }));
    return true;
  }

  function paste(text: string, at?: Point): void {
    const clip = parseClip(text) ?? (lastClip === null ? null : parseClip(lastClip));
    if (clip === null) {
      tools.notice(t('say.nothingToPaste'));
      return;
    }
    const plan = planPaste(document(), types, clip, editor.newId, at);
    if (plan.ids.length > 0) editor.run(plan.command);
    selectNodes(view, plan.ids, plan.ids.length === 1);
    if (plan.ids.length > 0) say(t('say.pasted', { count: plan.ids.length }));
    if (plan.dropped.length > 0) {
      const list = listed(
        plan.dropped.map((item) => t('say.droppedItem', { name: item.name, reason: t(`dropReason.${item.reason}`) })),
      );
      tools.notice(t('say.dropped', { list }));
    }
  }

  function undo(): void {
    const label = editor.undo();
    if (label !== null) say(t('say.undone', { what: sayCommand(t, types, tools.locale(), label) }));
  }

  return {
    add,
    followed,
    remove,
    copy,
    paste,
    undo,
    connect(from, to) {
      if (!editor.run(connect(types, from, to, editor.newId('e')))) return false;
      say(t('say.connected', { from: nameOf(from.node), to: nameOf(to) }));
      return true;
    },
    disconnect(edges) {
      if (editor.run(disconnect(edges))) say(t('say.disconnected'));
    },
    splice(id, edge) {
      const node = nodeById(document(), id);
      return node !== undefined && editor.run(spliceIntoEdge(types, node, edge, editor.newId('e')));
    },
    async cut() {
      if (await copy()) remove(false);
    },
    duplicate() {
      const text = clipFrom(document(), chosen());
      const clip = text === null ? null : parseClip(text);
      if (clip === null) return;
      const plan = planPaste(document(), types, clip, editor.newId);
      editor.run(plan.command);
      selectNodes(view, plan.ids, plan.ids.length === 1);
      say(t('say.pasted', { count: plan.ids.length }));
    },
    nudge(dx, dy) {
      const nodes = document().nodes.filter((node) => chosen().includes(node.id));
      const places = new Map(nodes.map((node) => [node.id, { x: node.position.x + dx, y: node.position.y + dy }]));
      if (places.size === 0 || !editor.run(moveNodes(types, places, `nudge:${[...places.keys()].join()}`))) return;
      const [first] = places.values();
      if (first !== undefined) say(t('say.moved', { x: Math.round(first.x), y: Math.round(first.y) }));
    },
    toggleDisabled(id) {
      const node = nodeById(document(), id);
      if (node !== undefined && !isProtected(node)) editor.run(setDisabled(node, node.disabled !== true));
    },
    redo() {
      const label = editor.redo();
      if (label !== null) say(t('say.redone', { what: sayCommand(t, types, tools.locale(), label) }));
    },
  };
}

/** The last copy made in this page, for browsers that keep the system clipboard closed. */
let lastClip: string | null = null;
