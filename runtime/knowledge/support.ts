// Whether passages support what a model wrote, sentence by sentence; what they do not support is not said.
import type { KnowledgeHit } from '#nodes/kit/effects.ts';
import { sentencesOf, sharedShare } from './sentences.ts';

/** Words of a sentence that the passages must hold. */
const SUPPORTED_SHARE = 0.4;
const CITATION = /\[\d{1,2}\]/g;
const NUMBER = /\d+(?:[.,:]\d+)*/g;
/** Text in a document that speaks to the assistant, not to the customer; it supports nothing. */
const SPEAKS_TO_ASSISTANT =
  /ignore (?:all |any |the |your |these )*(?:previous|prior|above|earlier|other)|disregard (?:all|any|the|your|previous)|(?:system|hidden) prompt|you are now\b|new (?:rules?|instructions?)\s*:|(?:忽略|无视|忘记|不要理会).{0,12}(?:指令|指示|规则|要求|提示|上文|以上)|系统提示词?|你现在是|新(?:规则|指令)[:：]/i;

/** A text without its unsupported sentences; empty when none is supported. */
export function supportedPart(text: string, question: string, passages: readonly KnowledgeHit[]): string {
  const grounds = passages.map(groundOf).join('\n');
  const known = new Set(`${grounds}\n${question}`.normalize('NFKC').match(NUMBER) ?? []);
  return text
    .split(/(?<=\n)/)
    .map((line) => {
      const kept = withTrailingCitations(sentencesOf(line)).filter((sentence) => isSupported(sentence, grounds, known));
      return kept.length === 0 ? '' : joined(kept) + (line.endsWith('\n') ? '\n' : '');
    })
    .join('')
    .trim();
}

/** Whether a sentence of a document gives orders to an assistant. */
export function speaksToAssistant(sentence: string): boolean {
  return SPEAKS_TO_ASSISTANT.test(sentence.normalize('NFKC'));
}

/** What a passage states: its sentences without those that give orders. */
function groundOf(hit: KnowledgeHit): string {
  const text = hit.answer === undefined ? hit.text : `${hit.text}\n${hit.answer}`;
  const stated = sentencesOf(text).filter((sentence) => !speaksToAssistant(sentence));
  return [hit.title, ...stated, hit.url ?? ''].join('\n');
}

/** Its numbers are all known, and its words are, unless it is a cited sentence in another script than the passages. */
function isSupported(sentence: string, grounds: string, knownNumbers: ReadonlySet<string>): boolean {
  const plain = sentence.replace(CITATION, ' ').normalize('NFKC');
  if (!/[\p{L}\p{N}]/u.test(plain)) return false;
  if (speaksToAssistant(plain)) return false;
  if ((plain.match(NUMBER) ?? []).some((number) => !knownNumbers.has(number))) return false;
  if (isHan(plain) !== isHan(grounds))
    return sentence.search(CITATION) !== -1 || sharedShare(plain, grounds) >= SUPPORTED_SHARE;
  return sharedShare(plain, grounds) >= SUPPORTED_SHARE;
}

/** `… 退回。[1]`: the mark after the full stop belongs to the sentence before it. */
function withTrailingCitations(sentences: readonly string[]): readonly string[] {
  const kept: string[] = [];
  for (const sentence of sentences) {
    const [marks = ''] = /^(?:\s*\[\d{1,2}\])+/.exec(sentence) ?? [];
    const rest = sentence.slice(marks.length).trim();
    if (marks !== '' && kept.length > 0) kept.push(`${kept.pop() ?? ''}${marks}`);
    if (marks === '' || kept.length === 0) kept.push(sentence);
    else if (rest !== '') kept.push(rest);
  }
  return kept;
}

function isHan(text: string): boolean {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  return han > 0 && han * 4 >= (text.match(/\p{L}/gu)?.length ?? 0);
}

function joined(sentences: readonly string[]): string {
  return sentences.reduce((text, sentence) => {
    if (text === '') return sentence;
    return /[\p{Script=Han}。！？；”」』）]$/u.test(text.replace(CITATION, '').trimEnd())
      ? `${text}${sentence}`
      : `${text} ${sentence}`;
  }, '');
}
