// Ways to reach a person: e-mail, WeChat id, phone.
import type { Entity } from '#nodes/kit/effects.ts';
import { entitiesOf } from './match.ts';

const EMAIL = /(?<![\w.%+-])[\w.%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}(?![\w-])/dgiu;
const WECHAT =
  /(?:微信|薇信|威信|v信|wechat|weixin|(?<![a-z])vx|(?<![a-z])wx|加v)(?:号码|号|id)? {0,2}(?:(?:my |is|是|为|:|=|,) {0,2}){0,3}(?<fact>[a-z][a-z0-9_-]{5,19}|1[3-9]\d{9})(?![\w-])/dgiu;
const MOBILE = /(?<![\d+])(?:(?:\+|00)?86[- ]?)?(?<fact>1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?!\d)/dgu;
const LANDLINE = /(?<![\d-])(?:0\d{2,3}-\d{7,8}|400[- ]?\d{3}[- ]?\d{4})(?!\d)/dgu;
const INTERNATIONAL = /(?<!\d)\+\d(?:[ .()-]{0,2}\d){6,14}(?!\d)/dgu;
const AMERICAN = /(?<![\d-])(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}(?![\d-])/dgu;

/** Every phone number has one. */
const DIGIT = /\d/u;
/** Every WeChat id has one of these before it. */
const MAY_BE_WECHAT = /信|weixin|wechat|vx|wx|加v/iu;

/** E-mail addresses in lower case; phones as digits, with + when international (Chinese mobiles as 11 digits). */
export function findContacts(text: string): Entity[] {
  const found = text.includes('@') ? entitiesOf(text, 'email', EMAIL, (_, fact) => fact.toLowerCase()) : [];
  if (MAY_BE_WECHAT.test(text)) found.push(...entitiesOf(text, 'wechat', WECHAT, (_, fact) => fact));
  if (!DIGIT.test(text)) return found;
  return [
    ...found,
    ...entitiesOf(text, 'phone', MOBILE, (_, fact) => digitsOf(fact)),
    ...entitiesOf(text, 'phone', INTERNATIONAL, (_, fact) => `+${digitsOf(fact)}`),
    ...entitiesOf(text, 'phone', LANDLINE, (_, fact) => digitsOf(fact)),
    ...entitiesOf(text, 'phone', AMERICAN, (_, fact) => digitsOf(fact)),
  ];
}

function digitsOf(text: string): string {
  return text.replace(/\D/gu, '');
}
