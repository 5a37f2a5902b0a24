// Secrets that stand in the drawing: keys, tokens, private keys and passwords, where everybody who may read the flow reads them.
import { isJsonObject } from '#nodes/kit/json.ts';
import type { FlowProblem } from '#nodes/wire/flows.ts';
import { problem } from '../problem.ts';
import { nameOf, type CheckedFlow } from './checked-flow.ts';

/** Forms that are never anything but a secret. */
const SECRETS: readonly RegExp[] = [
  /-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----[^-]*(?:-----END [A-Z ]{0,20}PRIVATE KEY-----)?/u,
  /\b(?:sk|rk|pk)[-_](?:live|test|proj|ant)?[-_]?[A-Za-z0-9_-]{20,200}/u,
  /\bAKIA[0-9A-Z]{16}\b/u,
  /\b(?:ghp|gho|ghs|ghu|github_pat)_[A-Za-z0-9_]{20,255}/u,
  /\bglpat-[A-Za-z0-9_-]{20,64}/u,
  /\bxox[abprs]-[A-Za-z0-9-]{10,200}/u,
  /\bAIza[A-Za-z0-9_-]{35}/u,
  /\bLTAI[A-Za-z0-9]{12,24}\b/u,
  /\btdm_[A-Za-z0-9_-]{20,100}/u,
  /\beyJ[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{10,1000}/u,
  /(?<=:\/\/[^\s/:@{}]{1,100}:)[^\s/@{}]{3,200}(?=@)/u,
  /(?<=\bBearer )[A-Za-z0-9._~+/-]{20,2000}/u,
];
const SECRET_NAME = /authori[sz]ation|api[-_ ]?key|access[-_ ]?token|secret|passw/iu;

/** Looks through every text of every node. */
export function checkSecrets(flow: CheckedFlow): readonly FlowProblem[] {
  const problems: FlowProblem[] = [];
  for (const { node, type } of flow.sound.values()) {
    const name = nameOf(node, flow.types);
    // What a system is called with stays inside; what is said goes out to every customer.
    const staysInside = type.effects.includes('http.request') || type.effects.includes('tool.call');
    const severity = staysInside ? 'warning' : 'error';
    walk(node.config, '', (field, text) => {
      const found = SECRETS.map((pattern) => pattern.exec(text)?.[0]).find((match) => match !== undefined);
      if (found === undefined) return;
      problems.push(
        problem('SECRET_IN_TEXT', severity, node.id, {
          message: {
            'zh-CN': `「${name['zh-CN']}」里有一段像密钥或密码的内容（${shown(found)}）。`,
            en: `"${name.en}" holds what looks like a key or password (${shown(found)}).`,
          },
          fix: {
            'zh-CN': '把它删掉，并到对方系统里换一把新的：看过这份流程的人都可能记下了它。',
            en: 'Take it out, and renew it where it comes from: whoever saw this flow may have kept it.',
          },
          field,
          mends: [
            {
              label: { 'zh-CN': '删掉这段内容', en: 'Take it out' },
              change: { kind: 'set', node: node.id, field, value: text.replace(found, '') },
            },
          ],
        }),
      );
    });
    if (node.disabled !== true) problems.push(...missingCredentials(node.id, name, node.config));
  }
  return problems;
}

/** A header or parameter that is named like a credential and has no value: a bundle leaves such fields empty. */
function missingCredentials(
  node: string,
  name: { readonly 'zh-CN': string; readonly en: string },
  config: Readonly<Record<string, unknown>>,
): readonly FlowProblem[] {
  return Object.entries(config).flatMap(([key, list]) => {
    if (!Array.isArray(list)) return [];
    return list.flatMap((item: unknown, index) => {
      if (!isJsonObject(item)) return [];
      const label = item['name'] ?? item['key'];
      const value = item['value'] ?? item['expr'];
      if (typeof label !== 'string' || !SECRET_NAME.test(label) || typeof value !== 'string' || value.trim() !== '')
        return [];
      return [
        problem('CREDENTIAL_MISSING', 'error', node, {
          message: {
            'zh-CN': `「${name['zh-CN']}」的「${label}」是空的，对方系统会拒绝。`,
            en: `"${label}" of "${name.en}" is empty: the other system will refuse the call.`,
          },
          fix: { 'zh-CN': '填入凭据，或删掉这一项。', en: 'Fill in the credential, or delete the entry.' },
          field: `/${key}/${index}`,
        }),
      ];
    });
  });
}

function walk(value: unknown, pointer: string, visit: (pointer: string, text: string) => void): void {
  if (typeof value === 'string') {
    if (value.length >= 8) visit(pointer, value);
  } else if (Array.isArray(value)) {
    value.forEach((item: unknown, index) => walk(item, `${pointer}/${index}`, visit));
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      walk(item, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, visit);
    }
  }
}

/** Enough to find it, not enough to use it. */
function shown(secret: string): string {
  return `${secret.slice(0, 4)}…`;
}
