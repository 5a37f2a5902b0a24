// tandem flow run: a conversation in the terminal, without a server. Understanding and knowledge are real, the outside is played.
import { isJsonObject } from '#nodes/kit/json.ts';
import type { ResolveCall } from '#nodes/flow/compose-flow.ts';
import type { FlowDocument } from '#nodes/flow/document.ts';
import {
  DIALOGUE_WORKSPACE,
  openConversation,
  type Conversation,
  type Happening,
} from '#runtime/dialogues/conversation.ts';
import { actOfChoice, offersOf } from '#runtime/dialogues/dialogues.ts';
import { msFromLength } from '#runtime/dialogues/read-dialogue.ts';
import { playableFlow } from './checked-flow.ts';
import { EXIT, firstOperand, textOption, UsageError, words, type Call, type Command } from './command.ts';
import { readFlowFile, readJsonFile, readKnowledgeFolder } from './flow-file.ts';
import { readIntents, withIntents } from './intents-file.ts';
import { nodePacksOf } from './node-packs.ts';
import { linesOfMessage } from './shown-message.ts';
import { siblingCalls } from './sibling-calls.ts';
import { openStage } from './stage.ts';

export const flowRun: Command = {
  name: 'flow run',
  usage: 'FILE [--knowledge DIR] [--intents FILE] [--locale zh-CN] [--mocks FILE] [--offline]',
  summary: {
    'zh-CN': '在终端里聊一遍（/choice /form /file /wait /agent /resolve）',
    en: 'A conversation in the terminal (/choice /form /file /wait /agent /resolve)',
  },
  options: {
    knowledge: { type: 'string' },
    intents: { type: 'string' },
    locale: { type: 'string' },
    mocks: { type: 'string' },
    offline: { type: 'boolean' },
  },
  operands: [1, 1],
  async run(call) {
    const file = await readFlowFile(firstOperand(call));
    const folder = textOption(call, 'knowledge');
    const added = folder === undefined ? [] : [await readKnowledgeFolder(folder, 'given')];
    const calls = await siblingCalls(firstOperand(call), file.flow);
    const stage = await openStage(await documentOf(call, file.flow, calls), [...file.knowledge, ...added], calls);
    try {
      for (const line of stage.unread) call.io.err(line);
      const conversation = await openConversation(
        await stage.rehearsal.open(
          DIALOGUE_WORKSPACE,
          added.length === 0 ? stage.document : withAllBases(stage.document),
        ),
        {
          locale: localeOption(call),
          agentsOnline: call.values['offline'] !== true,
          mocks: await mocksOf(call),
        },
      );
      return await talk(call, conversation);
    } finally {
      await stage.close();
    }
  },
};

async function documentOf(call: Call, flow: unknown, calls: ResolveCall): Promise<FlowDocument> {
  const nodePacks = await nodePacksOf(call);
  const intents = textOption(call, 'intents');
  if (intents === undefined || !isJsonObject(flow) || !Array.isArray(flow['intents']))
    return playableFlow(flow, call.locale, calls, nodePacks);
  const taught = { ...flow, intents: withIntents(parseIntents(flow['intents']), await readIntents(intents)) };
  return playableFlow(taught, call.locale, calls, nodePacks);
}

/** With a folder of their own, all knowledge nodes search everything there is. */
function withAllBases(document: FlowDocument): FlowDocument {
  const nodes = document.nodes.map((node) =>
    Array.isArray(node.config['baseIds']) ? { ...node, config: { ...node.config, baseIds: [] } } : node,
  );
  return { ...document, nodes };
}

function localeOption(call: Call): string | undefined {
  const locale = textOption(call, 'locale');
  if (locale === undefined || /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(locale)) return locale;
  throw new UsageError(words(call, `「${locale}」不是语言，例如 zh-CN。`, `"${locale}" is not a language such as en.`));
}

async function mocksOf(call: Call): Promise<Readonly<Record<string, unknown>>> {
  const path = textOption(call, 'mocks');
  if (path === undefined) return {};
  const mocks = await readJsonFile(path);
  if (isJsonObject(mocks)) return mocks;
  throw new UsageError(words(call, `${path} 应是 {"节点编号": 回答}。`, `${path} should be {"node id": answer}.`));
}

async function talk(call: Call, conversation: Conversation): Promise<number> {
  const told = createTelling(call, conversation);
  told.tell(conversation.opening);
  let offers = offersOf(conversation.opening);
  for await (const raw of call.io.lines) {
    const line = raw.trim();
    if (line === '') continue;
    if (conversation.status() === 'closed') {
      call.io.err(words(call, '会话已结束，后面的内容没有读。', 'The conversation has ended; the rest was not read.'));
      break;
    }
    const happening = await happen(call, conversation, line, { offers, told });
    if (happening === undefined) continue;
    offers = [...offersOf(happening), ...offers];
    told.tell(happening);
  }
  return told.faulted() ? EXIT.bad : EXIT.good;
}

