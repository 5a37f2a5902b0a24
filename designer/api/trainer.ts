// The trainer's room: measuring a draft, trying sentences, suggestions, and the inbox of misunderstood sentences.
import { useQuery } from '@tanstack/react-query';
import type {
  Examine,
  Examined,
  HandleInbox,
  Inbox,
  InboxChanged,
  Suggested,
  TriedSentence,
} from '#nodes/wire/trainer.ts';
import { request } from './http.ts';

/** Judges every example by a model that had not seen it. */
export function examine(flowId: string, taught: Examine, signal: AbortSignal): Promise<Examined> {
  return request('POST', `/flows/${flowId}/trainer/examine`, taught, signal);
}

/** What these intents make of a sentence. */
export function trySentence(flowId: string, taught: Examine, text: string): Promise<TriedSentence> {
  return request('POST', `/flows/${flowId}/trainer/try`, { ...taught, text });
}

/** More sentences for an intent. */
export function suggestSentences(flowId: string, taught: Examine, intent: string): Promise<Suggested> {
  return request('POST', `/flows/${flowId}/trainer/suggest`, { ...taught, intent });
}

/** The inbox of a flow; fresh whenever the page is looked at again. */
export function useInbox(flowId: string) {
  return useQuery({
    queryKey: ['flows', flowId, 'inbox'],
    queryFn: ({ signal }) => request<Inbox>('GET', `/flows/${flowId}/inbox`, undefined, signal),
  });
}

/** Takes sentences out of the inbox. */
export function handleInbox(flowId: string, body: HandleInbox): Promise<InboxChanged> {
  return request('POST', `/flows/${flowId}/inbox/handle`, body);
}

/** Puts sentences back into the inbox. */
export function reopenInbox(flowId: string, ids: readonly string[]): Promise<InboxChanged> {
  return request('POST', `/flows/${flowId}/inbox/reopen`, { ids });
}
