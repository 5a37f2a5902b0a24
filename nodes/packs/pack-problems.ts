// What is wrong with the declaration of a pack: each problem with the field it is in and how to mend it, in both languages.
import { fits, misfitsOf, type Misfit } from '#nodes/kit/check.ts';
import type { Bilingual } from '#nodes/kit/localized.ts';
import { variantsOf } from '#nodes/kit/localized.ts';
import { parseExpression } from '#nodes/flow/expression/parse-expression.ts';
import { referencesIn } from '#nodes/flow/expression/references.ts';
import { parseTemplate } from '#nodes/flow/template.ts';
import { NODE_TYPES } from '#nodes/registry.gen.ts';
import { PackDefinitionSchema, type PackDefinition } from './pack-definition.ts';
import { defaultOfField, schemaOfField } from './pack-fields.ts';

/** One problem. `field` is a JSON pointer into the declaration. */
export interface PackProblem {
  readonly field: string;
  readonly message: Bilingual;
}

/** Reads a declaration: the pack, or everything that is wrong with it (at most eight misfits of its form at a time). */
export function readPack(
  json: unknown,
):
  | { readonly ok: true; readonly pack: PackDefinition }
  | { readonly ok: false; readonly problems: readonly PackProblem[] } {
  if (!fits(PackDefinitionSchema, json))
    return { ok: false, problems: misfitsOf(PackDefinitionSchema, json).flatMap(worded) };
  const problems = problemsIn(json);
  return problems.length === 0 ? { ok: true, pack: json } : { ok: false, problems };
}

/** The icons a pack may choose from: those of the built-in types, which every designer can draw. */
export const PACK_ICONS: readonly string[] = [...new Set(Object.values(NODE_TYPES).map(({ icon }) => icon))].sort();

function problemsIn(pack: PackDefinition): readonly PackProblem[] {
  return [
    ...(pack.type.includes('@') ? [problem('/type', '类型名里不能有 @。', 'The type may not hold an @.')] : []),
    ...(PACK_ICONS.includes(pack.icon)
      ? []
      : [
          problem(
            '/icon',
            `没有图标「${pack.icon}」。可用：${PACK_ICONS.join('、')}。`,
            `There is no icon "${pack.icon}". Choose one of: ${PACK_ICONS.join(', ')}.`,
          ),
        ]),
    ...fieldProblems(pack),
    ...portProblems(pack),
    ...behaviourProblems(pack),
    ...sourceProblems(pack),
  ];
}

function fieldProblems({ fields, summary }: PackDefinition): readonly PackProblem[] {
  const names = fields.map(({ name }) => name);
  const found = fields.flatMap((each, index) => {
    const at = `/fields/${String(index)}`;
    return [
      ...(names.indexOf(each.name) < index
        ? [problem(`${at}/name`, `名称「${each.name}」用了两次。`, `The name "${each.name}" is used twice.`)]
        : []),
      ...(each.widget === 'select' && each.options === undefined
        ? [problem(`${at}/options`, '下拉框要写明可选的值。', 'A select needs its options.')]
        : []),
      ...(each.showWhen !== undefined && !names.includes(each.showWhen.field)
        ? [
            problem(
              `${at}/showWhen/field`,
              `没有名为「${each.showWhen.field}」的设置项。`,
              `There is no field "${each.showWhen.field}".`,
            ),
          ]
        : []),
      ...(each.widget === 'select' && each.options === undefined ? [] : defaultProblems(each, at)),
    ];
  });
  const shown = [...`${summary['zh-CN']} ${summary.en}`.matchAll(/\{([^{}]*)\}/gu)].map(([, name = '']) => name);
  const unknown = [...new Set(shown)].filter((name) => !names.includes(name));
  return [
    ...found,
    ...unknown.map((name) =>
      problem('/summary', `没有名为「${name}」的设置项。`, `There is no field "${name}" to show.`),
    ),
  ];
}

function defaultProblems(each: PackDefinition['fields'][number], at: string): readonly PackProblem[] {
  const [misfit] = misfitsOf(schemaOfField(each), defaultOfField(each));
  if (misfit === undefined) return [];
  return [
    problem(
      `${at}/default`,
      `默认值不合规则：${misfit.message}。`,
      `The default does not fit the field: it ${misfit.message}.`,
    ),
  ];
}

