// A first sketch for an empty flow: ask, answer from knowledge, a person where knowledge ends. Complete, so it can be tested at once.
import type { FlowNode } from '#nodes/flow/document.ts';
import { sequence, type Command } from '../document/command.ts';
import { connect } from '../document/edge-commands.ts';
import type { NodeTypes } from '../document/graph.ts';
import { addNode } from '../document/node-commands.ts';

interface Words {
  readonly ask: string;
  readonly more: string;
}

/** One command that draws the whole sketch after the start node. */
export function sketchFlow(
  types: NodeTypes,
  start: FlowNode,
  words: Words,
  newId: (prefix: string) => string,
): Command {
  const [ask, answer, more, person, end] = ['n', 'n', 'n', 'n', 'n'].map(newId);
  const nodes: readonly (readonly [string | undefined, string, number, number, Record<string, unknown>])[] = [
    [ask, 'askText', 1, 0, { prompt: words.ask }],
    [answer, 'knowledgeAnswer', 2, 0, {}],
    [more, 'askText', 3, 0, { prompt: words.more }],
    [person, 'handoff', 3, 1, {}],
    [end, 'end', 4, 1, {}],
  ];
  const wires: readonly (readonly [string | undefined, string, string | undefined])[] = [
    [start.id, 'next', ask],
    [ask, 'answered', answer],
    [answer, 'answered', more],
    [more, 'answered', answer],
    [answer, 'lowConfidence', person],
    [answer, 'noHit', person],
    [answer, 'error', person],
    [person, 'offline', end],
    [person, 'timeout', end],
    [person, 'queueFull', end],
    [person, 'resolved', end],
    [person, 'returned', more],
  ];
  return sequence({ verb: 'add', count: nodes.length }, [
    ...nodes.flatMap(([id, type, column, row, config]) =>
      id === undefined
        ? []
        : [
            addNode(types, {
              id,
              edgeId: newId('e'),
              type,
              config,
              position: { x: start.position.x + column * 336, y: start.position.y + row * 192 },
            }),
          ],
    ),
    ...wires.flatMap(([from, port, to]) =>
      from === undefined || to === undefined ? [] : [connect(types, { node: from, port }, to, newId('e'))],
    ),
  ]);
}
