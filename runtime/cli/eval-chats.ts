// tandem eval chats: scripted customers talk to flows; how many end resolved with no person, and the others one by one.
import { basename, join } from 'node:path';
import {
  openForCustomers,
  readScriptedCustomers,
  talkAsCustomer,
  type CustomerOutcome,
  type Miss,
  type ScriptedCustomer,
} from '#runtime/dialogues/scripted-customer.ts';
import { playableFlow } from './checked-flow.ts';
import { EXIT, report, textOption, UsageError, words, type Call, type Command } from './command.ts';
import { flowPathsIn, readFlowFile, readJsonFile } from './flow-file.ts';
import { siblingCalls } from './sibling-calls.ts';
import { openStage } from './stage.ts';

/** The customers of a template lie beside its flow. */
export const CUSTOMERS_FILE = 'customers.json';

const WHY: Readonly<Record<Miss, { readonly 'zh-CN': string; readonly en: string }>> = {
  handoff: { 'zh-CN': '转了人工', en: 'a person was brought in' },
  comesBack: { 'zh-CN': '没有得到要的答案，还会再来问', en: 'did not hear what was needed, will be back' },
  thumbsDown: { 'zh-CN': '给了差评', en: 'rated badly' },
  leftOpen: { 'zh-CN': '没有正常结束', en: 'did not come to an end' },
};

interface Played {
  readonly flow: string;
  readonly customers: number;
  readonly resolved: number;
  readonly misses: readonly CustomerOutcome[];
}

export const evalChatsCommand: Command = {
  name: 'eval chats',
  usage: 'PATH [--at-least PERCENT]',
  summary: {
    'zh-CN': '让模板或文件夹里的脚本客户（customers.json）去聊，数出不转人工就解决的有多少',
    en: 'Lets the scripted customers (customers.json) of a template or folder talk; counts those resolved with no person',
  },
  options: { 'at-least': { type: 'string' } },
  operands: [1, 1],
  async run(call) {
    const least = percentOf(call);
    const played: Played[] = [];
    for (const path of await flowPathsIn(call.operands[0] ?? '')) played.push(await playCustomers(path, call.locale));
    const customers = played.reduce((sum, one) => sum + one.customers, 0);
    const resolved = played.reduce((sum, one) => sum + one.resolved, 0);
    const share = customers === 0 ? 0 : resolved / customers;
    report(call, { customers, resolved, share, flows: played }, linesOf(call, played, resolved, customers));
    return share * 100 >= least ? EXIT.good : EXIT.bad;
  },
};

/** Plays the customers beside a flow. Fails as reading the flow or the customers does. */
export async function playCustomers(path: string, locale: Call['locale']): Promise<Played> {
  const customers = readScriptedCustomers(await readJsonFile(join(path, CUSTOMERS_FILE)), join(path, CUSTOMERS_FILE));
  const file = await readFlowFile(path);
  const calls = await siblingCalls(path, file.flow);
  const stage = await openStage(playableFlow(file.flow, locale, calls), file.knowledge, calls);
  try {
    const open = await openForCustomers(stage.rehearsal, stage.document);
    const outcomes: CustomerOutcome[] = [];
    for (const customer of customers) outcomes.push(await talkAsCustomer(open, customer));
    return playedOf(basename(path), customers, outcomes);
  } finally {
    await stage.close();
  }
}

function playedOf(flow: string, customers: readonly ScriptedCustomer[], outcomes: readonly CustomerOutcome[]): Played {
  const misses = outcomes.filter(({ miss }) => miss !== undefined);
  return { flow, customers: customers.length, resolved: customers.length - misses.length, misses };
}

function percentOf(call: Call): number {
  const given = textOption(call, 'at-least') ?? '0';
  const percent = Number(given);
  if (given.trim() !== '' && percent >= 0 && percent <= 100) return percent;
  throw new UsageError(words(call, '--at-least 是 0 到 100 的数。', '--at-least is a number from 0 to 100.'));
}

function linesOf(call: Call, played: readonly Played[], resolved: number, customers: number): readonly string[] {
  return [
    ...played.map(({ flow, ...one }) => `${flow.padEnd(24)} ${String(one.resolved)}/${String(one.customers)}`),
    words(call, `不转人工就解决：${resolved}/${customers}`, `Resolved with no person: ${resolved}/${customers}`),
    words(
      call,
      '算法：由机器人正常结束，没有转人工，没有理由再来问同一件事，没有差评。',
      'Counted: closed by the bot, no handoff, no reason to return with the same matter, no bad rating.',
    ),
    ...played.flatMap(({ flow, misses }) =>
      misses.flatMap(({ name, miss = 'leftOpen', lines }) => [
        '',
        `${flow} / ${name}: ${WHY[miss][call.locale === 'en' ? 'en' : 'zh-CN']}`,
        ...lines.map((line) => `  ${line}`),
      ]),
    ),
  ];
}
