// How loudly something is said: exclamation marks, capitals, stretched words, faces.
import type { Emotion } from '#nodes/kit/effects.ts';
import { matchesOf } from '../text/matches-of.ts';

/** `volume` strengthens the mood that is there; `faces` are moods by themselves. */
export interface Emphasis {
  readonly volume: number;
  readonly faces: Partial<Record<Emotion, number>>;
  readonly reasons: readonly string[];
}

const FACES: readonly (readonly [Emotion, RegExp])[] = [
  ['angry', /[😡🤬😠👿💢😤🖕👎]|\[(?:怒|抓狂|发怒|衰|弱|鄙视)\]/gu],
  ['sad', /[😭😢😞😔💔😿🥺☹🙁😩]|\[(?:泪|伤心|流泪|失望|心碎|大哭|快哭了)\]|[:;]'?-?\(|t_t|qaq/gu],
  ['anxious', /[😰😟😥😱😨😖😧🆘😓]|\[(?:惊恐|流汗|冷汗|吓|惊讶)\]/gu],
  [
    'happy',
    /[😊😄😀😁😃😆😂🤣😍🥰😘❤💕👍👏🎉🙏🌹💐😋🤗]|\[(?:微笑|呲牙|愉快|鲜花|玫瑰|赞|心|爱你|哈哈|嘻嘻|太开心|强|鼓掌|给力)\]|[:;]-?\)|:-?d(?![a-z])|\^_?\^/gu,
  ],
];

const MARKS = /[!?]*![!?]*|\?{2,}/gu;

/** Reads the text as typed (capitals) and normalised (all else). */
export function readEmphasis(typed: string, text: string): Emphasis {
  const reasons: string[] = [];
  let volume = 0;
  for (const [run] of matchesOf(text, MARKS)) {
    volume += run.length > 1 ? 0.6 : 0.3;
    if (run.length > 1) reasons.push(run.slice(0, 3));
  }
  const capitals = typed.match(/(?<![A-Za-z])[A-Z]{3,}(?![A-Za-z])/gu) ?? [];
  const words = typed.match(/[A-Za-z]{2,}/gu) ?? [];
  if (capitals.length >= 2 && capitals.length * 3 >= words.length) {
    volume += 0.7;
    reasons.push(capitals.slice(0, 2).join(' '));
  }
  if (/([a-z])\1{3,}|([啊呀吗吧呢急快])\2{2,}/u.test(text)) volume += 0.3;
  const faces: Partial<Record<Emotion, number>> = {};
  for (const [mood, pattern] of FACES) {
    const found = text.match(pattern);
    if (found === null) continue;
    faces[mood] = Math.min(2.2, 1 + 0.5 * found.length);
    reasons.push(found[0]);
  }
  return { volume: Math.min(1.5, volume), faces, reasons };
}
