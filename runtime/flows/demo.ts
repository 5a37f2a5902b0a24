// The demo of an installation: shipped templates, published under addresses of their own, removable in one go.
import type { Author } from '#runtime/ports/flow-store.ts';
import type { Flows } from './flows.ts';

/** Addresses of demo flows begin with this; nothing else tells them from other flows. */
const PREFIX = 'demo-';

/** The demo data of a workspace: loading twice is loading once, and removal takes what the demo brought and nothing else. */
export interface Demo {
  load(workspaceId: string, locale: string, by: Author): Promise<void>;
  isLoaded(workspaceId: string): Promise<boolean>;
  remove(workspaceId: string): Promise<void>;
}

/** The demo over the flows room. Every shipped template that has no errors is published; one with errors stays a draft. */
export function createDemo(flows: Pick<Flows, 'templates' | 'create' | 'publish' | 'check' | 'list' | 'remove'>): Demo {
  const ofDemo = async (workspaceId: string) =>
    (await flows.list(workspaceId)).filter((flow) => flow.slug.startsWith(PREFIX));

  return {
    async load(workspaceId, locale, by) {
      const known = new Set((await ofDemo(workspaceId)).map((flow) => flow.slug));
      for (const { name, title, languages } of await flows.templates()) {
        const slug = `${PREFIX}${name}`.slice(0, 64);
        if (known.has(slug)) continue;
        const spoken = languages.includes(locale) ? locale : (languages[0] ?? locale);
        const { flow, revision } = await flows.create(workspaceId, by, {
          name: locale === 'en' ? title.en : title['zh-CN'],
          slug,
          template: name,
          locale: spoken,
        });
        const problems = await flows.check(workspaceId, flow.id);
        if (problems.some(({ severity }) => severity === 'error')) continue;
        await flows.publish(workspaceId, by, flow.id, { revision, note: 'Demo' });
      }
    },
    isLoaded: async (workspaceId) => (await ofDemo(workspaceId)).length > 0,
    async remove(workspaceId) {
      for (const flow of await ofDemo(workspaceId)) await flows.remove(workspaceId, flow.id);
    },
  };
}