/** Plays one line; undefined when it could not be played, and why was said. */
async function happen(
  call: Call,
  conversation: Conversation,
  line: string,
  { offers, told }: { readonly offers: ReturnType<typeof offersOf>; readonly told: Telling },
): Promise<Happening | undefined> {
  const [, command, rest = ''] = /^\/(\w+)\s*(.*)$/s.exec(line) ?? [];
  if (command === undefined) return conversation.act({ kind: 'text', text: line });
  const refuse = (zh: string, en: string): undefined => {
    call.io.err(words(call, zh, en));
  };
  switch (command) {
    case 'choice':
      if (rest === '') return refuse('用法：/choice 编号', 'Usage: /choice ID');
      return conversation.act(actOfChoice(rest, offers) ?? { kind: 'choice', choice: rest });
    case 'form': {
      const values = parseForm(rest);
      if (values === undefined) return refuse('用法：/form {"字段":"值"}', 'Usage: /form {"field":"value"}');
      return conversation.act({ kind: 'form', values });
    }
    case 'file': {
      const names = rest.split(/\s*,\s*/).filter((name) => name !== '');
      if (names.length === 0) return refuse('用法：/file 照片.jpg', 'Usage: /file photo.jpg');
      return conversation.act({ kind: 'files', names });
    }
    case 'wait': {
      const ms = msFromLength(rest);
      if (ms === undefined) return refuse('用法：/wait 24h（s m h d）', 'Usage: /wait 24h (s m h d)');
      return conversation.pass(ms);
    }
    case 'agent':
      await agentSpeaks(call, conversation, told, rest);
      return undefined;
    case 'resolve':
    case 'return': {
      if (conversation.status() !== 'person')
        return refuse('会话现在不在人工手里。', 'No person has the conversation.');
      return conversation.act({ kind: 'agent', step: command });
    }
    case 'leave':
      return conversation.act({ kind: 'agent', step: 'abandon' });
    default:
      return refuse(
        `没有 /${command}。有：/choice /form /file /wait /agent /resolve /return /leave`,
        `There is no /${command}. There are: /choice /form /file /wait /agent /resolve /return /leave`,
      );
  }
}

/** Takes the conversation out of the queue first, then says the words. */
async function agentSpeaks(call: Call, conversation: Conversation, told: Telling, text: string): Promise<void> {
  const status = conversation.status();
  if (status !== 'queue' && status !== 'person') {
    call.io.err(words(call, '没有人在等人工。', 'Nobody is waiting for a person.'));
    return;
  }
  if (status === 'queue') told.tell(await conversation.act({ kind: 'agent', step: 'accept' }));
  if (text === '') return;
  if (call.json) call.io.out(JSON.stringify({ type: 'message', from: 'agent', kind: 'text', text }));
  else call.io.out(`${words(call, '客服', 'agent')}: ${text}`);
}

/** Says what happened. */
interface Telling {
  tell(happening: Happening): void;
  /** Did the flow fail at any point? */
  faulted(): boolean;
}

function createTelling(call: Call, conversation: Conversation): Telling {
  let status = 'bot';
  let faulted = false;
  const event = (name: string, facts: object, line: string) => {
    if (call.json) call.io.out(JSON.stringify({ type: 'event', event: name, ...facts }));
    else call.io.out(`  * ${line}`);
  };
  return {
    faulted: () => faulted,
    tell({ said, effects, fault }: Happening): void {
      for (const message of said) {
        if (call.json) call.io.out(JSON.stringify({ type: 'message', ...message }));
        else for (const line of linesOfMessage(message, call.locale)) call.io.out(line);
      }
      for (const { kind, node, request } of effects) {
        if (kind === 'knowledge.search' || kind === 'understanding.predict' || kind === 'script.run') continue;
        event(kind, { node, request }, `${kind} [${node}]`);
      }
      if (fault !== null) {
        faulted = true;
        event('fault', { ...fault }, `${fault.code}: ${fault.message}`);
      }
      const now = conversation.status();
      if (now !== status) event('status', { status: now }, `${words(call, '状态', 'status')}: ${now}`);
      status = now;
    },
  };
}

function parseForm(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const values: unknown = JSON.parse(text);
    return isJsonObject(values) ? values : undefined;
  } catch {
    return undefined;
  }
}

/** The checker has its say on them afterwards. */
function parseIntents(list: readonly unknown[]): FlowDocument['intents'] {
  return list as FlowDocument['intents'];
}
