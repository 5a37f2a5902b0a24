// Says in plain words, in both languages, why the flow went the way it went.
import type { Effect, Emotion, Understood } from '#nodes/kit/effects.ts';
import { isJsonObject, type Json, type JsonObject } from '#nodes/kit/json.ts';
import { localize, type Bilingual, type Localized } from '#nodes/kit/localized.ts';
import { BURST_TIMER } from '#nodes/flow/burst.ts';
import type { FlowDocument, FlowNode } from '#nodes/flow/document.ts';
import type { FlowFault, TimerToSet, TraceStep } from '#nodes/flow/step-result.ts';
import type { NodeType } from '#nodes/kit/define-node.ts';
import { typesOf } from '#nodes/packs/pinned-packs.ts';

const MOODS: Readonly<Record<Emotion, Bilingual>> = {
  calm: { 'zh-CN': '平静', en: 'calm' },
  anxious: { 'zh-CN': '焦虑', en: 'anxious' },
  angry: { 'zh-CN': '愤怒', en: 'angry' },
  sad: { 'zh-CN': '失落', en: 'sad' },
  happy: { 'zh-CN': '开心', en: 'happy' },
};
const SAID_AT_MOST = 40;

/** What happened in the turn. */
export interface Happened {
  readonly document: FlowDocument;
  readonly understood: Understood | null;
  readonly trace: readonly TraceStep[];
  readonly effects: readonly { readonly effect: Effect; readonly output: Json }[];
  readonly timers: readonly TimerToSet[];
  readonly fault: FlowFault | null;
}

/** The lines, in the order things happened. */
export function whyLines(happened: Happened): readonly Bilingual[] {
  const types = typesOf(happened.document);
  const nodes = new Map(happened.document.nodes.map((node) => [node.id, { node, type: types[node.type] }]));
  return [
    ...understoodLines(happened.understood, happened.document),
    ...happened.effects.flatMap(({ effect, output }) => effectLines(effect, output)),
    ...happened.trace.flatMap((step) => stepLines(step, nodes.get(step.node))),
    ...happened.timers.flatMap((timer) => timerLines(timer)),
    ...faultLines(happened.fault, nodes),
  ].slice(0, SAID_AT_MOST);
}

function understoodLines(understood: Understood | null, document: FlowDocument): readonly Bilingual[] {
  if (understood === null) return [];
  const [best] = understood.intents;
  const name = document.intents.find(({ id }) => id === best?.intent)?.name ?? best?.intent ?? '';
  const mood = MOODS[understood.emotion.label];
  const { reasons, corrected = false } = understood.emotion;
  const because = reasons.length === 0 ? '' : reasons.slice(0, 3).join('、');
  const taught = corrected
    ? { 'zh-CN': '同事更正过类似的话。', en: ' Staff corrected a sentence like it.' }
    : undefined;
  return [
    ...(document.intents.length === 0
      ? []
      : best === undefined || understood.outOfScope
        ? [
            {
              'zh-CN': `没有一个意图足够像${best === undefined ? '' : `，最接近的是“${name}”（${percent(best.score)}）`}。`,
              en: `No intent is close enough${best === undefined ? '' : `; the nearest is "${name}" (${percent(best.score)})`}.`,
            },
          ]
        : [
            {
              'zh-CN': `听起来像意图“${name}”，把握 ${percent(best.score)}。`,
              en: `Sounds like the intent "${name}", ${percent(best.score)} sure.`,
            },
          ]),
    {
      'zh-CN': `情绪：${mood['zh-CN']}，强度 ${percent(understood.emotion.intensity)}${because === '' ? '' : `（${because}）`}。${taught?.['zh-CN'] ?? ''}`,
      en: `Mood: ${mood.en}, intensity ${percent(understood.emotion.intensity)}${because === '' ? '' : ` (${because})`}.${taught?.en ?? ''}`,
    },
    ...understood.entities.slice(0, 5).map(({ kind, value }) => ({
      'zh-CN': `识别到 ${kind}：${value}`,
      en: `Found a ${kind}: ${value}`,
    })),
  ];
}

