// Words that carry the form of a question rather than its subject, in both languages.
import { stem } from './stem.ts';

const ENGLISH = `a an the is are was were be been am do does did to of in on for with at by from and or i you he she it we they me my your our us
  this that these those can could should would will may might shall if what how which who whom whose when where why there here as so have has had
  not no any some please about into than then get`;

const CHINESE = `怎么 怎么办 怎么样 怎样 如何 什么 什么样 多少 哪里 哪儿 哪个 哪些 为什么 为何 请问 可以 可不可以 能 能不能 是否 是不是 有没有 吗 呢 吧 啊 呀 了
  的 地 得 是 我 你 您 他 她 它 我们 你们 有 在 我想 想 要 需要 谁 几 何时 哪 我要 想要 我想要 请 麻烦 帮我 能否 可否 应该 该 和 与 或 被 把 这 那 这个 那个 还 也 都 就 不 没 没有 一下 一个 对 从 到 会 给`;

const FUNCTION_WORDS = new Set([...ENGLISH.split(/\s+/).map(stem), ...CHINESE.split(/\s+/)]);

/** Whether a token (already stemmed) is a function word. */
export function isFunctionWord(token: string): boolean {
  return FUNCTION_WORDS.has(token);
}
