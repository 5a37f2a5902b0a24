// The room's one door: the mail server of a workspace, and the mails that flows send through it.
import type { EffectRequests, EffectResults } from '#nodes/kit/effects.ts';
import { FlowError } from '#nodes/kit/errors.ts';
import type { Json } from '#nodes/kit/json.ts';
import type { Locale } from '#nodes/kit/localized.ts';
import type { MailServerView, MailTest, SaveMailServer } from '#nodes/wire/mail.ts';
import type { Files } from '#runtime/files/files.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { MailSender, OutgoingMail } from '#runtime/ports/mail-sender.ts';
import type { MailStore } from '#runtime/ports/mail-store.ts';
import type { SecretVault } from '#runtime/ports/secret-vault.ts';
import { digestOf, messageIdOf } from './mail-ids.ts';
import { checkServer, openServer, sealLogin, viewOf } from './mail-server.ts';
import { fileIdsIn, readRequest } from './read-mail.ts';

/** Mails one address gets within an hour at most, from all flows of the workspace. */
const MOST_PER_HOUR = 5;
const HOUR_MS = 3_600_000;
const MOST_FILE_BYTES = 20 * 1024 * 1024;
const TEST_MS = 20_000;

/** What the room leans on. */
export interface MailDeps {
  readonly store: MailStore;
  readonly sender: MailSender;
  readonly vault: SecretVault;
  readonly files: Pick<Files, 'open'>;
  readonly clock: Clock;
}

/** The mail room. */
export interface Mail {
  /** The server, without its password; undefined when there is none. */
  server(workspaceId: string): Promise<MailServerView | undefined>;
  /** Enters or changes the server. REQUEST_INVALID, CREDENTIAL_HOST_MISMATCH. */
  save(workspaceId: string, settings: SaveMailServer): Promise<MailServerView>;
  /** Forgets the server. RESOURCE_NOT_FOUND. */
  remove(workspaceId: string): Promise<void>;
  /** Sends a mail that says that mails arrive; what went wrong is in the answer. */
  test(workspaceId: string, to: string, locale: Locale): Promise<MailTest>;
  /** The remote effect `mail.send`; the same row again sends no second mail once the first was taken. */
  send(
    row: { readonly workspaceId: string; readonly sessionId: string; readonly key: string },
    request: EffectRequests['mail.send'],
    signal?: AbortSignal,
  ): Promise<EffectResults['mail.send']>;
}

type Written = Pick<OutgoingMail, 'to' | 'replyTo' | 'subject' | 'text' | 'files'>;

