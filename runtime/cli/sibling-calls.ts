// The flows a flow file calls, read from the files beside it: `NAME.json`, `NAME.tandem.json` or `NAME/flow.json`.
import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { openCalls, type CallableFlow, type ResolveCall } from '#nodes/flow/compose-flow.ts';
import type { FlowDocument } from '#nodes/flow/document.ts';
import { upgradeFlow } from '#nodes/flow/upgrade.ts';
import { readFlowFile } from './flow-file.ts';

/** A file name of its own, never a path. */
const PLAIN_NAME = /^[\p{L}\p{N}_-]{1,128}$/u;

/** Reads everything that is called, at any depth. Files have no versions: a pinned version is the file too. */
export async function siblingCalls(path: string, flow: unknown): Promise<ResolveCall> {
  const found = new Map<string, CallableFlow>();
  const folder = dirname(resolve(path));
  const queue = callsIn(flow);
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (found.has(name) || !PLAIN_NAME.test(name)) continue;
    const file = await firstFile([
      join(folder, `${name}.json`),
      join(folder, `${name}.tandem.json`),
      join(folder, name, 'flow.json'),
    ]);
    const document = file === undefined ? undefined : documentOf((await readFlowFile(file)).flow);
    if (document === undefined) continue;
    found.set(name, { flow: name, version: 0, name: document.name, document });
    queue.push(...callsIn(document));
  }
  return (name) => found.get(name) ?? 'missing';
}

function callsIn(flow: unknown): string[] {
  const document = documentOf(flow);
  return document === undefined ? [] : openCalls(document).map(({ call }) => call.flow);
}

function documentOf(flow: unknown): FlowDocument | undefined {
  const read = upgradeFlow(flow);
  return read.ok ? read.document : undefined;
}

async function firstFile(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) if ((await stat(path).catch(() => undefined))?.isFile() === true) return path;
  return undefined;
}
