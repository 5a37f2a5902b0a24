// Copy and paste: what travels, what is refused, and that copies never share ids.
import { describe, expect, it } from 'vitest';
import { createFlowDocument } from '#nodes/flow/document.ts';
import { clipFrom, parseClip, planPaste, type Clip } from './clipboard.ts';
import { SAMPLE_TYPES as types, sampleFlow } from './testkit/sample-types.ts';
import { wires } from './testkit/read-flow.ts';

const flow = sampleFlow();

function clip(ids: readonly string[]): Clip {
  const read = parseClip(clipFrom(flow, ids) ?? '');
  if (read === null) throw new Error('nothing copied');
  return read;
}

function ids(): (prefix: string) => string {
  let next = 0;
  return (prefix) => `${prefix}-${(next += 1)}`;
}

describe('the clipboard', () => {
  it('carries the wires among the copied nodes under new ids', () => {
    const paste = planPaste(flow, types, clip(['hello', 'pick', 'bye']), ids());
    const next = paste.command.apply(flow);
    expect(next.nodes).toHaveLength(flow.nodes.length + 3);
    const [hello, pick, bye] = paste.ids;
    expect(wires(next)).toEqual(expect.arrayContaining([`${hello}.next>${pick}`, `${pick}.a>${bye}`]));
    expect(new Set(next.nodes.map((node) => node.id)).size).toBe(next.nodes.length);
  });

  it('never copies the start node', () => {
    expect(clipFrom(flow, ['start'])).toBeNull();
  });

  it('is not read from foreign or broken text', () => {
    expect(parseClip('hello')).toBeNull();
    expect(parseClip('{"format":"tandem.clip"}')).toBeNull();
    expect(parseClip('{"format":"tandem.clip",')).toBeNull();
    expect(parseClip(JSON.stringify({ ...clip(['hello']), formatVersion: 2 }))).toBeNull();
  });

  it('leaves out what this flow cannot take and says why', () => {
    const copied = clip(['hello', 'pick']);
    const tampered: Clip = {
      ...copied,
      nodes: [
        { ...copied.nodes[0]!, type: 'fromAPlugin' },
        { ...copied.nodes[1]!, config: { options: 'not a list' } },
        { ...copied.nodes[0]!, id: 'later', version: 9 },
        { ...copied.nodes[0]!, id: 'good' },
      ],
    };
    const paste = planPaste(flow, types, tampered, ids());
    expect(paste.dropped.map((item) => item.reason)).toEqual(['unknown', 'invalid', 'newer']);
    expect(paste.ids).toHaveLength(1);
  });

  it('brings the variables and intents the nodes speak of into another flow', () => {
    const withFacts = {
      ...flow,
      variables: [{ name: 'choice', type: 'text' as const, scope: 'session' as const }],
      intents: [{ id: 'refund', name: '退款', examples: ['退钱'] }],
      nodes: flow.nodes.map((node) =>
        node.id === 'hello' ? { ...node, config: { text: '', intent: 'refund' } } : node,
      ),
    };
    const read = parseClip(clipFrom(withFacts, ['hello', 'pick']) ?? '');
    const other = createFlowDocument('other');
    const next = planPaste(other, types, read!, ids()).command.apply(other);
    expect(next.variables.map((variable) => variable.name)).toEqual(['choice']);
    expect(next.intents.map((intent) => intent.id)).toEqual(['refund']);
  });

  it('steps aside when the same thing is pasted again', () => {
    const first = planPaste(flow, types, clip(['hello']), ids(), { x: 96, y: 400 });
    const after = first.command.apply(flow);
    const second = planPaste(after, types, clip(['hello']), (prefix) => `${prefix}-second`, { x: 96, y: 400 });
    const placed = second.command.apply(after).nodes.at(-1);
    expect(placed?.position).not.toEqual(after.nodes.at(-1)?.position);
  });
});
