// Consent: a flow that asks for phone, e-mail or other contact details must have asked for agreement on every way there.
import { variantsOf, type Localized } from '#nodes/kit/localized.ts';
import type { FlowNode } from '../document.ts';
import type { FlowProblem } from '#nodes/wire/flows.ts';
import type { Mend } from '#nodes/wire/mends.ts';
import { problem } from '../problem.ts';
import { nameOf, type CheckedFlow } from './checked-flow.ts';

const PERSONAL = /phone|mobile|e-?mail|wechat|id_?card|address|手机|电话|邮箱|微信|身份证|地址/iu;
const AGREEMENT = /同意|隐私|授权|个人信息|consent|privacy|agree|personal data/iu;

/** Nodes that ask for personal data and can be reached without any question for consent. */
export function checkConsent(flow: CheckedFlow): readonly FlowProblem[] {
  const asking = [...flow.sound.values()].filter(
    ({ node }) => node.disabled !== true && asksPersonal(node) && !asksConsent(node),
  );
  if (asking.length === 0) return [];
  const reached = reachedWithoutConsent(flow);
  return asking
    .filter(({ node }) => reached.has(node.id))
    .map(({ node }) => {
      const name = nameOf(node, flow.types);
      return problem('CONSENT_MISSING', 'warning', node.id, {
        message: {
          'zh-CN': `「${name['zh-CN']}」向客户要个人信息，但在这之前没有征得同意。`,
          en: `"${name.en}" asks for personal data, and consent was not asked for before.`,
        },
        fix: {
          'zh-CN': '先用「询问是否」征得同意，或在表单里写明并要求同意。',
          en: 'Ask for agreement first, or let the form say that sending it means to agree.',
        },
        field: 'consent' in node.config ? '/consent' : '/prompt',
        mends: [mendFor(node)],
      });
    });
}

function mendFor(node: FlowNode): Mend {
  const { consent } = node.config;
  if (typeof consent === 'object' && consent !== null && 'required' in consent) {
    return {
      label: { 'zh-CN': '要求勾选同意', en: 'Require the consent box' },
      change: { kind: 'set', node: node.id, field: '/consent/required', value: true },
    };
  }
  return {
    label: { 'zh-CN': '在前面加一步征求同意', en: 'Ask for consent first' },
    change: { kind: 'ask-consent', node: node.id, otherwise: null },
  };
}

function reachedWithoutConsent({ document, types, sound }: CheckedFlow): ReadonlySet<string> {
  const next = new Map<string, string[]>();
  for (const { from, to } of document.edges) next.set(from.node, [...(next.get(from.node) ?? []), to.node]);
  const reached = new Set<string>();
  const queue = document.nodes.filter(({ type }) => types[type]?.trigger !== undefined).map(({ id }) => id);
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    const node = sound.get(id)?.node;
    if (node === undefined || asksConsent(node)) continue;
    queue.push(...(next.get(id) ?? []));
    if (node.type === 'jump' && typeof node.config['target'] === 'string') queue.push(node.config['target']);
  }
  return reached;
}

function asksPersonal({ type, config }: FlowNode): boolean {
  if (type === 'leadCard') return true;
  if (config['kind'] === 'phone' || config['kind'] === 'email') return true;
  if (Array.isArray(config['fields'])) return config['fields'].some(isPersonalField);
  const variable = config['variable'];
  return type.startsWith('ask') && typeof variable === 'string' && PERSONAL.test(variable);
}

function isPersonalField(field: unknown): boolean {
  if (typeof field !== 'object' || field === null) return false;
  const { kind, name } = field as { kind?: unknown; name?: unknown };
  return kind === 'phone' || kind === 'email' || kind === 'wechat' || (typeof name === 'string' && PERSONAL.test(name));
}

function asksConsent({ type, config }: FlowNode): boolean {
  const { consent } = config;
  if (typeof consent === 'object' && consent !== null && 'required' in consent) return consent.required === true;
  // A form that says so before it is sent asks, too: it can be declined.
  const said = type === 'form' ? ['title', 'intro'] : type === 'askConfirm' || type === 'askChoice' ? ['prompt'] : [];
  return said.some((key) => variantsOf(parseLocalized(config[key])).some(({ text }) => AGREEMENT.test(text)));
}

/** Sound nodes keep their prompt as a localized text. */
function parseLocalized(value: unknown): Localized | undefined {
  return value as Localized | undefined;
}
