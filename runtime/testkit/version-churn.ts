// Live sessions under a storm of publishing, rolling back and deleting: each must say exactly what its own version says.
import { compileFlow } from '#nodes/flow/compile.ts';
import type { FlowDocument } from '#nodes/flow/document.ts';
import { startFlow, stepFlow } from '#nodes/flow/step.ts';
import { createLocalBus } from '#runtime/adapters/bus-local/bus-local.ts';
import { openDatabase } from '#runtime/adapters/store-sql/database.ts';
import { createFakeClock } from './fake-clock.ts';
import { createPeople } from './people.ts';
import { flowNode, supportFlow } from './support-flow.ts';

const WORKSPACE = 'w1';
const AUTHOR = { id: 'u1', name: 'Ann' };
const WORDS = ['好', '订单 12', '不要', '再说一次', '谢谢'];

/** How much, and which storm. The same seed is the same storm. */
export interface ChurnOptions {
  readonly file: string;
  readonly sessions: number;
  readonly operations: number;
  readonly seed: number;
}

/** What was counted. `foreign`: sessions whose transcript is not that of the version they began on. */
export interface ChurnFigures {
  readonly sessions: number;
  readonly versions: number;
  readonly published: number;
  readonly rolledBack: number;
  readonly removed: number;
  readonly refusedRemovals: number;
  readonly turns: number;
  readonly faults: number;
  readonly foreign: number;
}

/** Runs it on a database of its own. */
export async function churnVersions(options: ChurnOptions): Promise<ChurnFigures> {
  const random = randomFrom(options.seed);
  const clock = createFakeClock();
  const database = await openDatabase({ file: options.file });
  const people = await createPeople({ database, clock, bus: createLocalBus() });
  const { flows, releases, sessions } = people;
  const figures = { published: 0, rolledBack: 0, removed: 0, refusedRemovals: 0, turns: 0 };
  const flow = await people.publish(WORKSPACE, 'churn', editionOf(1, random));
  const begun: { readonly id: string; readonly version: number; readonly said: string[] }[] = [];

  async function operate(): Promise<void> {
    const versions = await flows.versions(WORKSPACE, flow.id);
    const current = versions.find((version) => version.current)?.version ?? 0;
    const any = versions[Math.floor(random() * versions.length)]?.version ?? current;
    const dice = random();
    if (dice < 0.5 || versions.length < 2) {
      const { revision } = await flows.get(WORKSPACE, flow.id);
      const saved = await flows.saveDraft(
        WORKSPACE,
        AUTHOR,
        flow.id,
        revision,
        editionOf(figures.published + 2, random),
      );
      await flows.publish(WORKSPACE, AUTHOR, flow.id, { revision: saved.revision, note: '' });
      figures.published += 1;
    } else if (dice < 0.75) {
      if (any === current) return;
      await releases.rollBack(WORKSPACE, AUTHOR, flow.id, { version: any, expected: current });
      figures.rolledBack += 1;
    } else {
      await releases.removeVersion(WORKSPACE, flow.id, any).then(
        () => (figures.removed += 1),
        () => (figures.refusedRemovals += 1),
      );
    }
  }

  const perOperation = Math.ceil(options.sessions / (options.operations + 1));
  for (let operation = 0; operation <= options.operations; operation += 1) {
    for (let count = 0; count < perOperation && begun.length < options.sessions; count += 1) {
      const { session } = await people.open('churn', `visitor-${begun.length}`);
      begun.push({ id: session.id, version: session.version, said: [] });
    }
    if (operation < options.operations) await operate();
    for (let count = 0; count < perOperation * 2; count += 1) {
      const one = begun[Math.floor(random() * begun.length)];
      const text = WORDS[Math.floor(random() * WORDS.length)] ?? '';
      if (one === undefined) continue;
      one.said.push(text);
      const messageId = `m${one.said.length}`;
      await sessions.receive(WORKSPACE, one.id, messageId, { type: 'message.received', messageId, text });
      figures.turns += 1;
    }
  }

  let faults = 0;
  let foreign = 0;
  const documents = new Map<number, FlowDocument>();
  for (const one of begun) {
    const journal = await people.store.journal(WORKSPACE, one.id);
    faults += journal.filter(({ fault }) => fault !== null).length;
    const messages = await people.store.messages(WORKSPACE, one.id, 0, 10_000);
    const document =
      documents.get(one.version) ?? (await people.flowStore.load(WORKSPACE, flow.id, one.version))?.document;
    if (document === undefined) {
      foreign += 1;
      continue;
    }
    documents.set(one.version, document);
    const replies = messages.filter(({ from }) => from !== 'customer').map(({ text }) => text ?? '');
    if (JSON.stringify(replies) !== JSON.stringify(expectedReplies(document, one.said))) foreign += 1;
  }
  const versions = new Set(begun.map(({ version }) => version)).size;
  await people.close();
  await database.close();
  return { sessions: begun.length, versions, ...figures, faults, foreign };
}

/** An edition that says its number in every sentence, with a step more or less. */
function editionOf(edition: number, random: () => number): FlowDocument {
  const base = supportFlow();
  const tagged = (text: string) => ({ 'zh-CN': `${text} v${edition}`, en: `${text} v${edition}` });
  const without = random() < 0.5;
  return {
    ...base,
    nodes: [
      ...base.nodes
        .filter(({ id }) => !without || id !== 'hello')
        .map((node) =>
          node.id === 'hello'
            ? flowNode('hello', 'message', { text: tagged('您好！') })
            : node.id === 'ask'
              ? flowNode('ask', 'askText', { prompt: tagged('请问？'), variable: 'word' })
              : node,
        ),
      flowNode('echo', 'message', { text: tagged('收到 {{ word }}') }),
    ],
    edges: [
      ...base.edges
        .filter(({ from }) => !without || from.node !== 'hello')
        .map((edge) =>
          edge.to.node === 'hello' && without
            ? { ...edge, to: { node: 'ask' } }
            : edge.from.node === 'ask'
              ? { ...edge, to: { node: 'echo' } }
              : edge,
        ),
      { id: 'echo-next', from: { node: 'echo', port: 'next' }, to: { node: 'ask' } },
    ],
  };
}

/** What a version says to these words, played on the pure core alone. */
function expectedReplies(document: FlowDocument, said: readonly string[]): readonly string[] {
  const flow = compileFlow(document);
  const start = { sessionId: 's', seed: 1, locale: 'zh-CN', channel: 'web', source: {}, customer: {} };
  let last = startFlow(flow, { type: 'session.started', at: 0, ...start });
  const texts: string[] = [];
  const take = (): void => {
    for (const effect of last.effects) if (effect.kind === 'message.send') texts.push(effect.request.text ?? '');
  };
  take();
  said.forEach((text, index) => {
    last = stepFlow(flow, last.snapshot, { type: 'message.received', at: 0, messageId: `m${index}`, text });
    take();
  });
  return texts;
}

/** Numbers from 0 to 1, the same for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
