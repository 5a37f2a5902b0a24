// Whether the customer may attach files now: when the open question asks for them, or while a person is there.
import { PERSON_FILE_RULES, type FileRules } from '#nodes/kit/file-types.ts';
import type { SessionStatus } from '#nodes/wire/customer.ts';
import type { ShownMessage } from './api.ts';

/** What may be attached; null: nothing. Reminders of the same question leave it open, anything else the flow says closes it. */
export function attachable(messages: readonly ShownMessage[], status: SessionStatus): FileRules | null {
  if (status === 'person') return PERSON_FILE_RULES;
  if (status !== 'bot') return null;
  let asker: string | undefined;
  for (const { from, upload, node } of [...messages].reverse()) {
    if (from === 'customer' || (asker !== undefined && node !== asker)) return null;
    if (upload !== undefined) return upload;
    if (node === undefined) return null;
    asker = node;
  }
  return null;
}
