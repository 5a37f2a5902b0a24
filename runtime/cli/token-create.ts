// tandem token create: an API token; its secret is printed once.
import { ROLES } from '#nodes/wire/access.ts';
import { EXIT, report, requiredOption, UsageError, words, type Command } from './command.ts';
import { noteInAudit, withRooms } from './rooms.ts';
import { roleOption } from './user-add.ts';

export const tokenCreate: Command = {
  name: 'token create',
  usage: `--name NAME --role ${ROLES.join('|')}`,
  summary: { 'zh-CN': '新建 API 令牌，只显示一次', en: 'An API token, shown once' },
  options: { name: { type: 'string' }, role: { type: 'string' } },
  operands: [0, 0],
  async run(call) {
    const name = requiredOption(call, 'name');
    const role = roleOption(call);
    if (name.length > 100)
      throw new UsageError(words(call, '名称最多 100 个字。', 'A name has at most 100 characters.'));
    const { token, secret } = await withRooms(call.io.env, async (rooms) => {
      const made = await rooms.access.tokens.create(rooms.home, { name, role });
      await noteInAudit(rooms, 'token.create', made.token.id, { name, role });
      return made;
    });
    report(call, { token, secret }, [
      words(
        call,
        `已新建令牌「${token.name}」（${token.role}），只显示这一次：`,
        `Made the token "${token.name}" (${token.role}), shown only now:`,
      ),
      secret,
    ]);
    return EXIT.good;
  },
};