function portProblems({ ports, http, script }: PackDefinition): readonly PackProblem[] {
  const ids = ports.map(({ id }) => id);
  const canFail = http !== undefined || script !== undefined;
  return [
    ...ports.flatMap(({ id }, index) => [
      ...(ids.indexOf(id) < index
        ? [problem(`/ports/${String(index)}/id`, `出口「${id}」用了两次。`, `The port "${id}" is used twice.`)]
        : []),
      ...(canFail && id === 'error'
        ? [
            problem(
              `/ports/${String(index)}/id`,
              '「error」出口自动就有，请删掉这一条。',
              'The port "error" is there by itself: remove it here.',
            ),
          ]
        : []),
      ...(script !== undefined && id === 'ok' && ports.find(({ role }) => role === 'main')?.id !== 'ok'
        ? [
            problem(
              `/ports/${String(index)}/id`,
              '脚本没有返回出口时就走「ok」，它只能是主出口。',
              'A script that returns no port leaves by "ok": only the main port may be called that.',
            ),
          ]
        : []),
    ]),
    ...(ports.some(({ role }) => role === 'main')
      ? []
      : [problem('/ports', '至少要有一个 "role": "main" 的出口。', 'One port needs "role": "main".')]),
    ...(!canFail && ports.length > 1
      ? [problem('/ports', '只说话的节点只有一个出口。', 'A node that only says something has one port.')]
      : []),
  ];
}

