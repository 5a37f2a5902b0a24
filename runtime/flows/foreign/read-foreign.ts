// Finds out, by content alone, which product an export comes from, and reads it.
import { parse as parseYaml } from 'yaml';
import { FlowError } from '#nodes/kit/errors.ts';
import { isJsonObject } from '#nodes/kit/json.ts';
import type { Bilingual } from '#nodes/kit/localized.ts';
import { answeringFlow } from './answering.ts';
import { filesInArchive, isArchive } from './archive.ts';
import { botpressFiles, isBotpress } from './botpress-file.ts';
import { flowFromBotpress } from './botpress.ts';
import { isDify } from './dify-file.ts';
import { flowFromDify } from './dify.ts';
import type { ForeignFlow } from './foreign-flow.ts';
import { localeOf } from './foreign-text.ts';
import { pairsFromCsv } from './questions-csv.ts';
import { isTypebot } from './typebot-file.ts';
import { flowFromTypebot } from './typebot.ts';

/** What can be read, in words. */
const ACCEPTED: Bilingual = {
  'zh-CN':
    '可以导入：Tandem 的流程和流程包（JSON）、Typebot 导出（JSON）、Dify 应用（YAML）、Botpress v12 机器人和问答（.tgz、.zip 或 JSON）、有问题列和答案列的表格（CSV）。',
  en: 'Accepted are flows and bundles of Tandem (JSON), Typebot exports (JSON), Dify apps (YAML), Botpress v12 bots and Q&A (.tgz, .zip or JSON), and tables with a question and an answer column (CSV).',
};

const MAX_NODES = 10_000;
const DEPTH = 60;

/** The text or bytes of a file: JSON, YAML, CSV or an archive. */
export function parseForeignFile(content: string | Uint8Array): unknown {
  if (typeof content !== 'string' && isArchive(content)) return filesInArchive(content);
  const text = (typeof content === 'string' ? content : decoded(content)).replace(/^\uFEFF/, '');
  const begins = text.trimStart().charAt(0);
  if (begins === '{' || begins === '[') return parseJson(text);
  if (/^(?:app|kind|version|workflow|model_config|dependencies)\s*:/m.test(text)) {
    try {
      // Aliases are bounded: a few lines must not become gigabytes.
      return parseYaml(text, { maxAliasCount: 100 }) as unknown;
    } catch (error) {
      const reason = firstLineOf(error);
      throw unknown({
        'zh-CN': `它像是 YAML，但读不出来：${reason}。`,
        en: `It looks like YAML, but it cannot be read: ${reason}.`,
      });
    }
  }
  return text;
}

/** Reads an export. Fails with FLOW_FORMAT_UNKNOWN, saying what was found and what is accepted. */
export function readForeign(content: unknown): ForeignFlow {
  const flow = flowFrom(
    content instanceof Uint8Array || typeof content === 'string' ? parseForeignFile(content) : content,
  );
  const { nodes } = flow.document;
  if (nodes.length > MAX_NODES) {
    throw unusable({
      'zh-CN': `这个文件会变成 ${String(nodes.length)} 个节点，一个流程最多 ${String(MAX_NODES)} 个。请先拆开再导入。`,
      en: `The file would become ${String(nodes.length)} nodes; a flow holds at most ${String(MAX_NODES)}. Split it before importing.`,
    });
  }
  return flow;
}

function flowFrom(json: unknown): ForeignFlow {
  if (json instanceof Map) {
    const files = new Map<string, unknown>(json);
    if (isBotpress(files)) return flowFromBotpress(files);
    throw unknown({
      'zh-CN': `压缩包里有 ${String(files.size)} 个文本文件，没有 Botpress 的流程。`,
      en: `The archive holds ${String(files.size)} text files, none of them a flow of Botpress.`,
    });
  }
  if (typeof json === 'string') return flowFromTable(json);
  if (tooDeep(json))
    throw unusable({
      'zh-CN': '文件嵌套太深，不像是导出文件。',
      en: 'The file is nested too deeply to be an export.',
    });
  if (isTypebot(json)) return flowFromTypebot(json);
  if (isDify(json)) return flowFromDify(json);
  const files = botpressFiles(json);
  if (files !== undefined) return flowFromBotpress(files);
  throw unknown(foundIn(json));
}

function flowFromTable(text: string): ForeignFlow {
  const pairs = pairsFromCsv(text);
  if (pairs === undefined)
    throw unknown({
      'zh-CN': '它是文字，但既不是 JSON 也不是 YAML，第一行也没有问题列和答案列的名称。',
      en: 'It is text, but neither JSON nor YAML, and its first line names no question and answer columns.',
    });
  if (pairs.length === 0)
    throw unusable({
      'zh-CN': '表格的列是对的，但没有一行同时有问题和答案。',
      en: 'The table has the right columns but no row with both a question and an answer.',
    });
  const locale = localeOf(pairs.slice(0, 200).flatMap(({ question, answer }) => [question, answer]));
  return answeringFlow('questions', locale === 'en' ? 'Questions and answers' : '常见问题', locale, pairs);
}

function foundIn(json: unknown): Bilingual {
  if (Array.isArray(json)) {
    const count = String(json.length);
    return { 'zh-CN': `它是一个 JSON 列表，有 ${count} 项。`, en: `It is a JSON list of ${count}.` };
  }
  if (!isJsonObject(json)) return { 'zh-CN': '它是 JSON，但不是对象。', en: 'It is JSON, but no object.' };
  if ('nodes' in json && 'connections' in json) {
    return { 'zh-CN': '它像是 n8n 的工作流。', en: 'It looks like an n8n workflow.' };
  }
  const keys = Object.keys(json)
    .slice(0, 8)
    .map((key) => JSON.stringify(key.slice(0, 40)));
  return keys.length === 0
    ? { 'zh-CN': '它是一个空的 JSON 对象。', en: 'It is an empty JSON object.' }
    : { 'zh-CN': `它是一个 JSON 对象，含有 ${keys.join('、')}。`, en: `It is a JSON object with ${keys.join(', ')}.` };
}

function unknown(found: Bilingual): FlowError {
  const message = {
    'zh-CN': `这个文件无法导入。${found['zh-CN']}${ACCEPTED['zh-CN']}`,
    en: `This is no file that can be imported. ${found.en} ${ACCEPTED.en}`,
  };
  return new FlowError('FLOW_FORMAT_UNKNOWN', message.en, { message });
}

function unusable(message: Bilingual): FlowError {
  return new FlowError('BUNDLE_INVALID', message.en, { message: { ...message } });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const reason = firstLineOf(error);
    throw unknown({
      'zh-CN': `它像是 JSON，但不完整或有错误：${reason}。`,
      en: `It begins like JSON, but it is incomplete or broken: ${reason}.`,
    });
  }
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8', { fatal: true }).decode(
      bytes,
    );
  } catch {
    // Spreadsheets in China still save GBK.
    try {
      return new TextDecoder('gbk', { fatal: true }).decode(bytes);
    } catch {
      throw unknown({ 'zh-CN': '它是二进制文件。', en: 'It is a binary file.' });
    }
  }
}

function firstLineOf(error: unknown): string {
  return (error instanceof Error ? error.message : '').split('\n')[0]?.slice(0, 160) ?? '';
}

/** Deeper than any export: recursion over it would end badly. */
function tooDeep(json: unknown): boolean {
  let level: readonly unknown[] = [json];
  for (let depth = 0; depth < DEPTH; depth += 1) {
    level = level.flatMap(membersOf);
    if (level.length === 0) return false;
  }
  return true;
}

function membersOf(value: unknown): readonly unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}