function effectLines(effect: Effect, output: Json): readonly Bilingual[] {
  const answer = isJsonObject(output) ? output : {};
  switch (effect.kind) {
    case 'knowledge.search': {
      const hits = Array.isArray(answer['hits']) ? answer['hits'].length : 0;
      const confidence = percent(typeof answer['confidence'] === 'number' ? answer['confidence'] : 0);
      return [
        hits === 0
          ? { 'zh-CN': '知识库里没有找到相关内容。', en: 'The knowledge store found nothing on this.' }
          : {
              'zh-CN': `知识库找到 ${hits} 条相关内容，最高把握 ${confidence}。`,
              en: `The knowledge store found ${hits} ${hits === 1 ? 'passage' : 'passages'}, ${confidence} sure of the best.`,
            },
      ];
    }
    case 'desk.availability':
      return [
        answer['state'] === 'offline'
          ? { 'zh-CN': '试聊设定为没有人工在线。', en: 'The rehearsal says nobody is at the desk.' }
          : { 'zh-CN': '试聊设定为有人工在线。', en: 'The rehearsal says somebody is at the desk.' },
      ];
    case 'http.request':
      return [
        {
          'zh-CN': `没有真的发出请求，按模拟结果 ${statusOf(answer) ?? '失败'} 继续。`,
          en: `Nothing was really sent; it goes on with the mocked answer ${statusOf(answer) ?? 'failed'}.`,
        },
      ];
    case 'tool.call':
      return [
        answer['isError'] === true
          ? {
              'zh-CN': '没有真的调用工具，按模拟的失败结果继续。',
              en: 'No tool was really called; it goes on with the mocked failure.',
            }
          : {
              'zh-CN': '没有真的调用工具，按模拟结果继续。',
              en: 'No tool was really called; it goes on with the mocked result.',
            },
      ];
    case 'mail.send':
      return [{ 'zh-CN': '这里会发一封邮件（试聊中不发）。', en: 'A mail goes out here (a rehearsal sends none).' }];
    case 'notice.send':
      return [
        { 'zh-CN': '这里会通知同事（试聊中不发送）。', en: 'Colleagues are told here (a rehearsal tells nobody).' },
      ];
    case 'callback.issue':
      return [
        {
          'zh-CN': '试聊里的回调地址是假的，没有人能访问。',
          en: 'In a rehearsal the callback address is a pretended one.',
        },
      ];
    case 'table.query':
    case 'table.write':
      return [
        {
          'zh-CN': '试聊不读写数据表，按模拟结果继续。',
          en: 'A rehearsal neither reads nor writes tables; it goes on with the mocked result.',
        },
      ];
    case 'job.enqueue':
      return [
        { 'zh-CN': '这里会把任务放进队列（试聊中不放）。', en: 'A job is queued here (a rehearsal queues none).' },
      ];
    case 'lead.offer':
      return [
        {
          'zh-CN': '这里会把线索派给销售（试聊中不派）。',
          en: 'The lead goes to sales here (a rehearsal gives it to nobody).',
        },
      ];
    case 'lead.save':
      return [{ 'zh-CN': '这里会生成一条线索（试聊中不保存）。', en: 'A lead is made here (a rehearsal keeps none).' }];
    case 'handoff.enqueue':
      return [{ 'zh-CN': '客户进入人工队列，等待接入。', en: 'The customer is in the queue, waiting for a person.' }];
    default:
      return [];
  }
}

function statusOf(answer: JsonObject): number | undefined {
  return typeof answer['status'] === 'number' ? answer['status'] : undefined;
}

/** A node with its type, as the document knows it. */
interface TypedNode {
  readonly node: FlowNode;
  readonly type: NodeType | undefined;
}

function stepLines({ port }: TraceStep, typed: TypedNode | undefined): readonly Bilingual[] {
  if (typed === undefined) return [];
  const { node, type } = typed;
  if (port === undefined) {
    if (type?.trigger === undefined || node.type === 'start') return [];
    return [
      {
        'zh-CN': `客户的话命中了“${nameOf(typed, 'zh-CN')}”，从这里开始。`,
        en: `The customer's words set off "${nameOf(typed, 'en')}", so it starts there.`,
      },
    ];
  }
  const label = type?.ports(parseConfig(node.config)).find((candidate) => candidate.id === port)?.label;
  if (node.type === 'start' || node.type === 'message') return [];
  return [
    {
      'zh-CN': `“${nameOf(typed, 'zh-CN')}”走了“${portName(label, port, 'zh-CN')}”。`,
      en: `"${nameOf(typed, 'en')}" left through "${portName(label, port, 'en')}".`,
    },
  ];
}

function timerLines({ id, delayMs }: TimerToSet): readonly Bilingual[] {
  if (id === BURST_TIMER)
    return [
      {
        'zh-CN': `先等 ${duration(delayMs, 'zh-CN')}，看客户还有没有下一条；连着发的几条算一条回答。`,
        en: `It waits ${duration(delayMs, 'en')} for more; messages sent in a row count as one answer.`,
      },
    ];
  return [
    {
      'zh-CN': `如果 ${duration(delayMs, 'zh-CN')}内没有动静，会自动往下走。`,
      en: `If nothing happens for ${duration(delayMs, 'en')}, it goes on by itself.`,
    },
  ];
}

function faultLines(fault: FlowFault | null, nodes: ReadonlyMap<string, TypedNode>): readonly Bilingual[] {
  if (fault === null) return [];
  const node = fault.node === null ? undefined : nodes.get(fault.node);
  return [
    {
      'zh-CN': `出错了${node === undefined ? '' : `（在“${nameOf(node, 'zh-CN')}”）`}：${fault.message}`,
      en: `It failed${node === undefined ? '' : ` (at "${nameOf(node, 'en')}")`}: ${fault.message}`,
    },
  ];
}

function nameOf({ node, type }: TypedNode, locale: string): string {
  return node.name !== '' ? node.name : type === undefined ? node.type : localize(type.title, locale);
}

function portName(label: Bilingual | Localized | undefined, port: string, locale: string): string {
  const text = label === undefined ? '' : localize(label, locale);
  return text === '' ? port : text;
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

function duration(ms: number, locale: 'zh-CN' | 'en'): string {
  const seconds = Math.round(ms / 1000);
  const [count, zh, en] =
    seconds < 120
      ? [seconds, '秒', 'second']
      : seconds < 7200
        ? [Math.round(seconds / 60), '分钟', 'minute']
        : [Math.round(seconds / 3600), '小时', 'hour'];
  return locale === 'en' ? `${count} ${en}${count === 1 ? '' : 's'}` : `${count} ${zh}`;
}

/** Node types read their own config. */
function parseConfig(config: FlowNode['config']): never {
  return config as never;
}
