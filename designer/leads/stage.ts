// The stages of a lead, in order, with how they look.
import { CircleCheck, CircleDot, CircleX, PhoneCall, Star } from 'lucide-react';
import type { LeadStage } from '#nodes/wire/leads.ts';

/** Each stage with its icon and tone, in the order of a sale. */
export const STAGE_LOOKS = {
  new: { icon: CircleDot, tone: 'accent' },
  contacted: { icon: PhoneCall, tone: 'neutral' },
  qualified: { icon: Star, tone: 'warning' },
  won: { icon: CircleCheck, tone: 'success' },
  lost: { icon: CircleX, tone: 'neutral' },
} as const satisfies Record<LeadStage, object>;

/** The stages in order. */
export const STAGE_ORDER: readonly LeadStage[] = ['new', 'contacted', 'qualified', 'won', 'lost'];

/** A stage for a word, or nothing. */
export function stageFrom(word: string | null): LeadStage | undefined {
  return STAGE_ORDER.find((stage) => stage === word);
}
