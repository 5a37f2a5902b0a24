// Takes personal values out of what is kept as a test: the same kind of value stands in, so that questions still take the answer.
import { isJsonObject, type Json, type JsonObject } from '#nodes/kit/json.ts';

const STAND_INS: Readonly<Record<string, string>> = {
  name: '李雷',
  phone: '13800138000',
  mobile: '13800138000',
  tel: '13800138000',
  email: 'li.lei@example.com',
  wechat: 'lilei_2026',
  address: '某路 1 号',
  company: '示例公司',
  birthday: '1990-01-01',
  id_card: '110101199001011237',
};

/** Numbers of people and their papers; order and tracking numbers are kept, for flows depend on their form. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gu, 'li.lei@example.com'],
  [/(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?!\d)/gu, '110101199001011237'],
  [/(?<![\dA-Za-z])(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)/gu, '13800138000'],
  [/(?<![\dA-Za-z])\+\d{1,3}(?:[- ()]{0,2}\d){7,13}(?!\d)/gu, '+14155550123'],
  [/(?<![\dA-Za-z])\(?[2-9]\d{2}\)?[- .][2-9]\d{2}[- .]\d{4}(?!\d)/gu, '415-555-0123'],
  [/(?<![\dA-Za-z])\d{4}(?:[ -]\d{4}){3}(?:[ -]\d{1,3})?(?!\d)/gu, '6222 0000 0000 0000'],
  [/(?<![\dA-Za-z])(?:4|5|62)\d{14,17}(?!\d)/gu, '6222000000000000'],
];

/** A mask for one conversation: what is known of its customer is replaced wherever it stands. */
export interface PersonalMask {
  text(text: string): string;
  /** Values by field name; a name that sounds personal is enough. */
  values(values: JsonObject): JsonObject;
  json(value: Json): Json;
}

/** Makes the mask from the facts known of the customer. */
export function createPersonalMask(customer: JsonObject): PersonalMask {
  const known = Object.entries(customer)
    .flatMap(([key, value]) => (typeof value === 'string' && value.trim().length >= 2 ? [[key, value.trim()]] : []))
    .sort((a, b) => (b[1]?.length ?? 0) - (a[1]?.length ?? 0));

  function text(raw: string): string {
    let masked = raw;
    for (const [key = '', value = ''] of known) masked = masked.replaceAll(value, standInFor(key) ?? '***');
    for (const [pattern, standIn] of PATTERNS) masked = masked.replace(pattern, standIn);
    return masked;
  }

  function json(value: Json, key = ''): Json {
    if (typeof value === 'string') return value === '' ? '' : (standInFor(key) ?? text(value));
    if (Array.isArray(value)) return value.map((item: Json) => json(item, key));
    if (!isJsonObject(value))
      return typeof value === 'number' && Math.abs(value) >= 1e10 ? Number(text(String(value))) : value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, json(item, name)]));
  }

  return {
    text,
    json: (value) => json(value),
    values: (values) => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, json(value, name)])),
  };
}

/** What stands in for a field of this name. */
function standInFor(name: string): string | undefined {
  const plain = name.toLowerCase();
  if (/(?:^|_)(?:full_?|first_?|last_?|user_?|customer_?|contact_?)?name$|姓名|称呼|联系人/u.test(plain))
    return STAND_INS['name'];
  if (/phone|mobile|^tel|手机|电话/u.test(plain)) return STAND_INS['phone'];
  if (/e-?mail|邮箱/u.test(plain)) return STAND_INS['email'];
  if (/wechat|微信/u.test(plain)) return STAND_INS['wechat'];
  if (/address|地址/u.test(plain)) return STAND_INS['address'];
  if (/id_?card|身份证|passport|护照/u.test(plain)) return STAND_INS['id_card'];
  if (/birth|生日/u.test(plain)) return STAND_INS['birthday'];
  if (/company|公司/u.test(plain)) return STAND_INS['company'];
  return Object.hasOwn(STAND_INS, plain) ? STAND_INS[plain] : undefined;
}
