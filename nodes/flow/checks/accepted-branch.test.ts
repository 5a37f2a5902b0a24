// The branch beside a person: it may end anywhere, unless the conversation can also come there without one.
import { describe, expect, it } from 'vitest';
import { drawFlow, talk } from '#nodes/testkit/talk.ts';
import { validateFlow } from '../validate.ts';

const NODES = {
  hi: ['askText', { prompt: 'hi' }],
  desk: ['handoff', {}],
  mark: ['tag', { add: ['seen'] }],
  bye: ['end', {}],
} as const;
const LINES = [
  'start.next -> hi',
  'hi.answered -> desk',
  'desk.offline -> bye',
  'desk.timeout -> bye',
  'desk.resolved -> bye',
  'desk.accepted -> mark',
];

describe('the accepted branch of a handoff', () => {
  it('may end without a next step, and the person keeps the conversation', () => {
    const flow = drawFlow(NODES, LINES);
    expect(validateFlow(flow).filter(({ severity }) => severity === 'error')).toEqual([]);
    const conversation = talk(flow, {
      outside: {
        'desk.availability': () => ({ state: 'available', waiting: 0, agentsOnline: 1, position: 1, etaSeconds: 0 }),
      },
    });
    conversation.says('agent').happens({ type: 'agent.accepted', agent: { id: 'a', name: 'An' } });
    expect(conversation.path).toContain('mark.next');
    expect(conversation.last.attention).toBe('person');
    expect(conversation.says('hello?').said).toEqual([]);
    expect(conversation.happens({ type: 'handoff.resolved', agent: { id: 'a', name: 'An' } }).last.outcome).toBe(
      'done',
    );
  });

  it('is a dead end when something else leads there too', () => {
    const flow = drawFlow(NODES, [
      ...LINES.slice(0, 3),
      'desk.resolved -> bye',
      'desk.accepted -> mark',
      'desk.timeout -> mark',
    ]);
    expect(validateFlow(flow).map(({ code, node }) => [code, node])).toContainEqual(['DEAD_END', 'mark']);
  });
});
