// A Typebot export as a flow: groups become chains of nodes, edges become lines, and what has no equal is told.
import type { JsonObject } from '#nodes/kit/json.ts';
import type { ForeignFlow } from './foreign-flow.ts';
import { localeOf, templateFrom } from './foreign-text.ts';
import { createSketch, variableName } from './sketch.ts';
import { drawBlock } from './typebot-blocks.ts';
import type { Drawn } from './typebot-drawing.ts';
import { readTypebot, text, type TypebotBlock, type TypebotFile, type TypebotGroup } from './typebot-file.ts';
import { bubbleText } from './typebot-text.ts';

/** Where a way leads: a block of a group by its place; past the last one it ends. */
interface Place {
  readonly group: TypebotGroup;
  readonly index: number;
}

/** Reads a Typebot export of any version. */
export function flowFromTypebot(json: JsonObject): ForeignFlow {
  const file = readTypebot(json);
  const words = file.groups.flatMap(({ blocks }) => blocks.map(({ content }) => bubbleText(content)));
  const locale = localeOf(words);
  const sketch = createSketch(file.name, locale);
  const names = new Map([...file.variables].map(([id, name]) => [id, variableName(name)]));
  for (const name of names.values()) sketch.variable(name);
  for (const name of numbersOf(file)) sketch.variable(names.get(name) ?? '', 'number');
  const known = new Set(names.values());

  const drawn = new Map<TypebotBlock, Drawn>();
  for (const group of file.groups) {
    group.blocks.forEach((block, index) => {
      // A text right before a question is its prompt: the question says it again when it asks again.
      if (isPrompt(group, index)) return;
      drawn.set(
        block,
        drawBlock(block, {
          sketch,
          rename: (name) => sketch.variable(name),
          nameOf: (id) => names.get(id) ?? '',
          isKnown: (name) => known.has(name),
          title: group.title,
          prompt: isPrompt(group, index - 1) ? promptText(group.blocks[index - 1]) : '',
          locale,
          retry: file.invalidReply,
        }),
      );
    });
  }

  function placeOf(edgeId: string): Place | undefined {
    const edge = file.edges.get(edgeId);
    const group = edge === undefined ? undefined : file.groups.find(({ id }) => id === edge.group);
    if (edge === undefined || group === undefined) return undefined;
    const index = group.blocks.findIndex(({ id }) => id === edge.block);
    return { group, index: Math.max(0, index) };
  }

  /** Where a block leads when none of its items has a way of its own. */
  function behind({ group, index }: Place): Place | undefined {
    const block = group.blocks[index];
    if (block === undefined) return undefined;
    if (block.type === 'Jump' || isLinkInside(block)) {
      const targetId = text(block.options['groupId']);
      if (targetId === '' && isLinkInside(block)) return placeOf(file.start);
      const target = file.groups.find(({ id }) => id === targetId);
      if (target === undefined) return undefined;
      const at = target.blocks.findIndex(({ id }) => id === text(block.options['blockId']));
      return { group: target, index: Math.max(0, at) };
    }
    if (block.edge !== '' && file.edges.has(block.edge)) return placeOf(block.edge);
    return index + 1 < group.blocks.length ? { group, index: index + 1 } : undefined;
  }

  /** The first drawn node at a place or behind it. */
  function entryAt(place: Place | undefined): string | undefined {
    const seen = new Set<TypebotBlock>();
    for (let at = place; at !== undefined; at = behind(at)) {
      const block = at.group.blocks[at.index];
      if (block === undefined || seen.has(block)) return undefined;
      seen.add(block);
      const entry = drawn.get(block)?.entry;
      if (entry !== undefined) return entry;
    }
    return undefined;
  }

  for (const group of file.groups) {
    group.blocks.forEach((block, index) => {
      for (const { node, port, item } of drawn.get(block)?.exits ?? []) {
        const own = item === undefined || item.edge === '' ? undefined : placeOf(item.edge);
        const target = entryAt(own ?? behind({ group, index }));
        if (target !== undefined) sketch.connect(node, port, target);
      }
    });
  }
  const first = entryAt(placeOf(file.start)) ?? entryAt(groupStart(file));
  if (first !== undefined) sketch.connect('start', 'next', first);
  for (const { type, command, edge } of file.events) {
    const target = entryAt(placeOf(edge));
    if (type === 'command' && command !== '' && target !== undefined) {
      const words = [...new Set([command, `/${command.replace(/^\//, '')}`])].map((word) => word.slice(0, 200));
      sketch.connect(sketch.add('onKeyword', command, { words, match: 'exact' }), 'matched', target);
    } else if (target !== undefined) {
      sketch.unmatched(`${type} event`, type, null, {
        'zh-CN': '没有对应的触发，从它开始的步骤还在，但没有路通到那里。',
        en: 'Nothing here is set off like this. The steps behind it are kept, but no way leads to them.',
      });
    }
  }
  const { document, unmatched } = sketch.finish();
  const face = { ...document.settings.face, ...(file.color === undefined ? {} : { color: file.color }) };
  return {
    product: 'typebot',
    document: { ...document, settings: { ...document.settings, face } },
    knowledge: [],
    unmatched,
  };
}

/** A link to a group of the same bot is a jump. */
function isLinkInside({ type, options }: TypebotBlock): boolean {
  return type === 'Typebot link' && options['typebotId'] === 'current';
}

function groupStart({ groups }: TypebotFile): Place | undefined {
  const [group] = groups;
  return group === undefined ? undefined : { group, index: 0 };
}

function isPrompt({ blocks }: TypebotGroup, index: number): boolean {
  const [block, next] = [blocks[index], blocks[index + 1]];
  if (block === undefined || next === undefined || block.type !== 'text' || block.edge !== '') return false;
  return next.type.endsWith(' input') && next.type !== 'payment input' && bubbleText(block.content) !== '';
}

function promptText(block: TypebotBlock | undefined): string {
  return block === undefined ? '' : templateFrom(bubbleText(block.content), variableName);
}

/** The ids of variables that are calculated with. */
function numbersOf({ groups }: TypebotFile): readonly string[] {
  return groups
    .flatMap(({ blocks }) => blocks)
    .filter(({ type, options }) => type === 'Set variable' && isSum(text(options['expressionToEvaluate'])))
    .map(({ options }) => text(options['variableId']));
}

function isSum(source: string): boolean {
  return /^[\d\s.+*/()-]+$/.test(source.replace(/\{\{[^{}]*\}\}/g, '0')) && /\d/.test(source);
}
