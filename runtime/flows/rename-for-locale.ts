// A template in the words of the person who starts from it: names of steps, intents and variables, main language.
import type { FlowDocument } from '#nodes/flow/document.ts';

/** What names are called in each further language. */
export type NamesByLocale = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The same flow with another main language, if the flow speaks it, and with the names of that language where there are any. */
export function inLocale(document: FlowDocument, names: NamesByLocale, locale: string | undefined): FlowDocument {
  if (locale === undefined || !document.settings.locales.includes(locale)) return document;
  const words = Object.hasOwn(names, locale) ? names[locale] : undefined;
  const settings = { ...document.settings, locale };
  if (words === undefined) return { ...document, settings };
  const called = (name: string): string => (Object.hasOwn(words, name) ? (words[name] ?? name) : name);
  return {
    ...document,
    settings,
    nodes: document.nodes.map((node) => ({ ...node, name: called(node.name) })),
    intents: document.intents.map((intent) => ({ ...intent, name: called(intent.name) })),
    variables: document.variables.map((variable) =>
      variable.description === undefined ? variable : { ...variable, description: called(variable.description) },
    ),
  };
}
