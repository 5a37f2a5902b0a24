// Leads: list, stage, owner, note, CSV, the webhook to sales.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Static } from 'typebox';
import type { Locale } from '#nodes/kit/localized.ts';
import type { Lead, LeadList, LeadWebhookSchema, SaveLeadWebhookSchema, UpdateLeadSchema } from '#nodes/wire/leads.ts';
import { download, request, withQuery } from './http.ts';

const LEADS = ['leads'] as const;

/** What the list can be narrowed by; empty means all. */
export interface LeadFilter {
  readonly stage: string;
  readonly owner: string;
  readonly q: string;
}

/** The leads, newest first, page by page. */
export function useLeads(filter: LeadFilter) {
  return useInfiniteQuery({
    queryKey: [...LEADS, filter],
    queryFn: ({ pageParam, signal }) =>
      request<LeadList>('GET', withQuery('/leads', { ...filter, cursor: pageParam, limit: 50 }), undefined, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: (before) => before,
    // A lead that is given to somebody must be seen in time; this page has no stream of its own.
    refetchInterval: 20_000,
  });
}

/** One lead; reading it marks it as opened. */
export function useLead(id: string | undefined) {
  return useQuery({
    queryKey: [...LEADS, 'one', id],
    queryFn: ({ signal }) => request<Lead>('GET', `/leads/${id ?? ''}`, undefined, signal),
    enabled: id !== undefined,
  });
}

/** Changes stage, owner or note. */
export function useUpdateLead() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: { id: string } & Static<typeof UpdateLeadSchema>) =>
      request<Lead>('PATCH', `/leads/${id}`, body),
    onSuccess: () => cache.invalidateQueries({ queryKey: LEADS }),
  });
}

/** Takes a lead that is on offer. */
export function useAcceptLead() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => request<Lead>('POST', `/leads/${id}/accept`),
    onSettled: () => cache.invalidateQueries({ queryKey: LEADS }),
  });
}

/** Sends a lead to the webhook again. */
export function usePushLead() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => request<Lead>('POST', `/leads/${id}/push`),
    onSuccess: () => cache.invalidateQueries({ queryKey: LEADS }),
  });
}

/** The list as a CSV file, narrowed like the table. */
export function downloadLeads(
  filter: LeadFilter,
  locale: Locale,
): Promise<{ readonly name: string; readonly blob: Blob }> {
  return download(withQuery('/leads.csv', { ...filter, locale }));
}

/** The webhook to sales; its secret is never read back. */
export function useLeadWebhook() {
  return useQuery({
    queryKey: ['lead-webhook'],
    queryFn: ({ signal }) =>
      request<Static<typeof LeadWebhookSchema>>('GET', '/settings/lead-webhook', undefined, signal),
  });
}

/** Stores the webhook; a secret is sent only when it is to change. */
export function useSaveLeadWebhook() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: Static<typeof SaveLeadWebhookSchema>) =>
      request<Static<typeof LeadWebhookSchema>>('PUT', '/settings/lead-webhook', body),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['lead-webhook'] }),
  });
}
