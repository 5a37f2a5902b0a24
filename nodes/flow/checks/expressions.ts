// Expressions and placeholders: readable, and only naming what exists.
import { variantsOf, type Localized } from '#nodes/kit/localized.ts';
import type { FlowProblem } from '#nodes/wire/flows.ts';
import type { FlowDocument, FlowNode } from '../document.ts';
import { parseExpression } from '../expression/parse-expression.ts';
import { referencesIn } from '../expression/references.ts';
import type { SyntaxProblem } from '../expression/syntax.ts';
import { problem } from '../problem.ts';
import { RESERVED_NAMES } from '../scope.ts';
import { parseTemplate } from '../template.ts';
import type { CheckedFlow } from './checked-flow.ts';

interface Source {
  readonly node: FlowNode | null;
  readonly field: string;
  readonly kind: 'expression' | 'template';
  readonly text: string;
}

/** Checks every expression and template of the flow. */
export function checkExpressions(flow: CheckedFlow): readonly FlowProblem[] {
  const known = knownVariables(flow);
  return sourcesOf(flow).flatMap((source) => checkSource(source, known));
}

/** Variables that are declared or set somewhere in the flow. */
export function knownVariables({ document, sound }: Pick<CheckedFlow, 'document' | 'sound'>): ReadonlySet<string> {
  const known = new Set<string>(RESERVED_NAMES);
  for (const variable of document.variables) known.add(variable.name);
  for (const { node, type } of sound.values()) {
    for (const { name } of type.writes?.(node.config) ?? []) known.add(name.split('.')[0] ?? name);
  }
  return known;
}

function sourcesOf({ document, sound }: CheckedFlow): readonly Source[] {
  const sources: Source[] = settingsSources(document);
  for (const { node, type } of sound.values()) {
    if (node.disabled === true) continue;
    for (const { field, kind, source } of type.reads?.(node.config) ?? []) {
      for (const { text } of variantsOf(source)) sources.push({ node, field, kind, text });
    }
  }
  return sources;
}

function settingsSources({ settings }: FlowDocument): Source[] {
  const texts: readonly (readonly [field: string, text: Localized | undefined])[] = [
    ['fallback', settings.fallback],
    ['apology', settings.apology],
    ['topics/bridge', settings.topics?.bridge],
    ['topics/switchQuestion', settings.topics?.switchQuestion],
  ];
  return texts.flatMap(([name, words]) =>
    variantsOf(words).map(({ text }) => ({
      node: null,
      field: `/settings/${name}`,
      kind: 'template' as const,
      text,
    })),
  );
}

function checkSource({ node, field, kind, text }: Source, known: ReadonlySet<string>): readonly FlowProblem[] {
  const at = node?.id ?? null;
  const expressions: string[] = [];
  if (kind === 'expression') expressions.push(text);
  else {
    const parsed = parseTemplate(text);
    if (!parsed.ok) return [unreadable(at, field, text, parsed.problem)];
    for (const part of parsed.parts) if (part.kind === 'placeholder') expressions.push(part.source);
  }
  return expressions.flatMap((source) => {
    const parsed = parseExpression(source);
    if (!parsed.ok) return [unreadable(at, field, source, parsed.problem)];
    const unknown = new Set(
      referencesIn(source)
        .map((path) => path.split(/[.[]/u)[0] ?? path)
        .filter((name) => !known.has(name)),
    );
    return [...unknown].map((name) =>
      problem('VARIABLE_UNKNOWN', 'warning', at, {
        message: {
          'zh-CN': `变量 {{${name}}} 在流程里从来没有值。`,
          en: `{{${name}}} never gets a value in this flow.`,
        },
        fix: {
          'zh-CN': '检查拼写，或先用提问或「设置变量」给它赋值。',
          en: 'Check the spelling, or give it a value first.',
        },
        field,
        mends: [
          {
            label: { 'zh-CN': `声明变量「${name}」`, en: `Declare "${name}"` },
            change: { kind: 'declare', name },
          },
        ],
      }),
    );
  });
}

function unreadable(node: string | null, field: string, source: string, found: SyntaxProblem): FlowProblem {
  const shown = source.length > 60 ? `${source.slice(0, 60)}…` : source;
  return problem('EXPRESSION_INVALID', 'error', node, {
    message: { 'zh-CN': `「${shown}」：${found.message['zh-CN']}`, en: `"${shown}": ${found.message.en}` },
    fix: { 'zh-CN': '改正这个表达式。', en: 'Correct the expression.' },
    field,
  });
}
