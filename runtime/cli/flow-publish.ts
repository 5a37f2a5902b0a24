// tandem flow publish: a file goes live: as a new flow, or as the next version of the one with the slug.
import type { JsonObject } from '#nodes/kit/json.ts';
import { slugFromName } from '#runtime/flows/slug.ts';
import { withBases } from '#runtime/flows/bundle.ts';
import { checkFlow, linesOf, playableFlow } from './checked-flow.ts';
import { EXIT, firstOperand, report, textOption, UsageError, words, type Call, type Command } from './command.ts';
import { readFlowFile, type FlowFile } from './flow-file.ts';
import { nodePacksOf } from './node-packs.ts';
import { COMMAND_LINE, noteInAudit, withRooms, type Rooms } from './rooms.ts';

export const flowPublish: Command = {
  name: 'flow publish',
  usage: 'FILE [--slug SLUG] [--note TEXT] [--share PERCENT] [--override REASON]',
  summary: { 'zh-CN': '检查并发布流程文件', en: 'Checks a flow file and makes it live' },
  options: {
    slug: { type: 'string' },
    note: { type: 'string' },
    share: { type: 'string' },
    override: { type: 'string' },
  },
  operands: [1, 1],
  async run(call) {
    const file = await readFlowFile(firstOperand(call));
    const document = playableFlow(file.flow, call.locale, undefined, await nodePacksOf(call));
    const slug = slugOption(call) ?? slugFromName(document.name);
    for (const problem of checkFlow(document, call.locale).problems.flatMap(linesOf)) call.io.err(problem);
    const note = (textOption(call, 'note') ?? words(call, '从命令行发布', 'Published from the command line')).slice(
      0,
      1000,
    );
    const share = shareOption(call);
    const published = await withRooms(call.io.env, async (rooms) => {
      const draft = await putDraft(rooms, file, document, slug);
      const reason = textOption(call, 'override');
      let override: JsonObject | undefined;
      const version = await rooms.flows.publish(
        rooms.home,
        COMMAND_LINE,
        draft.id,
        {
          revision: draft.revision,
          note,
          ...(share === undefined ? {} : { rollout: { share } }),
          ...(reason === undefined ? {} : { override: { reason } }),
        },
        (fact) => {
          override = fact;
        },
      );
      await noteInAudit(rooms, 'flow.publish', draft.id, {
        slug: draft.slug,
        version: version.version,
        ...(share === undefined ? {} : { share }),
        ...(override === undefined ? {} : { override }),
      });
      return { slug: draft.slug, ...version, share: share ?? 100 };
    });
    report(call, { ok: true, ...published }, [
      words(
        call,
        `已发布 ${published.slug}，第 ${published.version} 版（${published.share}% 的新会话）：/chat/${published.slug}`,
        `Published ${published.slug}, version ${published.version} to ${published.share}% of new conversations: /chat/${published.slug}`,
      ),
    ]);
    return EXIT.good;
  },
};

/** The draft to publish: of the flow that has the slug, else of a new one. */
async function putDraft(rooms: Rooms, file: FlowFile, document: ReturnType<typeof playableFlow>, slug: string) {
  const { flows, home, knowledge } = rooms;
  const known = (await flows.list(home)).find((flow) => flow.slug === slug);
  if (known === undefined) {
    const bundle = {
      format: 'tandem.bundle',
      formatVersion: 1,
      flow: document,
      knowledge: file.knowledge,
      dialogues: file.dialogues,
    };
    const { flow } = await flows.importBundle(home, COMMAND_LINE, bundle);
    const named = flow.slug === slug ? flow : await flows.update(home, flow.id, { slug });
    return { id: named.id, slug: named.slug, revision: named.draftRevision };
  }
  const ids = new Map((await knowledge.packs.baseIds(home)).map((id) => [id, id] as const));
  for (const pack of file.knowledge) {
    if (!ids.has(pack.ref)) ids.set(pack.ref, await knowledge.packs.create(home, COMMAND_LINE, pack));
  }
  const { revision } = await flows.get(home, known.id);
  const saved = await flows.saveDraft(home, COMMAND_LINE, known.id, revision, withBases(document, ids));
  return { id: known.id, slug, revision: saved.revision };
}

function slugOption(call: Call): string | undefined {
  const slug = textOption(call, 'slug');
  if (slug === undefined || /^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$/.test(slug)) return slug;
  throw new UsageError(
    words(call, '地址只能用小写字母、数字和连字符。', 'A slug has lower-case letters, digits and hyphens.'),
  );
}

/** 1 to 99 in a hundred of new conversations; 100 is everybody. */
function shareOption(call: Call): number | undefined {
  const text = textOption(call, 'share');
  if (text === undefined) return undefined;
  const share = Number(text.replace(/%$/, ''));
  if (Number.isInteger(share) && share >= 1 && share <= 100) return share === 100 ? undefined : share;
  throw new UsageError(
    words(call, '--share 是 1 到 100 的整数百分比。', '--share is a whole number of percent from 1 to 100.'),
  );
}
