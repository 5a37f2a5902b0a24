// From the declaration of a pack to a node type like any other: form, ports, checks, and the state it compiles to.
import { say } from '#nodes/kit/behaviours.ts';
import type { CompileContext, ConfigProblem, NodeType } from '#nodes/kit/define-node.ts';
import type { EffectKind } from '#nodes/kit/effects.ts';
import { jsonTemplate } from '#nodes/kit/json-template.ts';
import type { ActionJson, GuardJson, StateJson, TransitionJson } from '#nodes/kit/machine.ts';
import { EFFECT_DEFAULTS } from '#nodes/kit/policies.ts';
import { PORTS, type Port } from '#nodes/kit/ports.ts';
import { SCRIPT_LOCAL_MS } from '#nodes/kit/scripts.ts';
import { address, expr, template, within, type Value } from '#nodes/kit/values.ts';
import type { PackDefinition, PackHttp, PackScript } from './pack-definition.ts';
import { defaultsOf, isEmpty, lifted, schemaOf, shownSetting, typeOfField, valuesOf } from './pack-fields.ts';

type Config = Readonly<Record<string, unknown>>;
type Context = CompileContext<Config>;

/** The node type of a pack. Call `packProblems` first: a declaration with problems gives a type that cannot be trusted. */
export function nodeTypeFromPack(pack: PackDefinition): NodeType {
  const { type, version, group, icon, title, description, keywords, fields } = pack;
  return {
    type,
    version,
    group,
    icon,
    title,
    description,
    keywords,
    config: schemaOf(fields),
    defaults: defaultsOf(fields),
    ports: () => portsOf(pack),
    summary: (config: Config, locale) =>
      pack.summary[locale]
        .replace(/\{([a-z][A-Za-z0-9]*)\}/gu, (_all, name: string) =>
          shownSetting(fieldNamed(pack, name), config[name], locale),
        )
        .trim(),
    compile: (context: Context) => stateOf(pack, context),
    check: (config: Config) => missingIn(pack, config),
    upgrades: Object.fromEntries(
      Array.from({ length: version - 1 }, (_none, index) => [index + 1, (old: unknown) => lifted(fields, old)]),
    ),
    effects: effectsOf(pack),
    waits: false,
    writes: (config: Config) =>
      fields.flatMap(({ name, widget, type: kind = 'text' }) =>
        widget === 'variable' && !isEmpty(config[name]) ? [{ name: String(config[name]), type: kind }] : [],
      ),
    reads: (config: Config) =>
      fields.flatMap(({ name, widget }) => {
        const kind = widget === 'expression' ? 'expression' : widget.startsWith('template') ? 'template' : undefined;
        if (kind === undefined || isEmpty(config[name])) return [];
        return [{ field: `/${name}`, kind, source: parseSource(config[name]) }];
      }),
  };
}

/** Its ways out: those declared, and `error` where something can fail. */
function portsOf({ ports, http, script }: PackDefinition): readonly Port[] {
  const declared = ports.map((port): Port => ({ ...port, required: port.required ?? port.role !== 'problem' }));
  return http === undefined && script === undefined ? declared : [...declared, { ...PORTS.error, required: true }];
}

function effectsOf({ says, http, script }: PackDefinition): readonly EffectKind[] {
  return [
    ...(says === undefined ? [] : ['message.send' as const]),
    ...(http === undefined ? [] : ['http.request' as const]),
    ...(script === undefined ? [] : [isRemote(script) ? ('script.call' as const) : ('script.run' as const)]),
  ];
}

function missingIn({ fields }: PackDefinition, config: Config): readonly ConfigProblem[] {
  return fields.flatMap(({ name, label, required }) =>
    required === true && isEmpty(config[name])
      ? [
          {
            severity: 'error' as const,
            field: `/${name}`,
            message: { 'zh-CN': `请填写「${label['zh-CN']}」。`, en: `"${label.en}" is empty.` },
          },
        ]
      : [],
  );
}

function stateOf(pack: PackDefinition, context: Context): StateJson {
  const names = { config: valuesOf(pack.fields, context.config) };
  const said = (pack.says ?? []).map((text) => say(context.id, { kind: 'text', text: within(names, template(text)) }));
  if (pack.http !== undefined) return calling(pack, pack.http, context, said);
  if (pack.script !== undefined) return computing(pack, pack.script, context, said);
  return { entry: said, always: [context.to(mainPort(pack))] };
}

