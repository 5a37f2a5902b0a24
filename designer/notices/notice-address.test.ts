// Where a notice leads: to the lead it is about, else to the handoff, else to the conversation.
import { expect, test } from 'vitest';
import type { Notice } from '#nodes/wire/notices.ts';
import { noticeAddress } from './notice-address.ts';

const notice: Notice = {
  id: 'n',
  sessionId: 's1',
  flow: { id: 'f', name: 'F' },
  customer: { id: 'c', name: 'C' },
  department: '',
  text: 'x',
  urgent: false,
  linked: true,
  handoffId: null,
  leadId: null,
  at: '2026-01-01T00:00:00.000Z',
  readAt: null,
};

test.each([
  [{}, '/conversations/s1'],
  [{ handoffId: 'h1' }, '/desk/h1'],
  [{ handoffId: 'h1', leadId: 'a b' }, '/leads?lead=a%20b'],
  [{ linked: false, handoffId: 'h1' }, undefined],
])('%o leads to %s', (facts, address) => {
  expect(noticeAddress({ ...notice, ...facts })).toBe(address);
});
