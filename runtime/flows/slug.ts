// The short name of a flow in public addresses.

/** A slug from a name, or `flow` when the name has no Latin letters or digits. */
export function slugFromName(name: string): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 48)
    .replace(/-+$/, '');
  return words === '' ? 'flow' : words;
}

/** Adds a part that makes a taken slug free, such as `help-k3f9a`. */
export function slugWithSuffix(slug: string, random: string): string {
  const suffix = random
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .slice(-6);
  return `${slug.slice(0, 56)}-${suffix === '' ? '0' : suffix}`;
}