function calling(pack: PackDefinition, http: PackHttp, context: Context, said: readonly ActionJson[]): StateJson {
  const node = context.id;
  const config = valuesOf(pack.fields, context.config);
  const { headers = {}, query = {}, credential = '', body = null } = http;
  const filled = (texts: Readonly<Record<string, string>>): Value =>
    Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, template(text)]));
  const request: Value = within(
    { config },
    {
      method: http.method,
      url: address(http.url),
      headers: filled(headers),
      ...(Object.keys(query).length === 0 ? {} : { query: filled(query) }),
      ...(credential === '' ? {} : { credential: template(credential) }),
      body: http.method === 'GET' ? null : jsonTemplate(JSON.stringify(body)),
      timeoutMs: http.timeoutMs ?? EFFECT_DEFAULTS.timeoutMs,
      retry: http.retry ?? EFFECT_DEFAULTS.retry,
    },
  );
  const names = { config, answer: expr('event.output') };
  const keep = kept(
    node,
    (http.results ?? []).map(({ to, value }) => ({ target: context.config[to], value: within(names, expr(value)) })),
  );
  const isMine = mine(node);
  const by = (port: string, source: string): TransitionJson =>
    context.to(port, { guard: both(isMine, { type: 'when', params: { node, expr: source, names } }), actions: keep });
  return {
    tags: ['working'],
    entry: [...said, { type: 'effect', params: { node, index: 0, kind: 'http.request', request } }],
    on: {
      'effect.completed': [
        ...(http.exits ?? []).map(({ port, when }) => by(port, when)),
        by('error', 'answer.status >= 400'),
        context.to(mainPort(pack), { guard: isMine, actions: keep }),
      ],
      'effect.failed': [context.to('error', { guard: isMine })],
    },
  };
}

function computing(pack: PackDefinition, script: PackScript, context: Context, said: readonly ActionJson[]): StateJson {
  const node = context.id;
  const { code = '', outputs = [], hosts = [], timeoutMs = SCRIPT_LOCAL_MS } = script;
  const remote = isRemote(script);
  const main = mainPort(pack);
  const ways = pack.ports.filter(({ id }) => id !== main).map(({ id }) => id);
  const values = valuesOf(pack.fields, context.config);
  const request: Value = {
    language: 'typescript',
    code,
    inputs: pack.fields.map((each) => ({ name: each.name, type: typeOfField(each) })),
    input: values,
    outputs: outputs.map(({ name, type }) => ({ name, type })),
    exits: ways,
    timeoutMs: remote ? timeoutMs : Math.min(timeoutMs, SCRIPT_LOCAL_MS),
    ...(remote ? { hosts, retry: { max: 0, backoffMs: EFFECT_DEFAULTS.retry.backoffMs } } : {}),
  };
  const keep = kept(
    node,
    outputs.map(({ name, to }) => ({ target: context.config[to], value: expr(`event.output.values['${name}']`) })),
  );
  const isMine = mine(node);
  return {
    tags: ['working'],
    entry: [
      ...said,
      { type: 'effect', params: { node, index: 0, kind: remote ? 'script.call' : 'script.run', request } },
    ],
    on: {
      'effect.completed': [
        ...ways.map((port) =>
          context.to(port, {
            guard: both(isMine, { type: 'when', params: { node, expr: `event.output.exit == '${port}'` } }),
            actions: keep,
          }),
        ),
        context.to(main, { guard: isMine, actions: keep }),
      ],
      'effect.failed': [context.to('error', { guard: isMine })],
    },
  };
}

/** Stores values in the variables that the settings name; an empty name stores nothing. */
function kept(
  node: string,
  results: readonly { readonly target: unknown; readonly value: Value }[],
): readonly ActionJson[] {
  const assignments = results.flatMap(({ target, value }) =>
    typeof target === 'string' && target !== '' ? [{ target, value }] : [],
  );
  return assignments.length === 0 ? [] : [{ type: 'assign', params: { node, assignments } }];
}

function mine(node: string): GuardJson {
  return { type: 'isCurrent', params: { node, index: 0 } };
}

function both(...guards: readonly GuardJson[]): GuardJson {
  return { type: 'all', params: { guards } };
}

function mainPort({ ports }: PackDefinition): string {
  return (ports.find(({ role }) => role === 'main') ?? ports[0])?.id ?? 'next';
}

function isRemote({ hosts = [] }: PackScript): boolean {
  return hosts.length > 0;
}

function fieldNamed({ fields }: PackDefinition, name: string) {
  return fields.find((each) => each.name === name);
}

/** Checked against its schema before. */
function parseSource(setting: unknown): string | Readonly<Record<string, string>> {
  return setting as string | Readonly<Record<string, string>>;
}
