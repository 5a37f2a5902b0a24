// The first event of random conversations.
import type { FlowEvent } from '#nodes/flow/events.ts';

/** The first event of every random conversation. */
export const RANDOM_START = {
  type: 'session.started',
  at: 1_795_399_200_000,
  sessionId: 's1',
  seed: 7,
  locale: 'zh-CN',
  channel: 'web',
  source: {},
  customer: { name: '王芳' },
} as const satisfies FlowEvent;
