// The small flow around a list of questions and answers: it greets, listens, answers from the list, and says when it cannot.
import type { KnowledgePack } from '../flow-knowledge.ts';
import { createSketch, type Sketch } from './sketch.ts';
import type { ForeignFlow, ForeignProduct } from './foreign-flow.ts';

/** The name the flow uses for the base that is made with it. */
export const QUESTIONS_BASE = 'questions';

/** A pair as it stands in a pack. */
export type QuestionPair = KnowledgePack['questions'][number];

const DAY_MS = 86_400_000;

const WORDS = {
  'zh-CN': {
    hello: '您好，请问想了解什么？',
    missing: '抱歉，这个问题我还没有答案。您可以换个说法，或者找人工客服。',
    listen: '等客户说话',
  },
  en: {
    hello: 'Hello! What would you like to know?',
    missing: 'Sorry, I have no answer to that yet. Try other words, or ask for a person.',
    listen: 'Next message',
  },
} as const;

/** The whole flow with its base. */
export function answeringFlow(
  product: ForeignProduct,
  name: string,
  locale: 'zh-CN' | 'en',
  questions: readonly QuestionPair[],
): ForeignFlow {
  const sketch = createSketch(name, locale);
  const hello = sketch.add('message', '', { text: WORDS[locale].hello });
  const listen = addListening(sketch, locale);
  sketch.connect('start', 'next', hello);
  sketch.connect(hello, 'next', listen);
  const { entry, unanswered } = addAnswering(sketch, listen);
  sketch.connect(listen, 'cancelled', entry);
  const missing = sketch.add('message', '', { text: WORDS[locale].missing });
  for (const { node, port } of unanswered) sketch.connect(node, port, missing);
  sketch.connect(missing, 'next', listen);
  return { product, knowledge: [packOf(name, questions)], ...sketch.finish() };
}

/** Waits for the next sentence of the customer, a day at most. */
export function addListening(sketch: Sketch, locale: 'zh-CN' | 'en'): string {
  return sketch.add('wait', WORDS[locale].listen, { mode: 'duration', durationMs: DAY_MS, cancelOnMessage: true });
}

/** Answers from the list and listens again; gives the ways out of what has no answer. */
export function addAnswering(
  sketch: Sketch,
  listen: string,
  minScore = 0.35,
): { readonly entry: string; readonly unanswered: readonly { readonly node: string; readonly port: string }[] } {
  const entry = sketch.add('knowledgeAnswer', '', { baseIds: [QUESTIONS_BASE], mode: 'extract', minScore });
  sketch.connect(entry, 'answered', listen);
  return { entry, unanswered: ['lowConfidence', 'noHit', 'error'].map((port) => ({ node: entry, port })) };
}

/** The pairs as a pack, each question once, within what a base may hold. */
export function packOf(name: string, questions: readonly QuestionPair[]): KnowledgePack {
  const byQuestion = new Map<string, { question: string; similar: Set<string>; answer: string }>();
  for (const { question, similar, answer } of questions) {
    const known = byQuestion.get(question.toLowerCase());
    if (known === undefined) {
      byQuestion.set(question.toLowerCase(), { question, similar: new Set(similar), answer });
      continue;
    }
    for (const one of similar) known.similar.add(one);
  }
  return {
    ref: QUESTIONS_BASE,
    name: name.slice(0, 200),
    documents: [],
    questions: [...byQuestion.values()].slice(0, 20_000).map(({ question, similar, answer }) => ({
      question: question.slice(0, 2000),
      similar: [...similar]
        .filter((one) => one !== '' && one !== question)
        .slice(0, 200)
        .map((one) => one.slice(0, 2000)),
      answer: answer.slice(0, 20_000),
    })),
  };
}
