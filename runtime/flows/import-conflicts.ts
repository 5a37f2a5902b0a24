// What stands in the way of a file here: names that are taken, things that are missing, and secrets in plain text.
import type { Bilingual } from '#nodes/kit/localized.ts';
import { isJsonObject } from '#nodes/kit/json.ts';
import { openCalls } from '#nodes/flow/compose-flow.ts';
import type { FlowDocument } from '#nodes/flow/document.ts';
import { validateFlow } from '#nodes/flow/validate.ts';
import type { PackDefinition } from '#nodes/packs/pack-definition.ts';
import { pinPacks } from '#nodes/packs/pinned-packs.ts';
import type { ImportConflict } from '#nodes/wire/flow-import.ts';
import type { StoredFlow } from '#runtime/ports/flow-store.ts';
import { createBundle, type CalledFlow } from './bundle.ts';
import type { KnowledgePack } from './flow-knowledge.ts';

/** What is here already. `credentials` undefined: nobody knows. */
export interface ImportSurroundings {
  readonly flows: readonly StoredFlow[];
  readonly baseNames: readonly string[];
  readonly credentials: readonly string[] | undefined;
  /** What calls of other systems lean on; undefined: nobody knows. */
  readonly systems: ReachableSystems | undefined;
  /** The operator's own node types. */
  readonly nodePacks: readonly PackDefinition[];
}

/** Other systems that are set up in a workspace. */
export interface ReachableSystems {
  readonly hasMailServer: boolean;
  /** Names. */
  readonly toolServers: readonly string[];
}

/** What the file brings. */
export interface Incoming {
  readonly slug: string | undefined;
  readonly document: FlowDocument;
  readonly called: readonly CalledFlow[];
  readonly packs: readonly KnowledgePack[];
}

/** Every conflict; those that block first. */
export function conflictsOf(incoming: Incoming, here: ImportSurroundings): readonly ImportConflict[] {
  const documents = [incoming.document, ...incoming.called.map(({ document }) => document)];
  const all = [
    ...documents.flatMap((document) => unknownNodes(document, here)),
    ...documents.flatMap(secretsIn).map(({ node, field }) =>
      conflict('secret', field, node, true, {
        'zh-CN': `「${node}」的 ${field} 里有明文密钥。删掉它，改用「设置 › 凭据」。`,
        en: `"${node}" holds a secret in plain text at ${field}. Take it out and keep it under Settings, Credentials.`,
      }),
    ),
    ...takenName(incoming, here),
    ...takenBases(incoming, here),
    ...broughtSites(incoming),
    ...missingCredentials(documents, here),
    ...missingSystems(documents, here),
    ...missingCalls(documents, incoming, here),
  ];
  return all.sort((a, b) => Number(b.blocks) - Number(a.blocks));
}

/** The literal secrets of a flow: the fields that an export would empty. */
export function secretsIn(document: FlowDocument): readonly { readonly node: string; readonly field: string }[] {
  return createBundle(document, []).redacted;
}

function unknownNodes(document: FlowDocument, { nodePacks }: ImportSurroundings): readonly ImportConflict[] {
  return validateFlow(pinPacks(document, nodePacks)).flatMap(({ code, node, message }) => {
    if (code !== 'NODE_UNKNOWN' && code !== 'NODE_VERSION_NEWER') return [];
    const type = document.nodes.find(({ id }) => id === node)?.type ?? '';
    return [conflict(code === 'NODE_UNKNOWN' ? 'node-unknown' : 'node-newer', type, node, true, message)];
  });
}

function takenName({ slug, document }: Incoming, { flows }: ImportSurroundings): readonly ImportConflict[] {
  const taken = flows.find((flow) => flow.slug === slug) ?? flows.find((flow) => flow.name === document.name);
  if (taken === undefined) return [];
  const words: Bilingual = {
    'zh-CN': `这里已有流程「${taken.name}」（${taken.slug}）。可以导入成新的一份，也可以替换它的草稿；线上版本不受影响。`,
    en: `There is a flow "${taken.name}" (${taken.slug}) already. Import a new copy, or replace its draft; what is published stays.`,
  };
  return [{ ...conflict('flow-name', taken.name, null, false, words), flowId: taken.id }];
}

