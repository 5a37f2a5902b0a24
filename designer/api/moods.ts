// Moods of a conversation's messages, and what staff corrected in them.
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Emotion } from '#nodes/kit/effects.ts';
import type { ConversationMoods, MoodCorrections } from '#nodes/wire/moods.ts';
import { request } from './http.ts';

const CORRECTIONS_KEY = ['mood-corrections'] as const;

/** The key of the moods of one conversation, whatever its newest message is. */
export function moodsKey(sessionId: string) {
  return ['moods', sessionId] as const;
}

/** The moods of a conversation; asked again when `newest`, the id of the newest message of the customer, is another one. */
export function useConversationMoods(sessionId: string, newest: string) {
  return useQuery({
    queryKey: [...moodsKey(sessionId), newest],
    queryFn: ({ signal }) =>
      request<ConversationMoods>('GET', `/conversations/${encodeURIComponent(sessionId)}/moods`, undefined, signal),
    placeholderData: keepPreviousData,
  });
}

/** The newest corrections of the workspace. */
export function useMoodCorrections() {
  return useQuery({
    queryKey: CORRECTIONS_KEY,
    queryFn: ({ signal }) => request<MoodCorrections>('GET', '/mood-corrections', undefined, signal),
  });
}

/** Corrects a mood; the one the message was taken for takes the correction back. */
export function useCorrectMood(sessionId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ messageId, mood }: { readonly messageId: string; readonly mood: Emotion }) =>
      request<ConversationMoods>(
        'PUT',
        `/conversations/${encodeURIComponent(sessionId)}/moods/${encodeURIComponent(messageId)}`,
        { mood },
      ),
    onSuccess(moods) {
      cache.setQueriesData<ConversationMoods>({ queryKey: moodsKey(sessionId) }, moods);
      void cache.invalidateQueries({ queryKey: CORRECTIONS_KEY });
    },
  });
}
