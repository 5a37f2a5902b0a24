// Saves of one stretch share a line; a refusal, another person or another flow never hides in one.
import { describe, expect, it } from 'vitest';
import { createAuditStretches } from './audit-stretches.ts';
import type { AuditFact } from './gate.ts';

const save = (over: Partial<AuditFact> & { readonly who?: string } = {}): AuditFact => ({
  workspaceId: 'w',
  actor: { kind: 'user', id: over.who ?? 'ann', name: 'x', workspaceId: 'w', role: 'designer' },
  action: 'flow.save',
  target: 'f',
  outcome: 'done',
  facts: {},
  stretchMs: 600,
  ...over,
});

describe('an audit stretch', () => {
  it('covers the same person on the same flow until its time is over', () => {
    const stretches = createAuditStretches();
    expect(stretches.covers(save(), 0)).toBe(false);
    stretches.begin(save(), 0);
    expect(stretches.covers(save(), 599)).toBe(true);
    expect(stretches.covers(save(), 600)).toBe(false);
    expect(stretches.covers(save({ target: 'g' }), 1)).toBe(false);
    expect(stretches.covers(save({ workspaceId: 'v' }), 1)).toBe(false);
  });

  it('ends when somebody else saves, so that the order of hands stays readable', () => {
    const stretches = createAuditStretches();
    stretches.begin(save(), 0);
    expect(stretches.covers(save({ who: 'ben' }), 1)).toBe(false);
    stretches.begin(save({ who: 'ben' }), 1);
    expect(stretches.covers(save(), 2)).toBe(false);
  });

  it('never covers a refusal or an act without a stretch', () => {
    const stretches = createAuditStretches();
    stretches.begin(save(), 0);
    expect(stretches.covers(save({ outcome: 'denied' }), 1)).toBe(false);
    const { stretchMs: _, ...single } = save();
    expect(stretches.covers(single, 1)).toBe(false);
  });
});
