// Words around values, in Chinese and English: corrections, denials, giving up, skipping, and what leads in a name.
import { normal, wordsOf } from '../answer/normal.ts';

/** Between a value that was wrong and the right one. */
const CUE =
  /不对不对|不对|不是(?=[,，。\s]*(?:[,，。]|\s))|说错了?|打错了?|写错了?|填错了?|弄错了?|搞错了?|发错了?|错了|更正(?:一下)?|改成|改为|改到|改在|换成|换到|应该是|(?:哦|啊|呃|额|噢)不[,，]?|\b(?:no wait|wait|actually|i mean|i meant|sorry|scratch that|correction|rather(?! than)|make (?:it|that)|change (?:it|that|this) to|changed? to|should be|let's say|no(?=\s*[,.;!-]))/giu;
/** Says that something was wrong, wherever it stands. */
const CORRECTING = new RegExp(
  `${CUE.source}|要改|想改|改一下|换一下|改下|换下|\\b(?:instead|wrong|incorrect|mistake|change|typo)\\b`,
  'iu',
);
const DENIED =
  /(?<!是)(?:不是|不要|而不是|并非|别)\s*$|\b(?:not|isn't|instead of|rather than|don't want)\s+(?:on\s+|the\s+)?$/iu;

/** Filler that a sentence loses before it is compared. */
const FILLER =
  /^(?:那|唉|哎|嗯|呃|额|哦|就|我|还是|先|ok|okay|well|oh|um+|please|sorry)+[\s,，]*|[\s,，]*(?:吧|了吧|啊|呀|哈|谢谢|多谢|thanks|thank you|please)+$/giu;
const GIVES_UP =
  /^(?:算了|不用了|不要了|不办了|不弄了|不订了|不约了|不买了|不填了|不退了|不想(?:弄|订|填|办|买|要|说|约|继续)了?|不需要了?|取消|取消了|取消掉|放弃|我?不玩了|退出|停|停止|结束|下次|下次再说|以后再说|改天再说|没事了|拜拜|再见|never ?mind|forget (?:it|about it)|cancel(?: (?:it|that|this|everything))?|stop|quit|exit|abort|leave it|not interested|no longer interested|i give up|give up|bye|goodbye|another time|maybe (?:another time|later)|i changed my mind|i(?:'ve| have) changed my mind|(?:i )?(?:don't|do not|dont) (?:want|need) (?:to|this|it|that)?(?: (?:do|continue|book|order))?(?: (?:this|it|that))?\s*(?:any ?more|now|after all)?)$/iu;
const SKIPS =
  /^(?:跳过|略过|没有|没|无|不填|不想填|不方便|不方便说|不用填|下一个|skip(?: (?:it|this|that))?|none|no|nope|n\/a|pass|nothing|next|i don't have (?:one|any)|don't have (?:one|any))$/iu;

/** Where the last correction ends: what comes after it counts. 0 when there is none, or nothing after it. */
export function correctionEnd(plain: string): number {
  let end = 0;
  for (const match of plain.matchAll(CUE)) {
    const after = match.index + match[0].length;
    if (/[\p{L}\p{N}]/u.test(plain.slice(after))) end = after;
  }
  return end;
}

/** Does the sentence say that something said before was wrong? */
export function isCorrecting(plain: string): boolean {
  return CORRECTING.test(plain);
}

/** Is what stands at `start` denied by the words before it: 不是周一, not Monday? */
export function isDenied(plain: string, start: number): boolean {
  return DENIED.test(plain.slice(Math.max(0, start - 20), start));
}

/** Does the customer drop the matter? The first thing said decides; values were looked for before. */
export function givesUp(text: string): boolean {
  const clauses = normal(text)
    .replaceAll('’', "'")
    .split(/[,，。;；!！\n.…~～]+/u)
    .map((clause) => bare(clause))
    .filter((clause) => clause !== '');
  const [first, second] = clauses;
  return clauses.length <= 3 && [first, second].some((clause) => clause !== undefined && GIVES_UP.test(clause));
}

/** Does the customer pass an optional question over? */
export function skips(text: string): boolean {
  return SKIPS.test(bare(normal(text).replaceAll('’', "'")));
}

function bare(text: string): string {
  const said = wordsOf(text);
  const shorter = said.replace(FILLER, '').replace(FILLER, '').trim();
  return shorter === '' ? said : shorter;
}

const NAME_LEAD =
  /(?:我的名字(?:是|叫)|我(?:是)?叫|名字(?:是|叫)|免贵姓|我姓|叫我|\bmy name(?:'s| is)|\bcall me|\bname is)\s*/iu;
const WEAK_NAME_LEAD = /^(?:我是|是|姓|i am|i'm|this is|it's|it is)\s*/iu;
const VALUE_END = /[,，。;；!！?？\n]|(?:\s+and\s+(?:my|i|the)\b)|\s+(?:my|and my)\s+/iu;

/** The name that a sentence introduces; null when it introduces none. `asked` also accepts weak openings (我是, I'm). */
export function nameIn(plain: string, asked: boolean): string | null {
  const lead = NAME_LEAD.exec(plain);
  if (lead !== null) return valueAfter(plain, lead.index + lead[0].length);
  if (!asked) return null;
  const weak = WEAK_NAME_LEAD.exec(plain);
  return weak === null ? null : valueAfter(plain, weak[0].length);
}

const CONNECT =
  "\\s*(?:[^,，。;；\\n]{0,4}(?:打错了?|写错了?|填错了?|说错了?|错了|不对|wrong|incorrect)[,，。;；\\s]*(?:应该)?)?(?:要|应该|想)?\\s*(?:改成|改为|换成|改到|换到|是|为|叫|写|填|:|：|=|\\bis\\b|\\bto\\b|\\bshould be\\b|\\bit's\\b|\\bit is\\b)\\s*";

/** The free text that stands behind one of the names of a slot: 地址是浦东, "address: 1 Main St"; null when none does. */
export function labelledText(plain: string, names: readonly string[]): string | null {
  for (const name of names) {
    const match = new RegExp(`${escaped(name)}${CONNECT}`, 'iu').exec(plain);
    if (match !== null) return valueAfter(plain, match.index + match[0].length);
  }
  return null;
}

/** Is the slot named in the sentence? */
export function isNamed(plain: string, names: readonly string[]): boolean {
  const low = plain.toLowerCase();
  return names.some((name) => placesOf(low, name).length > 0);
}

/** Where a name stands in a text in lower case; Latin names only as whole words. */
export function placesOf(low: string, name: string): readonly number[] {
  const isLatin = /^[\x20-\x7e]+$/.test(name);
  const places: number[] = [];
  for (let at = low.indexOf(name); at !== -1; at = low.indexOf(name, at + name.length)) {
    const isWhole =
      !isLatin || (!/[a-z]/.test(low.charAt(at - 1)) && !/[a-z]/.test(low.charAt(at + name.length).replace('s', '')));
    if (isWhole) places.push(at);
  }
  return places;
}

function valueAfter(plain: string, at: number): string | null {
  const rest = plain.slice(at);
  const end = VALUE_END.exec(rest);
  const value = rest.slice(0, end?.index ?? rest.length).trim();
  return value === '' ? null : value;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
