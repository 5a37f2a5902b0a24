// Brings the cosines of one model to the scale of another: models differ in how near they put texts that have nothing to do with each other.
import type { Embedder } from '#runtime/ports/embedder.ts';
import { FlowError } from '#nodes/kit/errors.ts';
import { cosine, directionOf } from './vectors.ts';

/** From the cosines of a model to nearness as our lines are drawn for it. */
export interface Scale {
  nearness(cosine: number): number;
  cosine(nearness: number): number;
}

/** Sentences of customers that have nothing to do with each other. */
const UNRELATED: readonly (readonly string[])[] = [
  [
    'Where is my parcel?',
    'The invoice shows the wrong company name.',
    'Can I bring my dog to the hotel?',
    'The screen stays black after the update.',
    'How many vacation days do I get in my first year?',
    'I would like a table for four on Friday evening.',
    'My card was charged twice.',
    'Does the vaccine have side effects?',
    'What size should I order if I am between two?',
    'The printer on the third floor is out of paper.',
    'Which documents do I need for a visa?',
    'Please cancel my subscription.',
  ],
  [
    '我的快递到哪里了？',
    '发票上的公司名称写错了。',
    '酒店可以带狗入住吗？',
    '更新之后屏幕一直是黑的。',
    '第一年有几天年假？',
    '想订星期五晚上四个人的位子。',
    '我的卡被扣了两次款。',
    '打疫苗有副作用吗？',
    '我的身材在两个尺码之间，该买哪个？',
    '三楼的打印机没纸了。',
    '办签证需要什么材料？',
    '请帮我取消会员。',
  ],
];
const PATIENCE_MS = 30_000;
/** A model that puts everything this near tells nothing apart. */
const FLAT = 0.97;

/** How near a model puts what is unrelated, and how long its vectors are. Fails as the embedder does. */
export async function measured(
  embedder: Embedder,
): Promise<{ readonly unrelated: number; readonly dimension: number }> {
  const vectors = await embedder.embed(UNRELATED.flat(), AbortSignal.timeout(PATIENCE_MS));
  const directions = vectors.map(directionOf);
  let from = 0;
  const cosines = UNRELATED.flatMap(({ length }) => {
    const own = directions.slice(from, from + length);
    from += length;
    return own.flatMap((one, at) => own.slice(at + 1).map((other) => cosine(one, other)));
  });
  const unrelated = cosines.reduce((sum, value) => sum + value, 0) / Math.max(cosines.length, 1);
  if (unrelated > FLAT) throw new FlowError('MODEL_UNAVAILABLE', 'The model gives all texts nearly the same vector.');
  return { unrelated, dimension: directions[0]?.length ?? 0 };
}

/** Two points fix it: what is unrelated is as far as it is for `ours`, and a text is as near to itself. */
export function scaleBetween(theirs: number, ours: number): Scale {
  const factor = (1 - ours) / (1 - theirs);
  return {
    nearness: (value) => 1 - (1 - value) * factor,
    cosine: (value) => 1 - (1 - value) / factor,
  };
}
