// Leads as a CSV file that a spreadsheet opens without running anything in it.
import type { Json } from '#nodes/kit/json.ts';
import type { Bilingual, Locale } from '#nodes/kit/localized.ts';
import type { StoredLead } from '#runtime/ports/lead-store.ts';
import { csvFile } from '#runtime/spreadsheets/spreadsheets.ts';

const COLUMNS: readonly { readonly title: Bilingual; readonly value: (lead: StoredLead) => Json }[] = [
  { title: { 'zh-CN': '编号', en: 'ID' }, value: ({ id }) => id },
  { title: { 'zh-CN': '时间', en: 'Created' }, value: ({ createdAt }) => isoFrom(createdAt) },
  { title: { 'zh-CN': '称呼', en: 'Name' }, value: ({ name }) => name },
  { title: { 'zh-CN': '手机号', en: 'Phone' }, value: ({ phone }) => phone },
  { title: { 'zh-CN': '邮箱', en: 'E-mail' }, value: ({ email }) => email },
  { title: { 'zh-CN': '微信', en: 'WeChat' }, value: ({ wechat }) => wechat },
  { title: { 'zh-CN': '阶段', en: 'Stage' }, value: ({ stage }) => stage },
  { title: { 'zh-CN': '负责人', en: 'Owner' }, value: ({ owner }) => owner?.name ?? '' },
  { title: { 'zh-CN': '同意联系', en: 'Consent' }, value: ({ consent }) => consent.given },
  {
    title: { 'zh-CN': '同意时间', en: 'Consent at' },
    value: ({ consent }) => (consent.at === null ? '' : isoFrom(consent.at)),
  },
  { title: { 'zh-CN': '提交次数', en: 'Submissions' }, value: ({ submissions }) => submissions },
  { title: { 'zh-CN': '流程', en: 'Flow' }, value: ({ flow }) => flow.name },
  { title: { 'zh-CN': '来源页面', en: 'Source page' }, value: ({ source }) => source['page'] ?? '' },
  { title: { 'zh-CN': '活动', en: 'Campaign' }, value: ({ source }) => source['campaign'] ?? '' },
  { title: { 'zh-CN': '备注', en: 'Note' }, value: ({ note }) => note },
];
const OWN_COLUMNS = new Set(['name', 'phone', 'email', 'wechat']);

/** UTF-8 with a byte order mark, CRLF lines, every cell quoted. Further fields that customers filled in follow the fixed columns. */
export function csvFromLeads(leads: readonly StoredLead[], locale: Locale): string {
  const extra = [...new Set(leads.flatMap(({ values }) => Object.keys(values)))].filter((key) => !OWN_COLUMNS.has(key));
  const head = [...COLUMNS.map(({ title }) => title[locale]), ...extra];
  const rows = leads.map((lead) => [
    ...COLUMNS.map(({ value }) => value(lead)),
    ...extra.map((key) => (Object.hasOwn(lead.values, key) ? (lead.values[key] ?? '') : '')),
  ]);
  return csvFile([head, ...rows]);
}

function isoFrom(at: number): string {
  return new Date(at).toISOString();
}
