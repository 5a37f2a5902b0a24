// A cell as the grid shows it and people type it.

/** Nothing is empty; yes and no are said in words. */
export function cellText(
  value: string | number | boolean | null,
  words: { readonly yes: string; readonly no: string },
): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  return String(value);
}
