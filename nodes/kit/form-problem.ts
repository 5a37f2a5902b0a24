// The first thing in a file that is not as a schema of the code says: where, and what would be. The rest is not looked at, however large it is.
import { Type, type TObject, type TSchema } from 'typebox';
import Value from 'typebox/value';
import { fitsDeclared } from '#nodes/kit/declared-check.ts';
import { isJsonObject } from './json.ts';
import type { Bilingual } from './localized.ts';

/** A place as `sites/0/settings/depth` (`/`: the whole), and what is wrong with it, as the end of a sentence that begins with the place. */
export interface FormProblem {
  readonly where: string;
  readonly why: Bilingual;
}

/** Undefined: the value is of the form. Only for schemas that the code declares. */
export function formProblem(schema: TSchema, value: unknown): FormProblem | undefined {
  return fitsDeclared(schema, value) ? undefined : firstIn(schema, value, '');
}

function firstIn(schema: TSchema, value: unknown, path: string): FormProblem {
  if (Type.IsObject(schema) && isJsonObject(value)) {
    const key = Object.keys(schema.properties).find((name) => {
      const part = schema.properties[name];
      return part !== undefined && Object.hasOwn(value, name) && !fitsDeclared(part, value[name]);
    });
    const part = key === undefined ? undefined : schema.properties[key];
    return key !== undefined && part !== undefined
      ? firstIn(part, value[key], `${path}/${key}`)
      : wrong(path, keysWrong(schema, Object.keys(value)));
  }
  if (Type.IsArray(schema) && Array.isArray(value)) {
    const maxItems = 'maxItems' in schema && typeof schema.maxItems === 'number' ? schema.maxItems : Infinity;
    if (value.length > maxItems)
      return wrong(path, [`最多 ${String(maxItems)} 项`, `must have at most ${String(maxItems)} entries`]);
    const at = value.findIndex((item) => !fitsDeclared(schema.items, item));
    if (at !== -1) return firstIn(schema.items, value[at], `${path}/${String(at)}`);
  }
  const [first] = Value.Errors(schema, value);
  return wrong(`${path}${first?.instancePath ?? ''}`, saidOf(first));
}

function keysWrong(schema: TObject, keys: readonly string[]): Said {
  // Where every key is optional there is no such list, whatever the type says.
  const required = Object.hasOwn(schema, 'required') ? schema.required : [];
  const missing = required.filter((name) => !keys.includes(name));
  if (missing.length > 0) return [`缺少 ${shown(missing)}`, `lacks ${shown(missing)}`];
  const strange = keys.filter((key) => !Object.hasOwn(schema.properties, key));
  if (strange.length === 0) return OTHER;
  return [
    `有不认识的 ${shown(strange)}，文件可能来自更新的版本`,
    `has ${shown(strange)}, which is not known here; it may be of a newer version`,
  ];
}

type Said = readonly [zh: string, en: string];
const OTHER: Said = ['的类型或格式不对', 'is not of the right form'];

function saidOf(error: { readonly keyword: string; readonly params: object } | undefined): Said {
  const limit = String(Reflect.get(error?.params ?? {}, 'limit'));
  const allowed = shown([Reflect.get(error?.params ?? {}, 'allowedValues')].flat());
  switch (error?.keyword) {
    case 'maximum':
      return [`不能大于 ${limit}`, `must be at most ${limit}`];
    case 'minimum':
      return [`不能小于 ${limit}`, `must be at least ${limit}`];
    case 'maxLength':
      return [`最多 ${limit} 个字`, `must be at most ${limit} characters long`];
    case 'minLength':
      return ['不能为空', 'must not be empty'];
    case 'const':
      return [
        `应为 ${String(Reflect.get(error.params, 'allowedValue'))}`,
        `must be ${String(Reflect.get(error.params, 'allowedValue'))}`,
      ];
    case 'enum':
      return [`应为 ${allowed} 之一`, `must be one of ${allowed}`];
    default:
      return OTHER;
  }
}

function wrong(path: string, [zh, en]: Said): FormProblem {
  return { where: path.slice(1) || '/', why: { 'zh-CN': zh, en } };
}

function shown(values: readonly unknown[]): string {
  return values.slice(0, 10).map(String).join(', ').slice(0, 200);
}
