// For whom, where and when something holds: as people write it, as it is stored, as it is searched.
import { FlowError } from '#nodes/kit/errors.ts';
import type { KnowledgeRules } from '#nodes/wire/knowledge.ts';
import type { IndexedPassage } from '#runtime/ports/knowledge-index.ts';
import { NO_RULES, type StoredRules } from '#runtime/ports/knowledge-store.ts';

/** Rules as they are stored. REQUEST_INVALID for a time that is none, or an end before the beginning. */
export function storedRules(rules: KnowledgeRules | undefined): StoredRules {
  if (rules === undefined) return NO_RULES;
  const startsAt = momentOf(rules.startsAt);
  const endsAt = momentOf(rules.endsAt);
  if (startsAt !== null && endsAt !== null && endsAt <= startsAt) {
    throw new FlowError('REQUEST_INVALID', 'It ends before it begins. Choose a later end.', {
      message: { 'zh-CN': '失效时间早于生效时间，请改晚一些。', en: 'It ends before it begins. Choose a later end.' },
    });
  }
  return {
    channels: clean(rules.channels),
    audiences: clean(rules.audiences),
    tags: clean(rules.tags),
    startsAt,
    endsAt,
  };
}

/** Rules as people see them. */
export function shownRules({ channels, audiences, tags, startsAt, endsAt }: StoredRules): KnowledgeRules {
  return {
    channels: [...channels],
    audiences: [...audiences],
    tags: [...tags],
    startsAt: isoOf(startsAt),
    endsAt: isoOf(endsAt),
  };
}

/** Rules as the index takes them. */
export function indexedRules({ channels, audiences, tags, startsAt, endsAt }: StoredRules): Partial<IndexedPassage> {
  return {
    channels,
    audiences,
    tags,
    ...(startsAt === null ? {} : { startsAt }),
    ...(endsAt === null ? {} : { endsAt }),
  };
}

function clean(values: readonly string[]): readonly string[] {
  return [...new Set(values.map((value) => value.replaceAll(',', ' ').trim()))].filter((value) => value !== '');
}

function momentOf(text: string | null): number | null {
  if (text === null || text.trim() === '') return null;
  const moment = Date.parse(text);
  if (Number.isFinite(moment)) return moment;
  throw new FlowError('REQUEST_INVALID', 'A time is not readable. Write it as 2026-12-31T18:00:00Z.', {
    message: {
      'zh-CN': '时间无法识别，请写成 2026-12-31T18:00:00Z。',
      en: 'A time is not readable. Write it as 2026-12-31T18:00:00Z.',
    },
  });
}

function isoOf(moment: number | null): string | null {
  return moment === null ? null : new Date(moment).toISOString();
}
