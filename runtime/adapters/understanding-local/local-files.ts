// The one place that knows where this engine's files lie: beside the sources in development, beside the bundle in production.

/**
 * The file of a worker thread, or undefined when there is none to start: from TypeScript sources the engine trains in slices
 * in its own process instead. The build makes `understanding-worker.js` from `understanding-worker.ts`, next to the server's bundle.
 */
export function workerFile(): URL | undefined {
  return isBundled() ? new URL('./understanding-worker.js', import.meta.url) : undefined;
}

/** A shipped model. The build copies the folder `assets` to `understanding-assets`, next to the server's bundle. */
export function assetFile(
  name: 'emotion-zh.bin' | 'emotion-service-zh.bin' | 'emotion-en.bin' | 'meaning-zh.bin' | 'meaning-en.bin',
): URL {
  return new URL(`./${isBundled() ? 'understanding-assets' : 'assets'}/${name}`, import.meta.url);
}

function isBundled(): boolean {
  return !import.meta.url.endsWith('.ts');
}
