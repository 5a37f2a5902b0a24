// Names that point elsewhere: intents, knowledge bases, other nodes.
import type { TObject, TSchema } from 'typebox';
import { uiOf } from '#nodes/kit/fields.ts';
import type { WeeklyHours } from '#nodes/kit/gates.ts';
import type { FlowProblem } from '#nodes/wire/flows.ts';
import { problem } from '../problem.ts';
import { RESERVED_NAMES } from '../scope.ts';
import { isTimeZone } from '../zone.ts';
import type { CheckedFlow } from './checked-flow.ts';

/** Checks every field whose widget picks something by id. */
export function checkReferences(flow: CheckedFlow): readonly FlowProblem[] {
  const problems: FlowProblem[] = [];
  const intents = new Map(flow.document.intents.map((intent) => [intent.id, intent]));
  for (const { node, type } of flow.sound.values()) {
    if (node.disabled === true) continue;
    for (const [name, schema] of Object.entries(propertiesOf(type.config))) {
      const value = node.config[name];
      const widget = uiOf(schema)?.widget;
      const field = `/${name}`;
      if (widget === 'intents' || widget === 'intent-list') {
        for (const id of intentIds(value)) problems.push(...intentProblems(node.id, field, id, intents.get(id)));
      } else if (widget === 'weekly-hours' && value !== undefined) {
        problems.push(...zoneProblems(node.id, field, (value as WeeklyHours).timeZone));
      } else if (widget === 'node' && typeof value === 'string' && !flow.nodes.has(value)) {
        problems.push(
          problem('TARGET_MISSING', 'error', node.id, {
            message: { 'zh-CN': '要跳转到的节点不存在。', en: 'The node to jump to does not exist.' },
            fix: { 'zh-CN': '重新选择一个节点。', en: 'Choose a node again.' },
            field,
          }),
        );
      } else if (widget === 'knowledge-bases' && flow.knowledgeBaseIds !== undefined && Array.isArray(value)) {
        for (const id of value.filter((base) => !flow.knowledgeBaseIds?.includes(String(base)))) {
          problems.push(
            problem('KNOWLEDGE_MISSING', 'error', node.id, {
              message: {
                'zh-CN': `所选的知识库（${String(id)}）已不存在。`,
                en: `The chosen knowledge base (${String(id)}) no longer exists.`,
              },
              fix: { 'zh-CN': '重新选择知识库。', en: 'Choose a knowledge base again.' },
              field,
            }),
          );
        }
      }
    }
    for (const { name } of type.writes?.(node.config) ?? []) problems.push(...reservedProblems(node.id, name));
  }
  problems.push(...zoneProblems(null, '/settings/timeZone', flow.document.settings.timeZone));
  for (const { name } of flow.document.variables) problems.push(...reservedProblems(null, name));
  return problems;
}

function zoneProblems(node: string | null, field: string, timeZone: string): readonly FlowProblem[] {
  if (isTimeZone(timeZone)) return [];
  return [
    problem('TIME_ZONE_UNKNOWN', 'error', node, {
      message: { 'zh-CN': `没有名为「${timeZone}」的时区。`, en: `There is no time zone called "${timeZone}".` },
      fix: { 'zh-CN': '换成 Asia/Shanghai 这样的时区名。', en: 'Choose a name such as Asia/Shanghai.' },
      field,
    }),
  ];
}

/** A name of the language would hide the variable for ever. */
function reservedProblems(node: string | null, name: string): readonly FlowProblem[] {
  if (!RESERVED_NAMES.has(name) && !/(?:^|\.)__proto__$/u.test(name)) return [];
  return [
    problem('VARIABLE_RESERVED', 'error', node, {
      message: {
        'zh-CN': `变量不能叫「${name}」，这个名字系统自己要用。`,
        en: `A variable cannot be called "${name}": the language uses this name itself.`,
      },
      fix: { 'zh-CN': '换一个变量名。', en: 'Choose another name.' },
    }),
  ];
}

function intentProblems(
  node: string,
  field: string,
  id: string,
  intent: { readonly name: string; readonly examples: readonly string[] } | undefined,
): readonly FlowProblem[] {
  if (intent === undefined) {
    return [
      problem('INTENT_MISSING', 'error', node, {
        message: { 'zh-CN': `意图「${id}」不存在。`, en: `The intent "${id}" does not exist.` },
        fix: {
          'zh-CN': '在意图面板里新建它，或换一个意图。',
          en: 'Create it in the intents panel, or choose another.',
        },
        field,
      }),
    ];
  }
  if (intent.examples.length >= 5) return [];
  return [
    problem('INTENT_THIN', 'warning', node, {
      message: {
        'zh-CN': `意图「${intent.name}」只有 ${String(intent.examples.length)} 句例句，识别会不准。`,
        en: `The intent "${intent.name}" has only ${String(intent.examples.length)} example sentences; it will not be reliable.`,
      },
      fix: {
        'zh-CN': '补充到 15 句以上，写客户真实的说法。',
        en: 'Add more, 15 or so, in the words of real customers.',
      },
      field,
    }),
  ];
}

function intentIds(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) => {
    if (typeof item === 'string') return [item];
    return typeof item === 'object' && item !== null && 'id' in item ? [String(item.id)] : [];
  });
}

function propertiesOf(schema: TObject): Readonly<Record<string, TSchema>> {
  return schema.properties;
}
