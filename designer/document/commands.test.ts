// What each command does to a flow.
import { describe, expect, it } from 'vitest';
import { connect, disconnect, reconnect, removeAndHeal, removeNodes, spliceIntoEdge } from './edge-commands.ts';
import { nodeById, variantPorts, wires } from './testkit/read-flow.ts';
import { addNode, moveNodes, renameNode, replaceType, setDisabled, updateConfig } from './node-commands.ts';
import { placeAfter } from './placement.ts';
import { boxOf, overlaps } from './card-size.ts';
import { SAMPLE_TYPES as types, sampleFlow } from './testkit/sample-types.ts';

const flow = sampleFlow();

describe('adding a node', () => {
  it('after a wired port puts it between', () => {
    const next = addNode(types, {
      id: 'new',
      edgeId: 'e9',
      type: 'message',
      position: { x: 0, y: 0 },
      after: { node: 'hello', port: 'next' },
    }).apply(flow);
    expect(wires(next)).toContain('hello.next>new');
    expect(wires(next)).toContain('new.next>pick');
    expect(wires(next)).not.toContain('hello.next>pick');
  });

  it('leaves an entry node unwired', () => {
    const next = addNode(types, {
      id: 'new',
      edgeId: 'e9',
      type: 'start',
      position: { x: 0, y: 0 },
      after: { node: 'bye', port: 'next' },
    }).apply(flow);
    expect(wires(next)).toEqual(wires(flow));
  });

  it('of an unknown type does nothing', () => {
    const command = addNode(types, { id: 'new', edgeId: 'e9', type: 'nope', position: { x: 0, y: 0 } });
    expect(command.apply(flow)).toBe(flow);
  });

  it('finds free ground', () => {
    const place = placeAfter(flow, types, { node: 'start', port: 'next' }, { width: 240, height: 90 });
    const box = { ...place, width: 240, height: 90 };
    expect(flow.nodes.some((node) => overlaps(box, boxOf(types, node)))).toBe(false);
  });
});

describe('wires', () => {
  it('a port has one wire: connecting again replaces it', () => {
    const next = connect(types, { node: 'start', port: 'next' }, 'bye', 'e9').apply(flow);
    expect(wires(next).filter((wire) => wire.startsWith('start.'))).toEqual(['start.next>bye']);
  });

  it('do not lead into entries, nor from a node that does not wait into itself', () => {
    expect(connect(types, { node: 'bye', port: 'next' }, 'start', 'e9').apply(flow)).toBe(flow);
    expect(connect(types, { node: 'bye', port: 'next' }, 'bye', 'e9').apply(flow)).toBe(flow);
    expect(connect(types, { node: 'pick', port: 'b' }, 'pick', 'e9').apply(flow)).not.toBe(flow);
  });

  it('are re-routed at either end', () => {
    const to = reconnect(types, 'e2', { node: 'hello', port: 'next' }, 'bye').apply(flow);
    expect(wires(to)).toContain('hello.next>bye');
    const from = reconnect(types, 'e3', { node: 'pick', port: 'b' }, 'bye').apply(flow);
    expect(wires(from)).toContain('pick.b>bye');
    expect(wires(from)).not.toContain('pick.a>bye');
  });

  it('stay as they were when re-routing is not allowed', () => {
    expect(reconnect(types, 'e2', { node: 'hello', port: 'next' }, 'start').apply(flow)).toBe(flow);
    expect(reconnect(types, 'e2', { node: 'hello', port: 'next' }, 'pick').apply(flow)).toBe(flow);
  });

  it('take in a node that is dropped on them', () => {
    const loose = disconnect(['e3']).apply(flow);
    const next = spliceIntoEdge(types, nodeById(loose, 'bye'), 'e1', 'e9').apply(loose);
    expect(wires(next)).toEqual(expect.arrayContaining(['start.next>bye', 'bye.next>hello']));
  });
});

describe('removing', () => {
  it('takes the wires along and spares the start', () => {
    const next = removeNodes(flow, ['start', 'hello']).apply(flow);
    expect(next.nodes.map((node) => node.id)).toEqual(['start', 'pick', 'bye']);
    expect(wires(next)).toEqual(['pick.a>bye']);
  });

  it('with healing closes the gap, over several nodes at once', () => {
    expect(wires(removeAndHeal(types, flow, ['hello']).apply(flow))).toContain('start.next>pick');
    expect(wires(removeAndHeal(types, flow, ['hello', 'pick']).apply(flow))).toEqual(['start.next>bye']);
  });

  it('of a frame frees what stood in it', () => {
    const framed = addNode(types, {
      id: 'f',
      edgeId: 'x',
      type: 'frame',
      position: { x: 380, y: 100 },
      size: { width: 300, height: 300 },
    }).apply(flow);
    const inside = moveNodes(types, new Map([['hello', { x: 408, y: 168 }]])).apply(framed);
    expect(nodeById(inside, 'hello').parent).toBe('f');
    expect(nodeById(removeNodes(inside, ['f']).apply(inside), 'hello').parent).toBeUndefined();
  });
});

describe('changing a node', () => {
  it('a frame takes its nodes along', () => {
    const framed = addNode(types, {
      id: 'f',
      edgeId: 'x',
      type: 'frame',
      position: { x: 380, y: 100 },
      size: { width: 300, height: 300 },
    }).apply(flow);
    const inside = moveNodes(types, new Map([['hello', { x: 408, y: 168 }]])).apply(framed);
    const moved = moveNodes(types, new Map([['f', { x: 480, y: 100 }]])).apply(inside);
    expect(nodeById(moved, 'hello').position).toEqual({ x: 508, y: 168 });
  });

  it('taking an option away takes its wire away', () => {
    const pick = nodeById(flow, 'pick');
    const next = updateConfig(types, pick, { ...pick.config, options: [{ id: 'b', label: 'B' }] }).apply(flow);
    expect(variantPorts(types, next, 'pick')).toEqual(['b', 'noReply']);
    expect(wires(next)).not.toContain('pick.a>bye');
  });

  it('replacing the type keeps the wires that fit', () => {
    const next = replaceType(types, nodeById(flow, 'hello'), 'askChoice').apply(flow);
    expect(wires(next)).toEqual(expect.arrayContaining(['start.next>hello', 'hello.a>pick']));
  });

  it('renaming and switching off are single changes', () => {
    const hello = nodeById(flow, 'hello');
    expect(nodeById(renameNode(hello, '问候').apply(flow), 'hello').name).toBe('问候');
    const off = setDisabled(hello, true).apply(flow);
    expect(nodeById(off, 'hello').disabled).toBe(true);
    expect('disabled' in nodeById(setDisabled(hello, false).apply(off), 'hello')).toBe(false);
  });
});
