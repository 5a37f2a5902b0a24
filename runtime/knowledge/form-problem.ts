// Says in both languages where a file is not of the declared form, and what would be.
import type { TSchema } from 'typebox';
import Value from 'typebox/value';
import { FlowError } from '#nodes/kit/errors.ts';

/** REQUEST_INVALID for the first thing in `json` that is not as the schema says. */
export function formProblem(schema: TSchema, json: unknown): FlowError {
  const [first] = Value.Errors(schema, json);
  const where = first?.instancePath.slice(1) || '/';
  const [zh, en] = saidOf(first);
  const message = {
    'zh-CN': `没有导入：文件的 ${where} ${zh}。请改正，或从原来的系统重新导出。`,
    en: `Nothing was imported: ${where} of the file ${en}. Correct it, or export the base again.`,
  };
  return new FlowError('REQUEST_INVALID', message.en, { message, where });
}

interface FormError {
  readonly keyword: string;
  readonly params: object;
}

function saidOf(error: FormError | undefined): readonly [zh: string, en: string] {
  const { keyword = '', params = {} } = error ?? {};
  const value = (name: string): string => {
    const found: unknown = Reflect.get(params, name);
    return Array.isArray(found) ? found.join(', ').slice(0, 200) : String(found).slice(0, 200);
  };
  switch (keyword) {
    case 'maximum':
      return [`不能大于 ${value('limit')}`, `must be at most ${value('limit')}`];
    case 'minimum':
      return [`不能小于 ${value('limit')}`, `must be at least ${value('limit')}`];
    case 'maxItems':
      return [`最多 ${value('limit')} 项`, `must have at most ${value('limit')} entries`];
    case 'maxLength':
      return [`最多 ${value('limit')} 个字`, `must be at most ${value('limit')} characters long`];
    case 'minLength':
      return ['不能为空', 'must not be empty'];
    case 'required':
      return [`缺少 ${value('requiredProperties')}`, `lacks ${value('requiredProperties')}`];
    case 'additionalProperties':
      return [
        `有不认识的 ${value('additionalProperties')}，文件可能来自更新的版本`,
        `has ${value('additionalProperties')}, which is not known here; it may be of a newer version`,
      ];
    case 'const':
      return [`应为 ${value('allowedValue')}`, `must be ${value('allowedValue')}`];
    case 'enum':
      return [`应为 ${value('allowedValues')} 之一`, `must be one of ${value('allowedValues')}`];
    default:
      return ['的类型或格式不对', 'is not of the right form'];
  }
}
