// What a flow asks to be mailed: whatever could begin a second header, recipient or file is refused before anything is opened.
import type { EffectRequests } from '#nodes/kit/effects.ts';
import { FlowError } from '#nodes/kit/errors.ts';
import { isJsonObject, type Json } from '#nodes/kit/json.ts';
import { breaksHeader, isMailAddress } from '#nodes/kit/mail-address.ts';

const MOST_RECIPIENTS = 10;
const MOST_FILES = 10;
const LONGEST_SUBJECT = 500;
const FILE_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

/** The mail without its files. REQUEST_INVALID says which part is wrong, never what it holds. */
export function readRequest({ to, replyTo, subject, text, timeoutMs }: EffectRequests['mail.send']) {
  const recipients = [...new Set(to.map((address) => address.trim()))];
  if (recipients.length === 0) throw invalid('The mail has no recipient.');
  if (recipients.length > MOST_RECIPIENTS) throw invalid(`A mail has ${MOST_RECIPIENTS} recipients at most.`);
  recipients.forEach((address, index) => checkAddress(address, `Recipient ${index + 1}`));
  if (replyTo.trim() !== '') checkAddress(replyTo.trim(), 'The address to reply to');
  if (breaksHeader(subject)) throw invalid('The subject holds a line break or another control character.');
  if (subject.trim() === '') throw invalid('The subject is empty.');
  return {
    to: recipients,
    replyTo: replyTo.trim(),
    subject: subject.trim().slice(0, LONGEST_SUBJECT),
    text,
    timeoutMs,
  };
}

/** The ids of the files: files as a question stores them, their ids, or a list of these. Paths, addresses and anything else: REQUEST_INVALID. */
export function fileIdsIn(files: Json): readonly string[] {
  const list: readonly Json[] = Array.isArray(files) ? (files.flat() as readonly Json[]) : [files];
  const ids = list.flatMap((file): readonly string[] => {
    if (file === null || file === '') return [];
    const id = isJsonObject(file) ? file['id'] : file;
    if (typeof id === 'string' && FILE_ID.test(id)) return [id];
    throw invalid(
      'Only files of this conversation can be attached, as "Ask for a file" stores them: no paths, no links.',
    );
  });
  if (ids.length > MOST_FILES) throw invalid(`A mail has ${MOST_FILES} attachments at most.`);
  return [...new Set(ids)];
}

function checkAddress(address: string, what: string): void {
  if (address === '') throw invalid(`${what} is empty.`);
  if (breaksHeader(address)) throw invalid(`${what} holds a line break or another control character.`);
  if (!isMailAddress(address)) throw invalid(`${what} is not one plain e-mail address.`);
}

function invalid(message: string): FlowError {
  return new FlowError('REQUEST_INVALID', message);
}
