// Sentences about steps and operations, made from the texts: what was undone, how a card is read aloud.
import type { TFunction } from 'i18next';
import type { FlowNode } from '#nodes/flow/document.ts';
import type { Locale } from '#nodes/kit/localized.ts';
import type { CommandLabel } from '../document/command.ts';
import { displayName, portsOf, summaryOf, typeOf, type NodeTypes } from '../document/graph.ts';

export type CanvasText = TFunction<'canvas'>;

/** What a step of the history did: "delete “转人工”". */
export function sayCommand(t: CanvasText, types: NodeTypes, locale: Locale, label: CommandLabel): string {
  const verb = t(`verbs.${label.verb}`);
  if (label.subject !== undefined) {
    return t('did.one', { verb, name: displayName(types, label.subject, locale) });
  }
  return label.count !== undefined && label.count > 1
    ? t('did.many', { verb, count: label.count })
    : t('did.plain', { verb });
}

/** A card as screen readers say it: "Ask, 订单号, 2 outputs, 1 problem". */
export function sayNode(t: CanvasText, types: NodeTypes, locale: Locale, node: FlowNode, problems: number): string {
  const type = typeOf(types, node);
  const title = type?.title[locale] ?? t('card.unknown', { type: node.type });
  const name = displayName(types, node, locale);
  const summary = summaryOf(types, node, locale).slice(0, 80);
  const parts = [
    title,
    name === title ? '' : name,
    name === title ? summary : '',
    t('card.outputs', { count: portsOf(types, node).length }),
    problems > 0 ? t('card.problems', { count: problems }) : '',
    node.disabled === true ? t('card.disabled') : '',
  ];
  return parts.filter((part) => part !== '').join(locale === 'en' ? ', ' : '，');
}