function takenBases({ packs }: Incoming, { baseNames }: ImportSurroundings): readonly ImportConflict[] {
  return packs
    .filter(({ name }) => baseNames.includes(name))
    .map(({ name }) =>
      conflict('base-name', name, null, false, {
        'zh-CN': `已有同名知识库「${name}」，会另外新建一个同名的，原来的不变。`,
        en: `There is a knowledge base "${name}" already. Another one of that name is made; the old one stays as it is.`,
      }),
    );
}

function broughtSites({ packs }: Incoming): readonly ImportConflict[] {
  return packs.flatMap(({ name, sites = [] }) => {
    if (sites.length === 0) return [];
    const first = sites.slice(0, 3).map(({ address }) => address.slice(0, 100));
    const shown = first.join(', ') + (sites.length > first.length ? ' …' : '');
    return [
      conflict('websites', name, null, false, {
        'zh-CN': `知识库「${name}」带有 ${sites.length} 个网站（${shown}），会按各自的间隔自动更新。不需要的可以在知识库里删除。`,
        en: `The knowledge base "${name}" brings ${sites.length === 1 ? 'a website' : `${sites.length} websites`} (${shown}), updated at the interval set for each. Delete in the base what is not wanted.`,
      }),
    ];
  });
}

function missingCredentials(
  documents: readonly FlowDocument[],
  { credentials }: ImportSurroundings,
): readonly ImportConflict[] {
  if (credentials === undefined) return [];
  const seen = new Set<string>();
  return documents.flatMap(({ nodes }) =>
    nodes.flatMap(({ id, config }) => {
      const name = config['credential'];
      if (typeof name !== 'string' || name === '' || credentials.includes(name) || seen.has(name)) return [];
      seen.add(name);
      return [
        conflict('credential-missing', name, id, false, {
          'zh-CN': `凭据「${name}」这里没有。请管理员在「设置 › 凭据」里按这个名字添加。`,
          en: `The credential "${name}" does not exist here. Have an admin add it by this name under Settings, Credentials.`,
        }),
      ];
    }),
  );
}

function missingSystems(
  documents: readonly FlowDocument[],
  { systems }: ImportSurroundings,
): readonly ImportConflict[] {
  if (systems === undefined) return [];
  const nodes = documents.flatMap((document) => document.nodes);
  const mailer = systems.hasMailServer ? undefined : nodes.find(({ type }) => type === 'mail');
  const seen = new Set<string>(['', ...systems.toolServers]);
  const servers = nodes.flatMap(({ id, type, config }) => {
    const name = config['server'];
    if (type !== 'tool' || typeof name !== 'string' || seen.has(name)) return [];
    seen.add(name);
    return [
      conflict('tool-server-missing', name, id, false, {
        'zh-CN': `工具服务器「${name}」这里没有。请管理员在「设置 › 工具服务器」里按这个名字添加。`,
        en: `The tool server "${name}" does not exist here. Have an admin add it by this name under Settings, Tool servers.`,
      }),
    ];
  });
  if (mailer === undefined) return servers;
  return [
    conflict('mail-server-missing', '', mailer.id, false, {
      'zh-CN': '流程会发邮件，这里还没有设置邮件服务器。请管理员到「设置 › 邮件服务器」填写。',
      en: 'The flow sends mails, and no mail server is set up here. Have an admin enter one under Settings, Mail server.',
    }),
    ...servers,
  ];
}

function missingCalls(
  documents: readonly FlowDocument[],
  { called }: Incoming,
  { flows }: ImportSurroundings,
): readonly ImportConflict[] {
  const there = new Set([...called.map(({ ref }) => ref), ...flows.map(({ id }) => id)]);
  return documents.flatMap((document) =>
    openCalls(document).flatMap(({ node, call }) => {
      if (there.has(call.flow) || call.flow === '') return [];
      const chosen = node.config['call'];
      const name = isJsonObject(chosen) && typeof chosen['name'] === 'string' ? chosen['name'] : call.flow;
      return [
        conflict('call-missing', name, node.id, false, {
          'zh-CN': `要调用的流程「${name}」不在文件里，这里也没有。导入后请重新选择。`,
          en: `The called flow "${name}" is neither in the file nor here. Choose another one after the import.`,
        }),
      ];
    }),
  );
}

function conflict(
  kind: ImportConflict['kind'],
  what: string,
  node: string | null,
  blocks: boolean,
  message: Bilingual,
): ImportConflict {
  return { kind, what, node, blocks, message };
}
