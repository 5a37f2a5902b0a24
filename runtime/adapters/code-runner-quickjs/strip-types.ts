// TypeScript to JavaScript: takes the types away and keeps the lines where they are.

/** The script as JavaScript. Loads the stripper only when a script is written in TypeScript. Throws for what cannot be read. */
export async function stripTypes(source: string): Promise<string> {
  const { transform } = await import('sucrase');
  return transform(source, { transforms: ['typescript'], disableESTransforms: true, keepUnusedImports: true }).code;
}
