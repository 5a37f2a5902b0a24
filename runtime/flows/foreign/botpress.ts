// A Botpress v12 bot as one flow: its flows side by side, its questions and answers as knowledge, its intents and skills.
import { addAnswering, addListening, answeringFlow, packOf } from './answering.ts';
import { drawAct, type BotpressContext } from './botpress-actions.ts';
import { readBotpress, type BotpressFile, type BotpressFlow, type BotpressNode } from './botpress-file.ts';
import { drawSkill } from './botpress-skills.ts';
import { botpressCondition, intentId, intentIn } from './botpress-text.ts';
import type { ForeignFlow } from './foreign-flow.ts';
import { localeOf } from './foreign-text.ts';
import { createSketch } from './sketch.ts';
import { text } from './typebot-file.ts';

/** A way out that is not connected yet, and where it wants to go. */
interface Loose {
  readonly node: string;
  readonly port: string;
  readonly flow: BotpressFlow;
  readonly to: string;
}

/** Reads a bot from its files. */
export function flowFromBotpress(files: ReadonlyMap<string, unknown>): ForeignFlow {
  const file = readBotpress(files);
  const spoken = [...file.content.values()].map(({ data }) => text(data['text']));
  const locale = file.language.startsWith('zh')
    ? 'zh-CN'
    : localeOf([...spoken, ...file.questions.map(({ answer }) => answer)]);
  const drawn = file.flows.filter(({ location }) => !location.startsWith('skills/'));
  if (drawn.length === 0) return answeringFlow('botpress', file.name, locale, file.questions);
  const sketch = createSketch(file.name, locale);
  const context: BotpressContext = { sketch, file, locale };
  const intents = declareIntents(context);
  const listen = addListening(sketch, locale);
  const begins = new Map<string, string>();
  const loose: Loose[] = [];
  for (const flow of drawn) for (const node of flow.nodes) drawNode(node, flow, context, intents, begins, loose);

  const main = drawn.find(({ location }) => location === 'main.flow.json') ?? drawn[0];
  const first = main === undefined ? undefined : entryOf(main, main.startNode, begins);
  for (const { node, port, flow, to } of loose)
    sketch.connect(node, port, targetOf(to, flow, drawn, begins, file) ?? listen);
  if (first !== undefined) sketch.connect('start', 'next', first);
  drawListening(context, listen, first);
  drawRedirects(context, drawn, begins);
  for (const name of file.entities) {
    sketch.unmatched('entity', name, null, {
      'zh-CN': '实体没有带过来；日期、数字、电话、邮箱由「询问信息」直接识别。',
      en: 'Entities are not carried over; dates, numbers, phones and e-mails are read by Ask for a value.',
    });
  }
  const knowledge = file.questions.length === 0 ? [] : [packOf(file.name, file.questions)];
  return { product: 'botpress', knowledge, ...sketch.finish() };
}

/** Between conversations: what is asked then is looked up first, and else the bot begins again, as it did there. */
function drawListening({ sketch, file }: BotpressContext, listen: string, first: string | undefined): void {
  if (file.questions.length === 0) {
    if (first !== undefined) sketch.connect(listen, 'cancelled', first);
    return;
  }
  const { entry, unanswered } = addAnswering(sketch, listen);
  sketch.connect(listen, 'cancelled', entry);
  if (first !== undefined) for (const { node, port } of unanswered) sketch.connect(node, port, first);
}

/** Questions that lead to a flow are intents of their own. */
function drawRedirects(
  { sketch, file }: BotpressContext,
  flows: readonly BotpressFlow[],
  begins: ReadonlyMap<string, string>,
): void {
  for (const { id, questions, flow: location, node } of file.redirects) {
    const flow = flows.find((one) => one.location === location);
    const target = flow === undefined ? undefined : entryOf(flow, node === '' ? flow.startNode : node, begins);
    if (target === undefined || questions.length === 0) continue;
    const own = `qna-${intentId(id)}`.slice(0, 64);
    sketch.intent({
      id: own,
      name: questions[0]?.slice(0, 200) ?? id,
      examples: questions.slice(0, 5000).map((one) => one.slice(0, 1000)),
    });
    sketch.connect(sketch.add('onIntent', questions[0] ?? '', { intents: [own] }), 'matched', target);
  }
}

function declareIntents({ sketch, file }: BotpressContext): ReadonlyMap<string, string> {
  return new Map(
    file.intents.map(({ name, examples }) => {
      const id = intentId(name);
      sketch.intent({
        id,
        name: name.slice(0, 200),
        examples: examples.slice(0, 5000).map((one) => one.slice(0, 1000)),
      });
      return [name, id];
    }),
  );
}

