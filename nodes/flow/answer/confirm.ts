// Reads yes or no, in Chinese and English.
import type { ParsedAnswer } from '#nodes/kit/answers.ts';
import { normal, wordsOf } from './normal.ts';
import { placeIn } from './ordinal.ts';
import { accepted, refused } from './reading.ts';

const MAX_SENTENCE = 60;

const YES = words(`
  是 是的 是啊 是滴 对 对的 对啊 对对 没错 正确 好 好的 好啊 好呀 好吧 好滴 行 行吧 行的 可以 可以的 可 嗯 嗯嗯 恩 嗯呢 哦好 要 要的 需要 想 想要 同意
  确认 确定 确定的 没问题 当然 当然可以 愿意 有 有的 成 中 得 得嘞 妥 收到 就这样 就这个 不错 没事 没关系 不介意 1
  y|yes|yeah|yep|yup|ya|sure|ok|okay|okey|k|of course|correct|right|that's right|that is right|absolutely|definitely|certainly|indeed|please do|sounds good
  go ahead|fine|good|great|agree|agreed|i agree|confirm|confirmed|yes please|exactly|true|affirmative|no problem|why not|do it|perfect|i do|i am|it is|will do|can do
`);
const NO = words(`
  不 不是 不是的 不对 不要 不要了 不用 不用了 不需要 不需要了 不行 不可以 不可 不好 不想 不想要 不了 不同意 不确认 不愿意 没 没有 没有了 无 否 算了 算了吧 取消 别
  免了 拒绝 下次 下次吧 以后再说 再说 再说吧 暂时不用 暂时不要 先不用 先不了 不必 不必了 用不着 错 错了 有误 2
  n|no|nope|nah|no thanks|no thank you|not now|not really|never|never mind|nevermind|cancel|wrong|incorrect|that's wrong|false|negative|don't|do not|i don't
  not yet|not likely|later|maybe later|stop|skip|it isn't|it is not|i'm not|not at all
`);
const UNSURE =
  /抱歉|无所谓|不知道|不确定|不清楚|不晓得|没想好|考虑|随便|看情况|可能|也许|或许|对不起|不好意思|\b(?:not sure|don't know|do not know|dunno|maybe|perhaps|sorry|it depends|unsure)\b/;
const QUESTION =
  /([\u4e00-\u9fff])不\1|[吗么呢?]\s*$|什么|怎么|为什么|哪|多少|^\s*(?:what|why|how|when|where|who|which|can|could|is|are|do|does|will)\b/;
const DOUBLE_NEGATIVE =
  /没问题|没错|不错|没事|没关系|不介意|没毛病|no problem|not bad|don't mind|why not|no worries|no doubt/g;
/** Words that hold a negative character and deny nothing. */
const HARMLESS = /不过|不仅|不只|不如|不然|要不|差不多|无论|特别|别的|别人|区别|性别|个别|分别|级别/g;
const NEGATIVE =
  /[不没别甭无否]|算了|取消|拒绝|免了|错|\b(?:no|not|nope|nah|never|cancel|wrong|incorrect|cannot)\b|n't\b/;
const POSITIVE =
  /^(?:[是对好行嗯恩要成](?![像多久几方程李为于象奇看])|中$)|是的|对的|好的|可以|同意|确认|确定|当然|愿意|需要|我要|想要|没问题|\b(?:yes|yeah|yep|sure|ok|okay|correct|right|agree|absolutely|definitely|please|confirm|perfect|fine)\b/;
const FILLER =
  /谢谢|多谢|谢啦|麻烦(?:你|您|了)?|请|\b(?:thanks|thank you|thx|pls|please)\b|[啊呀哦喔噢哟吧啦嘞呗哈~～\s,.!，。！]+$/g;

/** True for yes, false for no. Neither is a guess: doubts and questions are refused. */
export function parseConfirmAnswer(text: string, locale: string): ParsedAnswer {
  const answer = yesOrNo(text);
  if (answer !== null) return accepted(answer);
  // The first and the second choice of a list.
  const place = placeIn(wordsOf(text), 2);
  return place === null ? unclear(locale) : accepted(place === 0);
}

/** True, false, or null when it cannot be told. */
export function yesOrNo(text: string): boolean | null {
  const plain = normal(text);
  const sign = signIn(plain);
  const said = wordsOf(plain).replaceAll('’', "'");
  if (said === '') return sign;
  if (said.length > MAX_SENTENCE) return null;
  const bare = said.replace(FILLER, ' ').replace(FILLER, ' ').trim();
  for (const form of [said, bare]) {
    if (YES.has(form)) return true;
    if (NO.has(form)) return false;
  }
  if (UNSURE.test(said) || QUESTION.test(plain.toLowerCase())) return null;
  const settled = said.replace(DOUBLE_NEGATIVE, ' yes ').replace(HARMLESS, ' ');
  if (NEGATIVE.test(settled)) return false;
  return POSITIVE.test(settled.trim()) ? true : sign;
}

/** The answer a pressed button stands for. */
export function parseConfirmChoice(choice: string, locale: string): ParsedAnswer {
  const id = choice.toLowerCase();
  if (id === 'yes' || id === 'true') return accepted(true);
  return id === 'no' || id === 'false' ? accepted(false) : unclear(locale);
}

function signIn(text: string): boolean | null {
  const yes = /👍|👌|✅|✔|🙆|💯/u.test(text);
  const no = /👎|❌|✖|🙅|🚫/u.test(text);
  return yes === no ? null : yes;
}

function unclear(locale: string): ParsedAnswer {
  return refused(locale, '请回复“是”或“否”。', 'Please answer "yes" or "no".');
}

/** Lines with `|` hold phrases; the others single words. */
function words(list: string): ReadonlySet<string> {
  return new Set(list.split('\n').flatMap((line) => line.trim().split(line.includes('|') ? '|' : /\s+/)));
}
