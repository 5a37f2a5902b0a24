// Ports: the named ways out of a node.
import type { Bilingual, Localized } from './localized.ts';

/** One way out. `id` is stable and stored in edges; it holds letters, digits, `_` and `-` only. */
export interface Port {
  readonly id: string;
  readonly label: Bilingual | Localized;
  /** `main` is drawn first and gets the auto-connection; `problem` (error, timeout, invalid ...) is drawn in the warning colour. */
  readonly role: 'main' | 'branch' | 'problem' | 'silence';
  /** True when leaving it unconnected is a fault in the drawing, not a choice. */
  readonly required?: boolean;
}

/** The usual ports, written once. */
export const PORTS = {
  next: { id: 'next', label: { 'zh-CN': '下一步', en: 'Next' }, role: 'main' },
  noReply: { id: 'noReply', label: { 'zh-CN': '未回复', en: 'No reply' }, role: 'silence' },
  error: { id: 'error', label: { 'zh-CN': '出错', en: 'Error' }, role: 'problem' },
  invalid: { id: 'invalid', label: { 'zh-CN': '多次无效', en: 'Invalid' }, role: 'problem' },
  answered: { id: 'answered', label: { 'zh-CN': '已回答', en: 'Answered' }, role: 'main' },
} as const satisfies Record<string, Port>;
