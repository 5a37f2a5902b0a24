// The mail server of the workspace.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Static } from 'typebox';
import type {
  MailServerView,
  MailSettingsSchema,
  MailStateSchema,
  MailTest,
  SaveMailServer,
} from '#nodes/wire/mail.ts';
import { request } from './http.ts';

/** The server, without its password; null when there is none. */
export function useMailServer() {
  return useQuery({
    queryKey: ['mail'],
    queryFn: ({ signal }) => request<Static<typeof MailSettingsSchema>>('GET', '/mail', undefined, signal),
    select: (answer) => answer.server,
  });
}

/** Whether flows can send mails. */
export function useMailState() {
  return useQuery({
    queryKey: ['mail', 'state'],
    queryFn: ({ signal }) => request<Static<typeof MailStateSchema>>('GET', '/mail/state', undefined, signal),
    select: (answer) => answer.configured,
  });
}

export function useSaveMailServer() {
  return useMailChange((body: SaveMailServer) => request<MailServerView>('PUT', '/mail', body));
}

export function useRemoveMailServer() {
  return useMailChange(() => request<undefined>('DELETE', '/mail'));
}

/** Sends a mail to whoever is signed in. A mail that was not taken is an answer, not an error. */
export function useMailTest() {
  return useMutation({ mutationFn: (locale: 'zh-CN' | 'en') => request<MailTest>('POST', '/mail/test', { locale }) });
}

function useMailChange<Body, Answer>(change: (body: Body) => Promise<Answer>) {
  const cache = useQueryClient();
  return useMutation({ mutationFn: change, onSuccess: () => cache.invalidateQueries({ queryKey: ['mail'] }) });
}
