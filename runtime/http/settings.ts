// Workspace settings and the test of the language model.
import type { FastifyInstance } from 'fastify';
import { FlowError } from '#nodes/kit/errors.ts';
import { ModelTestSchema, SettingsSchema, UpdateSettingsSchema, type Settings } from '#nodes/wire/settings.ts';
import type { Identities } from '#runtime/access/identities.ts';
import type { Workspaces } from '#runtime/access/workspaces.ts';
import type { LanguageModel } from '#runtime/ports/language-model.ts';
import { defineRoute } from './route.ts';

/** What the routes show and call. Keys of model servers never come here. */
export interface SettingsRoutesDeps {
  readonly workspaces: Workspaces;
  readonly identities: Identities;
  readonly publicUrl: string;
  readonly model: { readonly baseUrl: string; readonly name: string; readonly client: LanguageModel } | undefined;
  readonly embedder: { readonly baseUrl: string; readonly name: string } | undefined;
}

const TEST_LIMIT_MS = 20_000;

/** Registers /api/v1/settings. */
export function addSettingsRoutes(app: FastifyInstance, deps: SettingsRoutesDeps): void {
  function settingsOf(workspaceId: string): Settings {
    const { name, locale, timeZone, egressAllow, widgetOrigins } = deps.workspaces.get(workspaceId);
    return {
      workspace: { name, locale, timeZone },
      model: engineOf(deps.model),
      embedder: engineOf(deps.embedder),
      publicUrl: deps.publicUrl,
      egressAllow: [...egressAllow],
      widgetOrigins: [...widgetOrigins],
      identityConfigured: deps.identities.isConfigured(workspaceId),
    };
  }

  defineRoute(app, {
    method: 'GET',
    url: '/api/v1/settings',
    summary: 'The settings of the workspace',
    tags: ['operate'],
    access: ['designer', 'supervisor'],
    rate: 'read',
    response: { 200: SettingsSchema },
    handler: ({ workspaceId }) => settingsOf(workspaceId),
  });

  defineRoute(app, {
    method: 'PATCH',
    url: '/api/v1/settings',
    summary: 'Change settings; only what is given changes',
    tags: ['operate'],
    access: [],
    rate: 'write',
    body: UpdateSettingsSchema,
    response: { 200: SettingsSchema },
    async handler({ workspaceId, body, audit }) {
      audit(workspaceId, { changed: Object.keys(body) });
      const { identitySecret, ...rest } = body;
      if (identitySecret !== undefined) await deps.identities.setSecret(workspaceId, identitySecret);
      await deps.workspaces.update(workspaceId, rest);
      return settingsOf(workspaceId);
    },
  });

  defineRoute(app, {
    method: 'POST',
    url: '/api/v1/settings/model-test',
    summary: 'Ask the language model one word',
    tags: ['operate'],
    access: ['designer'],
    rate: 'auth',
    response: { 200: ModelTestSchema },
    async handler() {
      const started = performance.now();
      const outcome = await askOneWord(deps.model?.client);
      return { ...outcome, ms: Math.round(performance.now() - started) };
    },
  });
}

function engineOf(engine: { readonly baseUrl: string; readonly name: string } | undefined): Settings['model'] {
  return engine === undefined
    ? { configured: false, baseUrl: '', model: '' }
    : { configured: true, baseUrl: engine.baseUrl, model: engine.name };
}

async function askOneWord(model: LanguageModel | undefined): Promise<{ ok: boolean; message: string }> {
  if (model === undefined) return { ok: false, message: 'Set TANDEM_LLM_BASE_URL and TANDEM_LLM_MODEL, then restart.' };
  try {
    let text = '';
    const request = { system: 'Answer with one word.', user: 'Say hello.', temperature: 0, maxTokens: 20 };
    for await (const part of model.generate(request, AbortSignal.timeout(TEST_LIMIT_MS))) {
      if (part.type === 'delta') text += part.text;
    }
    return { ok: text !== '', message: text === '' ? 'The model answered nothing.' : text.slice(0, 200) };
  } catch (error) {
    return { ok: false, message: error instanceof FlowError ? error.message : 'The model did not answer.' };
  }
}
