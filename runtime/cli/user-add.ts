// tandem user add: a staff account; its password is printed once.
import { ROLES, type Role } from '#nodes/wire/access.ts';
import {
  EXIT,
  firstOperand,
  report,
  requiredOption,
  textOption,
  UsageError,
  words,
  type Call,
  type Command,
} from './command.ts';
import { noteInAudit, withRooms } from './rooms.ts';

export const userAdd: Command = {
  name: 'user add',
  usage: `EMAIL --role ${ROLES.join('|')} [--name NAME]`,
  summary: { 'zh-CN': '新建员工账号，密码只显示一次', en: 'A staff account; the password is shown once' },
  options: { role: { type: 'string' }, name: { type: 'string' } },
  operands: [1, 1],
  async run(call) {
    const email = firstOperand(call);
    const role = roleOption(call);
    if (!/^[^@\s]+@[^@\s]+$/.test(email) || email.length > 254)
      throw new UsageError(words(call, `「${email}」不是邮箱地址。`, `"${email}" is not an e-mail address.`));
    const name = textOption(call, 'name') ?? email.split('@')[0] ?? email;
    const { user, password } = await withRooms(call.io.env, async (rooms) => {
      const made = await rooms.access.users.create(rooms.home, { name, email, role });
      await noteInAudit(rooms, 'user.create', made.user.id, { email: made.user.email, role });
      return made;
    });
    report(call, { user, password }, [
      words(
        call,
        `已新建 ${user.email}（${user.role}）。密码（只显示这一次）：`,
        `Made ${user.email} (${user.role}). The password, shown only now:`,
      ),
      password,
    ]);
    return EXIT.good;
  },
};

/** The role, one of the closed list. */
export function roleOption(call: Call): Role {
  const given = requiredOption(call, 'role');
  const role = ROLES.find((known) => known === given);
  if (role !== undefined) return role;
  throw new UsageError(words(call, `角色只能是 ${ROLES.join('、')}。`, `A role is one of ${ROLES.join(', ')}.`));
}
