// Missing languages: a text that is written for some of the flow's languages and empty in another.
import { variantsOf, type Bilingual, type Localized } from '#nodes/kit/localized.ts';
import type { FlowProblem } from '#nodes/wire/flows.ts';
import { problem } from '../problem.ts';
import { nameOf, type CheckedFlow } from './checked-flow.ts';

/** A text without own words in a language is shown in another one; nobody wrote it so on purpose. */
export function checkLanguages(flow: CheckedFlow): readonly FlowProblem[] {
  const { locales } = flow.document.settings;
  if (locales.length < 2) return [];
  const problems: FlowProblem[] = [];
  for (const { node, type } of flow.sound.values()) {
    if (node.disabled === true) continue;
    const name = nameOf(node, flow.types);
    for (const { field, kind, source } of type.reads?.(node.config) ?? []) {
      if (kind === 'template') problems.push(...missingIn(node.id, name, field, source, locales));
    }
  }
  const whole = { 'zh-CN': '流程设置', en: 'Flow settings' };
  for (const key of ['fallback', 'apology'] as const) {
    problems.push(...missingIn(null, whole, `/settings/${key}`, flow.document.settings[key], locales));
  }
  return problems;
}

function missingIn(
  node: string | null,
  name: { readonly 'zh-CN': string; readonly en: string },
  field: string,
  source: Localized,
  locales: readonly string[],
): readonly FlowProblem[] {
  if (typeof source === 'string') return [];
  const written = variantsOf(source).find(({ text }) => text.trim() !== '');
  if (written === undefined) return [];
  const lacking = locales.filter(
    (locale) => !Object.entries(source).some(([key, text]) => covers(key, locale) && text.trim() !== ''),
  );
  const other = languageOf(written.locale ?? '');
  return lacking.map((locale) => {
    const own = languageOf(locale);
    return problem('TEXT_UNTRANSLATED', 'warning', node, {
      message: {
        'zh-CN': `「${name['zh-CN']}」有一段文字没有${own['zh-CN']}，说${own['zh-CN']}的客户会看到${other['zh-CN']}。`,
        en: `"${name.en}" has a text without ${own.en}: customers who speak it will read ${other.en}.`,
      },
      fix: { 'zh-CN': `补上${own['zh-CN']}。`, en: `Write it in ${own.en}.` },
      field,
      mends: [
        {
          label: { 'zh-CN': `先用${other['zh-CN']}作草稿`, en: `Take the ${other.en} text as a draft` },
          change: { kind: 'translate', node, field, locale, text: written.text },
        },
      ],
    });
  });
}

/** The languages of the interface by name; others by their code, which whoever added them knows. */
function languageOf(locale: string): Bilingual {
  switch (locale.split('-')[0]) {
    case 'zh':
      return { 'zh-CN': '中文', en: 'Chinese' };
    case 'en':
      return { 'zh-CN': '英文', en: 'English' };
    default:
      return { 'zh-CN': ` ${locale} `, en: locale };
  }
}

/** `en` serves customers of `en-GB` too. */
function covers(written: string, locale: string): boolean {
  return written === locale || written.split('-')[0] === locale.split('-')[0];
}
