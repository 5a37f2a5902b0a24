// The editor's history: every command can be undone and redone, and the document stays a valid one.
import fc from 'fast-check';
import Value from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { FlowDocumentSchema, type FlowDocument } from '#nodes/flow/document.ts';
import { clipFrom, parseClip, planPaste } from './clipboard.ts';
import type { Command } from './command.ts';
import { connect, disconnect, removeAndHeal, removeNodes, spliceIntoEdge } from './edge-commands.ts';
import { createEditor, type Editor } from './editor.ts';
import { setIntents, setVariables } from './flow-commands.ts';
import { addNode, moveNodes, renameNode, replaceType, setDisabled, updateConfig } from './node-commands.ts';
import { SAMPLE_TYPES as types, sampleFlow } from './testkit/sample-types.ts';

function makeEditor(): { editor: Editor; tick: (ms: number) => void } {
  let at = 0;
  let ids = 0;
  const editor = createEditor({
    document: sampleFlow(),
    types,
    now: () => at,
    newId: (prefix) => `${prefix}-${(ids += 1)}`,
  });
  return { editor, tick: (ms) => (at += ms) };
}

type Act = (editor: Editor, document: FlowDocument) => Command;

const pick = <T>(items: readonly T[], index: number): T => items[index % items.length]!;

const acts: fc.Arbitrary<Act> = fc
  .record({ kind: fc.nat(11), a: fc.nat(50), b: fc.nat(50), word: fc.string({ maxLength: 12 }) })
  .map(({ kind, a, b, word }): Act => (editor, document) => {
    const node = pick(document.nodes, a);
    const other = pick(document.nodes, b);
    const edge = document.edges.length === 0 ? undefined : pick(document.edges, b);
    switch (kind) {
      case 0:
        return addNode(types, {
          id: editor.newId('n'),
          edgeId: editor.newId('e'),
          type: pick(['message', 'askChoice', 'frame'], b),
          position: { x: a * 8, y: b * 8 },
          after: { node: other.id, port: 'next' },
        });
      case 1:
        return moveNodes(types, new Map([[node.id, { x: a * 8, y: b * 8 }]]));
      case 2:
        return connect(types, { node: node.id, port: pick(['next', 'a', 'b'], a) }, other.id, editor.newId('e'));
      case 3:
        return disconnect(edge === undefined ? [] : [edge.id]);
      case 4:
        return removeNodes(document, [node.id, other.id]);
      case 5:
        return removeAndHeal(types, document, [node.id]);
      case 6:
        return renameNode(node, word);
      case 7:
        return updateConfig(types, node, { ...node.config, prompt: word });
      case 8:
        return replaceType(types, node, pick(['message', 'askChoice'], b));
      case 9:
        return spliceIntoEdge(types, node, edge?.id ?? 'none', editor.newId('e'));
      case 10: {
        const clip = parseClip(clipFrom(document, [node.id, other.id]) ?? '');
        return clip === null ? setDisabled(node, b % 2 === 0) : planPaste(document, types, clip, editor.newId).command;
      }
      default:
        return a % 2 === 0
          ? setVariables([{ name: 'x', type: 'text', scope: 'session' }])
          : setIntents([{ id: 'i', name: word, examples: [word] }]);
    }
  });

describe('any run of commands', () => {
  it('leaves a valid document with wires between known nodes and one wire a port', () => {
    fc.assert(
      fc.property(fc.array(acts, { maxLength: 25 }), (list) => {
        const { editor, tick } = makeEditor();
        for (const act of list) {
          tick(10_000);
          editor.run(act(editor, editor.getState().document));
          const { document } = editor.getState();
          expect(Value.Check(FlowDocumentSchema, document)).toBe(true);
          const ids = new Set(document.nodes.map((node) => node.id));
          expect(ids.size).toBe(document.nodes.length);
          expect(document.edges.every((edge) => ids.has(edge.from.node) && ids.has(edge.to.node))).toBe(true);
          const ports = document.edges.map((edge) => `${edge.from.node} ${edge.from.port}`);
          expect(new Set(ports).size).toBe(ports.length);
          expect(document.nodes.filter((node) => node.type === 'start')).toHaveLength(1);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('is undone to the beginning and redone to the end, step by step', () => {
    fc.assert(
      fc.property(fc.array(acts, { maxLength: 25 }), (list) => {
        const { editor, tick } = makeEditor();
        const seen = [JSON.stringify(editor.getState().document)];
        for (const act of list) {
          tick(10_000);
          if (editor.run(act(editor, editor.getState().document)))
            seen.push(JSON.stringify(editor.getState().document));
        }
        for (let index = seen.length - 2; index >= 0; index -= 1) {
          expect(editor.undo()).not.toBeNull();
          expect(JSON.stringify(editor.getState().document)).toBe(seen[index]);
        }
        expect(editor.undo()).toBeNull();
        for (let index = 1; index < seen.length; index += 1) {
          expect(editor.redo()).not.toBeNull();
          expect(JSON.stringify(editor.getState().document)).toBe(seen[index]);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('history', () => {
  it('makes one step of a burst of typing and two of typing with a pause', () => {
    const { editor, tick } = makeEditor();
    const hello = sampleFlow().nodes[1]!;
    for (const text of ['h', 'he', 'hey']) {
      tick(100);
      editor.run(updateConfig(types, hello, { text }, 'text'));
    }
    tick(5000);
    editor.run(updateConfig(types, hello, { text: 'hey you' }, 'text'));
    editor.undo();
    expect(editor.getState().document.nodes[1]?.config).toEqual({ text: 'hey' });
    editor.undo();
    expect(editor.getState().document.nodes[1]?.config).toEqual({ text: 'hello' });
    expect(editor.getState().undoLabel).toBeNull();
  });

  it('keeps at least 200 steps and names the one that is next', () => {
    const { editor, tick } = makeEditor();
    for (let step = 1; step <= 250; step += 1) {
      tick(5000);
      editor.run(moveNodes(types, new Map([['hello', { x: step, y: 0 }]])));
    }
    expect(editor.getState().undoLabel).toEqual({ verb: 'move', count: 1 });
    let undone = 0;
    while (editor.undo() !== null) undone += 1;
    expect(undone).toBe(250);
  });

  it('forgets what was undone once something new is done', () => {
    const { editor, tick } = makeEditor();
    editor.run(moveNodes(types, new Map([['hello', { x: 1, y: 0 }]])));
    editor.undo();
    tick(5000);
    editor.run(moveNodes(types, new Map([['hello', { x: 2, y: 0 }]])));
    expect(editor.redo()).toBeNull();
  });

  it('changes nothing while read-only', () => {
    const { editor } = makeEditor();
    editor.setReadOnly(true);
    expect(editor.run(moveNodes(types, new Map([['hello', { x: 1, y: 0 }]])))).toBe(false);
    expect(editor.undo()).toBeNull();
  });
});
