// What an e-mail address is here: one plain address, without a name, a comment or anything that could begin a second one.

const LOCAL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/u;
const DOMAIN = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$/u;

/** Whether a text is one e-mail address and nothing else. Domains may be written in their own script. */
export function isMailAddress(text: string): boolean {
  const at = text.lastIndexOf('@');
  const local = text.slice(0, Math.max(0, at));
  const domain = text.slice(at + 1);
  return text.length <= 254 && local.length <= 64 && LOCAL.test(local) && DOMAIN.test(domain);
}

/** The recipients of a list as its author wrote it: split at commas, semicolons and lines, never inside `{{ }}`. */
export function recipientsIn(list: string): readonly string[] {
  return (list.match(/(?:\{\{.*?\}\}|[^,;，；\n])+/gsu) ?? []).map((part) => part.trim()).filter((part) => part !== '');
}

/** Whether a text holds line breaks or other control characters: in a header of a mail they could begin another header. */
export function breaksHeader(text: string): boolean {
  return /[\p{Cc}\u2028\u2029]/u.test(text);
}
