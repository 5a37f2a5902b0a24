// How a published flow looks to customers, in the language they asked for.
import { localize } from '#nodes/kit/localized.ts';
import type { Face } from '#nodes/wire/customer.ts';
import type { FlowSettings } from '#nodes/flow/document.ts';
import { FlowError } from '#nodes/kit/errors.ts';
import type { PublishedFlows } from '#runtime/ports/published-flows.ts';

const KEPT = 500;

/** Faces of published versions. Versions never change, so their settings are kept. */
export interface Faces {
  /** FLOW_NOT_PUBLISHED when there is no such flow. */
  face(slug: string, asked: readonly string[]): Promise<Face>;
  hasPersonButton(pinned: {
    readonly workspaceId: string;
    readonly flowId: string;
    readonly version: number;
  }): Promise<boolean>;
}

/** Faces over the published flows. */
export function createFaces(published: PublishedFlows): Faces {
  const kept = new Map<string, FlowSettings>();

  async function settingsOf(workspaceId: string, flowId: string, version: number): Promise<FlowSettings | undefined> {
    const key = `${workspaceId}/${flowId}/${version}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const flow = await published.load(workspaceId, flowId, version);
    if (flow === undefined) return undefined;
    const oldest = kept.size >= KEPT ? kept.keys().next() : undefined;
    if (oldest?.done === false) kept.delete(oldest.value);
    kept.set(key, flow.document.settings);
    return flow.document.settings;
  }

  return {
    async face(slug, asked) {
      const ref = await published.current(slug);
      const settings = ref === undefined ? undefined : await settingsOf(ref.workspaceId, ref.flowId, ref.version);
      if (settings === undefined) {
        throw new FlowError('FLOW_NOT_PUBLISHED', 'There is no published flow at this address.');
      }
      const locale = chooseLocale(settings, asked);
      const { title, color, greeting, avatarUrl, side } = settings.face;
      const greetingText = localize(greeting, locale, settings.locale);
      return {
        slug,
        title: localize(title, locale, settings.locale),
        color,
        side,
        locales: settings.locales,
        personButton: settings.personButton,
        ...(greetingText === '' ? {} : { greeting: greetingText }),
        ...(avatarUrl === undefined ? {} : { avatarUrl }),
      };
    },
    hasPersonButton: async ({ workspaceId, flowId, version }) =>
      (await settingsOf(workspaceId, flowId, version))?.personButton ?? false,
  };
}

/** The languages of an Accept-Language header, best first. */
export function languagesOf(header: string | undefined): readonly string[] {
  if (header === undefined || header.length > 500) return [];
  return header
    .split(',')
    .map((part) => part.trim().split(';'))
    .map(([tag = '', quality = '']) => ({ tag: tag.trim(), weight: Number(/q=([\d.]+)/.exec(quality)?.[1] ?? '1') }))
    .filter(({ tag, weight }) => /^[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*$/.test(tag) && weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .map(({ tag }) => tag);
}

function chooseLocale(settings: FlowSettings, asked: readonly string[]): string {
  for (const wanted of asked) {
    const exact = settings.locales.find((locale) => locale.toLowerCase() === wanted.toLowerCase());
    const language = wanted.split('-')[0]?.toLowerCase();
    const related = settings.locales.find((locale) => locale.split('-')[0]?.toLowerCase() === language);
    const found = exact ?? related;
    if (found !== undefined) return found;
  }
  return settings.locale;
}