function behaviourProblems({ says, http, script, fields, ports }: PackDefinition): readonly PackProblem[] {
  const variables = new Set(fields.filter(({ widget }) => widget === 'variable').map(({ name }) => name));
  const portIds = new Set([...ports.map(({ id }) => id), 'error']);
  const targets = [
    ...(http?.results ?? []).map(({ to }, index) => [`/http/results/${String(index)}/to`, to] as const),
    ...(script?.outputs ?? []).map(({ to }, index) => [`/script/outputs/${String(index)}/to`, to] as const),
  ];
  return [
    ...(says === undefined && http === undefined && script === undefined
      ? [
          problem(
            '',
            '这个节点什么也不做：写上 says、http 或 script。',
            'The node does nothing: give it "says", "http" or "script".',
          ),
        ]
      : []),
    ...(http !== undefined && script !== undefined
      ? [
          problem(
            '/script',
            'http 和 script 只能选一个；脚本里可以用 fetchJson。',
            'Keep either http or script; a script may call hosts with fetchJson.',
          ),
        ]
      : []),
    ...(script?.code?.trim() === '' ? [problem('/script/code', 'script.ts 是空的。', 'script.ts is empty.')] : []),
    ...targets.flatMap(([field, to]) =>
      variables.has(to)
        ? []
        : [
            problem(
              field,
              `「${to}」不是 "widget": "variable" 的设置项。`,
              `"${to}" is no field with "widget": "variable".`,
            ),
          ],
    ),
    ...(http?.exits ?? []).flatMap(({ port }, index) =>
      portIds.has(port)
        ? []
        : [problem(`/http/exits/${String(index)}/port`, `没有出口「${port}」。`, `There is no port "${port}".`)],
    ),
    ...unreachable(http, ports),
    ...(http === undefined || /^https?:\/\/[^/?#\\{}\s]+(?:[/?#]|$)/u.test(http.url)
      ? []
      : [
          problem(
            '/http/url',
            '地址要以 https:// 和固定的主机名开头，主机名里不能用变量。',
            'The address must begin with https:// and a fixed host; no variables in the host.',
          ),
        ]),
  ];
}

/** A port that no exit leads to can never be left by. */
function unreachable(http: PackDefinition['http'], ports: PackDefinition['ports']): readonly PackProblem[] {
  if (http === undefined) return [];
  const main = ports.find(({ role }) => role === 'main')?.id;
  const led = new Set((http.exits ?? []).map(({ port }) => port));
  return ports.flatMap(({ id }, index) =>
    id === main || led.has(id)
      ? []
      : [
          problem(
            `/ports/${String(index)}`,
            `没有哪条 http.exits 通向「${id}」。`,
            `No entry of http.exits leads to "${id}".`,
          ),
        ],
  );
}

interface Source {
  readonly field: string;
  readonly kind: 'expression' | 'template';
  readonly text: string;
  readonly seesAnswer: boolean;
}

/** Every expression and template reads, and names only settings and answers that exist. */
function sourceProblems(pack: PackDefinition): readonly PackProblem[] {
  const names = new Set(pack.fields.map(({ name }) => name));
  return sourcesOf(pack).flatMap(({ field, kind, text, seesAnswer }) => {
    const parsed = kind === 'template' ? parseTemplate(text) : parseExpression(text);
    if (!parsed.ok) {
      const { message, at } = parsed.problem;
      return [
        problem(
          field,
          `读不懂（第 ${String(at + 1)} 个字）：${message['zh-CN']}`,
          `Cannot be read (at ${String(at + 1)}): ${message.en}`,
        ),
      ];
    }
    const expressions =
      'parts' in parsed ? parsed.parts.flatMap((part) => (part.kind === 'placeholder' ? [part.source] : [])) : [text];
    const paths = new Set(expressions.flatMap((source) => referencesIn(source)));
    return [...paths].flatMap((path) => {
      const [root = '', member = ''] = path.split('.');
      if (root === 'config')
        return names.has(member)
          ? []
          : [problem(field, `没有名为「${member}」的设置项。`, `There is no field "${member}".`)];
      if (KNOWN_ROOTS.has(root) || (seesAnswer && root === 'answer')) return [];
      return [
        problem(
          field,
          `「${root}」在这里看不到。要用流程里的值，请加一个设置项，写成 config.名称。`,
          `"${root}" cannot be seen here. For a value of the flow add a field and write config.<name>.`,
        ),
      ];
    });
  });
}

/** What expressions see without asking; flow variables come in through fields. */
const KNOWN_ROOTS: ReadonlySet<string> = new Set(['customer', 'session', 'turn', 'now']);

function sourcesOf({ says = [], http }: PackDefinition): readonly Source[] {
  const template = (field: string, text: string): Source => ({ field, kind: 'template', text, seesAnswer: false });
  const spoken = says.flatMap((text, index) =>
    variantsOf(text).map(({ text: words, locale }) =>
      template(`/says/${String(index)}${locale === undefined ? '' : `/${locale}`}`, words),
    ),
  );
  if (http === undefined) return spoken;
  const pairs = (at: string, texts: Readonly<Record<string, string>> = {}) =>
    Object.entries(texts).map(([name, text]) => template(`${at}/${name}`, text));
  return [
    ...spoken,
    template('/http/url', http.url),
    ...pairs('/http/headers', http.headers),
    ...pairs('/http/query', http.query),
    template('/http/credential', http.credential ?? ''),
    ...textsIn(http.body, '/http/body').map(({ field, text }) => template(field, text)),
    ...(http.results ?? []).map(({ value }, index) => ({
      field: `/http/results/${String(index)}/value`,
      kind: 'expression' as const,
      text: value,
      seesAnswer: true,
    })),
    ...(http.exits ?? []).map(({ when }, index) => ({
      field: `/http/exits/${String(index)}/when`,
      kind: 'expression' as const,
      text: when,
      seesAnswer: true,
    })),
  ];
}

function textsIn(value: unknown, field: string): readonly { readonly field: string; readonly text: string }[] {
  if (typeof value === 'string') return [{ field, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => textsIn(member, `${field}/${key}`));
}

/** A misfit of the form in clear words. What a closed object says twice is said once. */
function worded({ instancePath, keyword, message, params }: Misfit): readonly PackProblem[] {
  const names = (key: string): string => (Array.isArray(params[key]) ? params[key].map(String).join(', ') : '');
  switch (keyword) {
    case 'boolean':
      return [];
    case 'required':
      return [
        problem(instancePath, `缺少 ${names('requiredProperties')}。`, `Missing: ${names('requiredProperties')}.`),
      ];
    case 'additionalProperties':
      return [
        problem(
          instancePath,
          `这里没有名为 ${names('additionalProperties')} 的项，请删掉或改名。`,
          `Nothing is called ${names('additionalProperties')} here: remove or rename it.`,
        ),
      ];
    case 'enum':
      return [
        problem(instancePath, `要写其中之一：${names('allowedValues')}。`, `Write one of: ${names('allowedValues')}.`),
      ];
    case 'pattern':
      return instancePath === '/type'
        ? [
            problem(
              instancePath,
              '类型名要写成「归属/名称」，例如 acme/orderLookup。',
              'The type is written owner/name, such as acme/orderLookup.',
            ),
          ]
        : [problem(instancePath, `写法不对：${message}。`, `Not written as it should be: ${message}.`)];
    default:
      return [problem(instancePath, `不合规则：${message}。`, `Does not fit: ${message}.`)];
  }
}

function problem(field: string, zh: string, en: string): PackProblem {
  return { field, message: { 'zh-CN': zh, en } };
}
