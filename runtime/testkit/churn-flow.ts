// The flow of the version storm: a ring of questions that says its edition in every sentence, and a deliberately simple reading of it to compare with.
import { createFlowDocument, type FlowDocument } from '#nodes/flow/document.ts';
import { flowNode } from './support-flow.ts';

/** The next question, `null` for none, of nodes that a move found no place for by themselves. */
export type ChosenMap = Readonly<Record<string, string | null>>;

/** A ring of these questions: each says its edition, the answer is repeated, and the last one leads to the first. */
export function ringOf(edition: number, questions: readonly string[]): FlowDocument {
  const tagged = (text: string) => ({ 'zh-CN': `${text} v${edition}`, en: `${text} v${edition}` });
  const edge = (from: string, port: string, to: string) => ({
    id: `${from}-${port}`,
    from: { node: from, port },
    to: { node: to },
  });
  const after = (index: number): string => questions[(index + 1) % questions.length] ?? '';
  return {
    ...createFlowDocument('churn'),
    nodes: [
      flowNode('start', 'start'),
      flowNode('hello', 'message', { text: tagged('您好！') }),
      ...questions.flatMap((id) => [
        flowNode(id, 'askText', { prompt: tagged(`问题 ${id}`), variable: 'word' }),
        flowNode(`echo_${id}`, 'message', { text: tagged('收到 {{ word }}') }),
      ]),
    ],
    edges: [
      edge('start', 'next', 'hello'),
      edge('hello', 'next', questions[0] ?? ''),
      ...questions.flatMap((id, index) => [
        edge(id, 'answered', `echo_${id}`),
        edge(`echo_${id}`, 'next', after(index)),
      ]),
    ],
  };
}

/** The questions of an edition, in order. */
export function questionsOf(document: FlowDocument): readonly string[] {
  return document.nodes.filter(({ type }) => type === 'askText').map(({ id }) => id);
}

/** A reader that follows the lines by hand: no compiler, no chart, no mover. */
export function createReader(first: FlowDocument) {
  let document = first;
  let at = 'start';
  const said: string[] = [];
  const follow = (port: string, word: string): void => {
    for (let way = port; ; way = 'next') {
      const to = document.edges.find(({ from }) => from.node === at && from.port === way)?.to.node;
      const node = document.nodes.find(({ id }) => id === to);
      if (node === undefined) throw new Error(`Nothing after ${at}.`);
      at = node.id;
      const words = textOf(node.config[node.type === 'askText' ? 'prompt' : 'text']);
      said.push(words.replace('{{ word }}', word));
      if (node.type === 'askText') return;
    }
  };
  follow('next', '');
  return {
    said: said as readonly string[],
    /** Where it waits. */
    place: (): string => at,
    hears(text: string): void {
      follow('answered', text);
    },
    /** Goes on in another edition, at the chosen place or the one of the same name. Whether there is one. */
    moves(to: FlowDocument, chosen: ChosenMap): boolean {
      const place = Object.hasOwn(chosen, at) ? (chosen[at] ?? null) : at;
      if (place === null || !questionsOf(to).includes(place)) return false;
      document = to;
      at = place;
      return true;
    },
  };
}

function textOf(value: unknown): string {
  const text = (value as { readonly 'zh-CN'?: string } | undefined)?.['zh-CN'];
  if (text === undefined) throw new Error('A text without Chinese.');
  return text;
}
