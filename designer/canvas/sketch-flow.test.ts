// The sketch for an empty flow is complete: it can be published as it is, and one undo takes it away.
import { expect, it } from 'vitest';
import { createFlowDocument } from '#nodes/flow/document.ts';
import { validateFlow } from '#nodes/flow/validate.ts';
import { NODE_TYPES } from '#nodes/registry.gen.ts';
import { createEditor } from '../document/editor.ts';
import { sketchFlow } from './sketch-flow.ts';

it('has no errors and is one step of the history', () => {
  const blank = createFlowDocument('x');
  const editor = createEditor({ document: blank, types: NODE_TYPES });
  editor.run(sketchFlow(NODE_TYPES, blank.nodes[0]!, { ask: 'How can I help?', more: 'What else?' }, editor.newId));
  const { document } = editor.getState();
  expect(validateFlow(document).filter((problem) => problem.severity === 'error')).toEqual([]);
  expect(document.nodes).toHaveLength(6);
  editor.undo();
  expect(editor.getState().document).toBe(blank);
});
