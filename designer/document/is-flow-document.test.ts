// The quick shape check takes every valid document and refuses what could not be drawn.
import { expect, it } from 'vitest';
import { createFlowDocument } from '#nodes/flow/document.ts';
import { isFlowDocument } from './is-flow-document.ts';
import { sampleFlow } from './testkit/sample-types.ts';

it('takes new and drawn flows', () => {
  expect(isFlowDocument(createFlowDocument('x'))).toBe(true);
  expect(isFlowDocument(sampleFlow())).toBe(true);
});

it.each([
  ['nothing', null],
  ['a list', []],
  ['another format', { ...sampleFlow(), format: 'other' }],
  ['a newer format', { ...sampleFlow(), formatVersion: 99 }],
  ['nodes that are no list', { ...sampleFlow(), nodes: {} }],
  ['a node without a place', { ...sampleFlow(), nodes: [{ ...sampleFlow().nodes[0], position: { x: 'far' } }] }],
  ['a node without config', { ...sampleFlow(), nodes: [{ ...sampleFlow().nodes[0], config: null }] }],
  ['a wire without an end', { ...sampleFlow(), edges: [{ id: 'e', from: { node: 'a', port: 'b' } }] }],
])('refuses %s', (_, value) => {
  expect(isFlowDocument(value)).toBe(false);
});