/** Opens the room. */
export function createMail(deps: MailDeps): Mail {
  const { store, sender, vault, clock } = deps;

  async function attached(
    workspaceId: string,
    sessionId: string,
    ids: readonly string[],
  ): Promise<OutgoingMail['files']> {
    const opened: OutgoingMail['files'][number][] = [];
    let size = 0;
    for (const id of ids) {
      const { file, bytes } = await deps.files.open(workspaceId, sessionId, id);
      size += bytes.byteLength;
      if (size > MOST_FILE_BYTES) {
        throw new FlowError('REQUEST_INVALID', 'The attachments have more than 20 MB together. Send fewer, or a link.');
      }
      opened.push({ name: file.name, contentType: file.contentType, bytes });
    }
    return opened;
  }

  async function handOver(
    workspaceId: string,
    key: string,
    written: Written,
    limits: { readonly timeoutMs: number; readonly signal?: AbortSignal },
  ): Promise<EffectResults['mail.send']> {
    const stored = await store.server(workspaceId);
    if (stored === undefined) {
      throw new FlowError(
        'MAIL_SERVER_MISSING',
        'No mail server is set up here. An admin can enter one under Settings, Mail server.',
      );
    }
    const server = openServer(vault, stored);
    const messageId = messageIdOf(workspaceId, key, stored.fromAddress);
    const digests = written.to.map((address) => digestOf(workspaceId, address));
    const noted = await store.note(
      { workspaceId, key, recipients: digests, at: clock.now() },
      { most: MOST_PER_HOUR, withinMs: HOUR_MS },
    );
    if (noted.state === 'full') throw tooMany(digests.indexOf(noted.recipient), digests.length);
    if (noted.state === 'sent') {
      const isRefused = (address: string) => noted.refused.includes(digestOf(workspaceId, address));
      const refused = written.to.filter(isRefused);
      return { messageId, accepted: written.to.filter((address) => !isRefused(address)), refused };
    }
    const from = { name: stored.fromName, address: stored.fromAddress };
    try {
      const { accepted, refused } = await sender.send(workspaceId, server, { ...written, from, messageId }, limits);
      await store.markSent(
        workspaceId,
        key,
        refused.map((address) => digestOf(workspaceId, address)),
      );
      return { messageId, accepted, refused };
    } catch (error) {
      if (wasNotSent(error)) await store.takeBack(workspaceId, key);
      throw error;
    }
  }

  return {
    async server(workspaceId) {
      const stored = await store.server(workspaceId);
      return stored === undefined ? undefined : viewOf(stored);
    },

    async save(workspaceId, { password, ...given }) {
      const checked = checkServer(given);
      const before = await store.server(workspaceId);
      const sealed = sealLogin(vault, workspaceId, checked, before, password);
      const stored = { ...checked, workspaceId, sealed, updatedAt: clock.now() };
      await store.saveServer(stored);
      return viewOf(stored);
    },

    async remove(workspaceId) {
      if (!(await store.removeServer(workspaceId)))
        throw new FlowError('RESOURCE_NOT_FOUND', 'No mail server is set up here.');
    },

    async test(workspaceId, to, locale) {
      const began = performance.now();
      const passed = () => Math.round(performance.now() - began);
      const written = { to: [to], replyTo: '', files: [], ...TEST_WORDS[locale] };
      try {
        await handOver(workspaceId, `test:${clock.id()}`, written, { timeoutMs: TEST_MS });
        return { ok: true, ms: passed(), to, code: '', stage: '', reply: '' };
      } catch (error) {
        if (!(error instanceof FlowError)) throw error;
        const { stage, reply } = error.facts;
        return { ok: false, ms: passed(), to, code: error.code, stage: textOf(stage), reply: textOf(reply) };
      }
    },

    async send({ workspaceId, sessionId, key }, request, signal) {
      const { timeoutMs, ...written } = readRequest(request);
      const files = await attached(workspaceId, sessionId, fileIdsIn(request.files));
      return handOver(
        workspaceId,
        key,
        { ...written, files },
        { timeoutMs, ...(signal === undefined ? {} : { signal }) },
      );
    },
  };
}

const TEST_WORDS: Readonly<Record<Locale, { readonly subject: string; readonly text: string }>> = {
  'zh-CN': {
    subject: 'Tandem 测试邮件',
    text: '这封邮件说明邮件服务器设置正确，流程可以发邮件了。\n',
  },
  en: {
    subject: 'Test mail from Tandem',
    text: 'This mail arrived, so the mail server is set up correctly: flows can send mails.\n',
  },
};

function textOf(fact: Json | undefined): string {
  return typeof fact === 'string' ? fact : '';
}

/** Only what certainly went wrong before the server had the mail; after that nobody knows. */
function wasNotSent(error: unknown): boolean {
  if (!(error instanceof FlowError)) return false;
  if (error.code === 'EGRESS_TIMEOUT') return false;
  return error.code !== 'EGRESS_FAILED' || error.facts['stage'] !== 'content' || error.facts['reply'] !== '';
}

function tooMany(index: number, count: number): FlowError {
  const which = count === 1 ? 'The address' : `Address ${index + 1}`;
  return new FlowError(
    'RATE_LIMITED',
    `${which} was sent ${MOST_PER_HOUR} mails within the last hour already; that is the most one address gets.`,
  );
}