/** Draws a node: what it does on entry, the wait, what it does on hearing, and its lines. */
function drawNode(
  node: BotpressNode,
  flow: BotpressFlow,
  context: BotpressContext,
  intents: ReadonlyMap<string, string>,
  begins: Map<string, string>,
  loose: Loose[],
): void {
  const { sketch } = context;
  let open: { node: string; port: string } | undefined;
  const key = `${flow.location}#${node.name}`;
  const then = (entry: string, last: string, port: string) => {
    if (open === undefined) begins.set(key, entry);
    else sketch.connect(open.node, open.port, entry);
    open = { node: last, port };
  };
  const act = (acts: readonly string[]) => {
    for (const one of acts) {
      const drawn = drawAct(one, node.name, context);
      if (drawn !== undefined) then(drawn.entry, drawn.last, drawn.port);
    }
  };
  act(node.onEnter);
  if (node.type === 'skill-call') {
    const skill = drawSkill(node, context);
    if (skill !== undefined) {
      then(skill.entry, skill.entry, '');
      for (const { node: from, port, line } of skill.exits) {
        loose.push({ node: from, port, flow, to: (line === undefined ? node.next.at(-1) : node.next[line])?.to ?? '' });
      }
      return;
    }
    sketch.unmatched(`skill ${node.skill || node.flow}`, node.name, null, {
      'zh-CN': '没有对应的技能，已略过，走它的最后一条线。',
      en: 'There is no such skill here. It was left out; its last line is followed.',
    });
    passOn(node, flow, then, loose, sketch.add('set', node.name, { assignments: [] }));
    return;
  }
  if (node.waits) {
    const wait = addListening(sketch, context.locale);
    then(wait, wait, 'cancelled');
    act(node.onReceive);
  }
  drawLines(node, flow, context, intents, then, loose, () => open);
}

type Then = (entry: string, last: string, port: string) => void;

function passOn(node: BotpressNode, flow: BotpressFlow, then: Then, loose: Loose[], step: string): void {
  then(step, step, 'next');
  loose.push({ node: step, port: 'next', flow, to: node.next.at(-1)?.to ?? '' });
}

/** The lines in their order: intents next to each other are one router, everything else a condition each. */
function drawLines(
  node: BotpressNode,
  flow: BotpressFlow,
  { sketch }: BotpressContext,
  intents: ReadonlyMap<string, string>,
  then: Then,
  loose: Loose[],
  open: () => { node: string; port: string } | undefined,
): void {
  const lines = [...node.next];
  while (lines.length > 0) {
    const other = lines.findIndex(({ condition }) => intentIn(condition) === undefined);
    const routed = lines.slice(0, other === -1 ? lines.length : other);
    if (routed.length > 0) {
      lines.splice(0, routed.length);
      const known = routed.flatMap(({ condition, to }) => {
        const name = intentIn(condition) ?? '';
        const id = intents.get(name);
        return id === undefined ? [] : [{ id, name, to }];
      });
      const distinct = known.filter(({ id }, at) => known.findIndex((one) => one.id === id) === at);
      if (distinct.length === 0) continue;
      const router = sketch.add('intentRouter', node.name, {
        intents: distinct.map(({ id, name }) => ({ id, label: name })),
        clarify: false,
      });
      then(router, router, 'outOfScope');
      for (const { id, to } of distinct) loose.push({ node: router, port: id, flow, to });
      continue;
    }
    const line = lines.shift();
    if (line === undefined) break;
    const expression = botpressCondition(line.condition, sketch);
    if (expression === 'true') {
      lines.length = 0;
      const at = open();
      if (at === undefined)
        passOn({ ...node, next: [line] }, flow, then, loose, sketch.add('set', node.name, { assignments: [] }));
      else loose.push({ ...at, flow, to: line.to });
      return;
    }
    const condition = sketch.add('condition', node.name, { expression: expression ?? 'false' });
    if (expression === undefined) {
      sketch.unmatched('transition', `${node.name}: ${line.condition.slice(0, 80)}`, condition, {
        'zh-CN': '这个条件用到了这里没有的写法，先当作「否」。请重写。',
        en: 'This condition uses a form that does not exist here and counts as "no" for now. Write it again.',
      });
    }
    then(condition, condition, 'else');
    loose.push({ node: condition, port: 'then', flow, to: line.to });
  }
  const at = open();
  if (at === undefined)
    passOn({ ...node, next: [] }, flow, then, loose, sketch.add('set', node.name, { assignments: [] }));
  else loose.push({ ...at, flow, to: '' });
}

function entryOf(flow: BotpressFlow, name: string, begins: ReadonlyMap<string, string>): string | undefined {
  return begins.get(`${flow.location}#${name}`);
}

/** Where a line leads; undefined: the conversation rests. */
function targetOf(
  to: string,
  flow: BotpressFlow,
  flows: readonly BotpressFlow[],
  begins: ReadonlyMap<string, string>,
  file: BotpressFile,
): string | undefined {
  if (to === '' || to === 'END') return undefined;
  if (to.startsWith('#')) return callerOf(flow, file, flows, begins);
  const [location = '', name = ''] = to.split('#');
  if (!location.endsWith('.flow.json')) return entryOf(flow, to, begins);
  const other = flows.find((one) => one.location === location || one.location.endsWith(`/${location}`));
  return other === undefined ? undefined : entryOf(other, name === '' ? other.startNode : name, begins);
}

/** A called flow goes back to the other line of the one node that calls it. */
function callerOf(
  flow: BotpressFlow,
  file: BotpressFile,
  flows: readonly BotpressFlow[],
  begins: ReadonlyMap<string, string>,
): string | undefined {
  const calls = file.flows.flatMap((caller) =>
    caller.nodes.flatMap((node) =>
      node.next.filter(({ to }) => to.split('#')[0] === flow.location).map(() => ({ caller, node })),
    ),
  );
  const [call] = calls;
  if (call === undefined || calls.length > 1) return undefined;
  const back = call.node.next.find(({ to }) => to !== '' && !to.startsWith('#') && !to.includes('.flow.json'));
  return back === undefined ? undefined : targetOf(back.to, call.caller, flows, begins, file);
}
