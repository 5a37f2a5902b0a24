// The room's one door: a demo that is made of the real thing (templates, published flows, played conversations) and goes away without a trace.
import { FlowError } from '#nodes/kit/errors.ts';
import type { Message } from '#nodes/wire/customer.ts';
import type { Template } from '#nodes/wire/flows.ts';
import type { Desk } from '#runtime/desk/desk.ts';
import type { Flows } from '#runtime/flows/flows.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { DemoStore } from '#runtime/ports/demo-store.ts';
import type { Author } from '#runtime/ports/flow-store.ts';
import type { Opened, Sessions } from '#runtime/sessions/sessions.ts';
import { filledForm, SAMPLES, type Sample, type SampleVisitor } from './sample-visitors.ts';

/** Forms one visitor fills in at most. */
const FORMS_EACH = 3;

/** What the room leans on. `removeBase` takes away a knowledge base that a template brought. */
export interface DemoDeps {
  readonly store: DemoStore;
  readonly flows: Flows;
  readonly sessions: Pick<Sessions, 'open' | 'receive'>;
  readonly desk: Pick<Desk, 'open'>;
  readonly clock: Clock;
  readonly removeBase: (workspaceId: string, baseId: string) => Promise<void>;
  /** Told after the demo's conversations are gone: what was learnt of them is to be forgotten. */
  readonly wiped?: (workspaceId: string) => Promise<void>;
}

/** The demo of a workspace: loading twice is loading once, and removal takes what the demo brought and nothing else. */
export interface Demo {
  load(workspaceId: string, locale: string, by: Author): Promise<void>;
  isLoaded(workspaceId: string): Promise<boolean>;
  remove(workspaceId: string): Promise<void>;
}

/** Opens the room. */
export function createDemo(deps: DemoDeps): Demo {
  const { store, flows } = deps;

  async function publish(workspaceId: string, locale: string, by: Author, template: Template) {
    const name = locale === 'en' ? template.title.en : template.title['zh-CN'];
    const spoken = template.languages.includes(locale) ? { locale } : {};
    const { flow, revision } = await createFree(flows, workspaceId, by, { name, template: template.name, ...spoken });
    await store.mark(workspaceId, flow.id);
    const problems = await flows.check(workspaceId, flow.id);
    if (problems.some(({ severity }) => severity === 'error')) return undefined;
    const note = locale === 'en' ? 'Demo' : '演示';
    await flows.publish(workspaceId, by, flow.id, { revision, note });
    return flow.slug;
  }

  return {
    async load(workspaceId, locale, by) {
      if ((await store.flowIds(workspaceId)).length > 0) return;
      // While the samples come in somebody is at the desk, so that the unhappy ones stand in its queue.
      const leave = deps.desk.open(workspaceId, { ...by, role: 'admin' }, () => undefined);
      try {
        for (const { template, visitors } of shownOf(await flows.templates())) {
          const slug = await publish(workspaceId, locale, by, template);
          if (slug === undefined) continue;
          for (const visitor of visitors) {
            if (template.languages.includes(visitor.locale)) await visit(deps, slug, visitor);
          }
        }
      } finally {
        leave();
      }
    },

    isLoaded: async (workspaceId) => (await store.flowIds(workspaceId)).length > 0,

    async remove(workspaceId) {
      const flowIds = await store.flowIds(workspaceId);
      const listed = new Set((await flows.list(workspaceId)).map(({ id }) => id));
      for (const flowId of flowIds.filter((id) => listed.has(id))) {
        for (const baseId of await flows.ownBases(workspaceId, flowId)) await deps.removeBase(workspaceId, baseId);
      }
      await store.wipe(workspaceId, flowIds);
      await deps.wiped?.(workspaceId);
    },
  };
}

/** The samples whose template is shipped; the first template when none is. */
function shownOf(templates: readonly Template[]): readonly { template: Template; visitors: Sample['visitors'] }[] {
  const shown = SAMPLES.flatMap(({ template: part, visitors }) => {
    const template = templates.find(({ name }) => name.includes(part));
    return template === undefined ? [] : [{ template, visitors }];
  });
  return shown.length > 0 ? shown : templates.slice(0, 1).map((template) => ({ template, visitors: [] }));
}

/** The address `demo-...` if it is free, else one made from the name. */
async function createFree(
  flows: Flows,
  workspaceId: string,
  by: Author,
  request: { readonly name: string; readonly template: string; readonly locale?: string },
) {
  try {
    return await flows.create(workspaceId, by, { ...request, slug: `demo-${request.template}`.slice(0, 60) });
  } catch (error) {
    if (!(error instanceof FlowError) || error.code !== 'NAME_TAKEN') throw error;
    return flows.create(workspaceId, by, request);
  }
}

/** One visitor comes, says their lines, fills in the forms they are shown, and leaves. */
async function visit({ sessions, clock }: DemoDeps, slug: string, visitor: SampleVisitor): Promise<void> {
  const source = { page: visitor.page, ...(visitor.campaign === undefined ? {} : { campaign: visitor.campaign }) };
  const opened = await sessions.open({
    slug,
    channel: 'web',
    visitorId: `${visitor.id}-${clock.id()}`,
    locale: visitor.locale,
    source,
    customer: {},
  });
  let forms = 0;
  let shown = opened.messages;
  for (const line of ['', ...visitor.lines]) {
    if (line !== '') {
      const messageId = clock.id();
      const received = await act(sessions, opened, { type: 'message.received', messageId, text: line });
      if (received === undefined) return;
      shown = received;
    }
    const form = shown.findLast((message) => message.form !== undefined)?.form;
    if (form === undefined || forms >= FORMS_EACH) continue;
    forms += 1;
    const messageId = clock.id();
    const values = filledForm(form, visitor);
    const received = await act(sessions, opened, { type: 'form.submitted', messageId, values });
    if (received === undefined) return;
    shown = received;
  }
}

/** The replies; undefined once the conversation has ended. */
async function act(
  sessions: Pick<Sessions, 'receive'>,
  { session }: Opened,
  event: Parameters<Sessions['receive']>[3] & { readonly messageId: string },
): Promise<readonly Message[] | undefined> {
  const eventId = `customer:${event.messageId}`;
  const received = await sessions.receive(session.workspaceId, session.id, eventId, event);
  return received.status === 'closed' ? undefined : received.messages;
}
