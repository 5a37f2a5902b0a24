// Bundled off-topic sentences stay negatives unless one of the intents is about them.
import { describe, expect, it } from 'vitest';
import { runToEnd } from '../model/slices.ts';
import { labelledSentencesOf, type LabelledSentence } from './labelled-sentences.ts';
import { withoutConflicts } from './pool-conflicts.ts';

type Taught = Readonly<Record<string, readonly string[]>>;

const TOPICS =
  '退货 物流 发票 换货 账号 会员 保修 优惠券 运费 地址 尺码 库存 付款 分期 赠品 包装 门店 营业 投诉 合同 样品 批发 定制 安装'.split(
    ' ',
  );
const SERVICES: Taught = Object.fromEntries(
  TOPICS.map((topic) => [topic, [`我想问${topic}`, `${topic}怎么办`, `${topic}的事找谁`, `你们的${topic}有问题`]]),
);
const CHAT = [
  '讲个笑话给我听听',
  '陪我聊会天',
  '你会唱歌吗',
  '你叫什么',
  '我无聊死了',
  '今天天气真好',
  '你多大了',
  '你吃饭了吗',
];

function leftOf(taught: Taught) {
  const intents = Object.entries(taught).map(([id, examples]) => ({ id, name: id, examples }));
  const sentences = labelledSentencesOf({ seed: 1, intents }, () => []);
  const kept = runToEnd(withoutConflicts(sentences, { classCount: intents.length, seed: 1 }));
  const poolOf = (list: readonly LabelledSentence[]): string[] =>
    list.flatMap(({ source, raw }) => (source === 'pool' ? [raw.text] : []));
  const ownOf = (list: readonly LabelledSentence[]): number => list.filter(({ label }) => label >= 0).length;
  return { before: poolOf(sentences), after: poolOf(kept), lost: ownOf(sentences) - ownOf(kept) };
}

describe('bundled off-topic sentences', () => {
  it('leave a bot that chats itself, also where they only sound like its examples', () => {
    const { before, after } = leftOf({ ...SERVICES, 闲聊: CHAT });
    const gone = before.filter((text) => !after.includes(text));
    expect(gone).toEqual(expect.arrayContaining(['给我讲个笑话吧', '陪我聊聊天吧', '唱首歌给我听']));
    expect(after).toEqual(expect.arrayContaining(['水的沸点是多少', '彩虹有几种颜色']));
  });

  it('stay with a service bot, nearly all of them, and its own sentences always do', () => {
    const { before, after, lost } = leftOf(SERVICES);
    expect(after.length).toBeGreaterThan(before.length * 0.85);
    expect(lost).toBe(0);
  });

  it('are not claimed from a bot with a few intents, where every sentence would be nearest to one of them', () => {
    const { before, after } = leftOf({ 退货: SERVICES['退货'] ?? [], 闲聊: CHAT });
    expect(after.length).toBeGreaterThan(before.length * 0.9);
  });
});
