// Where the writer thread's program lies: beside the bundle in a built tree, beside this file in the sources.

/** The program to start as a worker thread. */
export function workerUrl(): URL {
  const fromSources = import.meta.url.endsWith('.ts');
  // Two whole literals: bundlers then leave them alone.
  return fromSources
    ? new URL('./writer-worker-source.mjs', import.meta.url)
    : new URL('./writer-worker.js', import.meta.url);
}
