// The channels a conversation can come from, by the names staff know.
import type { TFunction } from 'i18next';

/** Channels as conversations carry them. */
export const CHANNELS = ['webchat', 'webhook'] as const;

/** The name of a channel; one we do not know keeps its own. */
export function channelName(id: string, t: TFunction<'knowledge'>): string {
  return id === 'webchat' || id === 'webhook' ? t(`rules.channelNames.${id}`) : id;
}
