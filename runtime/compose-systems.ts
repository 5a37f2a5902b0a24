// Puts the ways to other systems together: the one way out to the network, and the rooms whose business lies beyond it.
import type { Kysely } from 'kysely';
import type { Workspaces } from './access/workspaces.ts';
import { createUndiciFetcher } from './adapters/http-fetcher-undici/http-fetcher-undici.ts';
import { createSocketOpener } from './adapters/http-fetcher-undici/socket-opener.ts';
import { createNodemailerSender } from './adapters/mail-sender-nodemailer/mail-sender-nodemailer.ts';
import { createSqlCredentialStore } from './adapters/store-sql/credential-store.ts';
import type { Database } from './adapters/store-sql/database.ts';
import { createSqlMailStore } from './adapters/store-sql/mail-store.ts';
import { createSqlToolServerStore } from './adapters/store-sql/tool-server-store.ts';
import { createMcpToolClient } from './adapters/tool-client-mcp/tool-client-mcp.ts';
import type { Config } from './config.ts';
import { createCredentials, type Credentials } from './credentials/credentials.ts';
import { createCallOut, type CallOut } from './effects/http-request.ts';
import type { ReachableSystems } from './flows/import-conflicts.ts';
import { createMail, type Mail, type MailDeps } from './mail/mail.ts';
import type { AddressJudge, HttpFetcher } from './ports/http-fetcher.ts';
import type { SocketOpener } from './ports/socket-opener.ts';
import { createTools, type Tools } from './tools/tools.ts';

/** The way out: requests and plain connections under the same rules. */
export interface Egress {
  readonly fetcher: HttpFetcher & AddressJudge;
  readonly sockets: SocketOpener;
}

/** Opens the way out: the public internet, what a workspace allows, and the model servers that IT named. */
export function composeEgress(config: Config, workspaces: Workspaces): Egress {
  const allowances = {
    egressAllow: (workspaceId: string) => workspaces.egressAllow(workspaceId),
    trustedOrigins: [config.model, config.embedder].flatMap((engine) =>
      engine === undefined ? [] : [new URL(engine.baseUrl).origin],
    ),
  };
  return { fetcher: createUndiciFetcher(allowances), sockets: createSocketOpener(allowances) };
}

/** Opens the rooms. */
export function composeSystems(
  deps: Pick<MailDeps, 'vault' | 'files' | 'clock'> & { readonly kysely: Kysely<Database>; readonly egress: Egress },
): {
  readonly credentials: Credentials;
  readonly callOut: CallOut;
  readonly mail: Mail;
  readonly tools: Tools;
  /** What of these is set up in a workspace. */
  readonly systems: (workspaceId: string) => Promise<ReachableSystems>;
} {
  const { kysely, egress } = deps;
  const credentials = createCredentials({ ...deps, store: createSqlCredentialStore(kysely) });
  const tools = createTools({
    ...deps,
    store: createSqlToolServerStore(kysely),
    client: createMcpToolClient(egress.fetcher),
    credentials,
  });
  const mail = createMail({
    ...deps,
    store: createSqlMailStore(kysely),
    sender: createNodemailerSender({ sockets: egress.sockets }),
  });
  return {
    credentials,
    callOut: createCallOut(egress.fetcher, (...asked) => credentials.authorize(...asked)),
    mail,
    tools,
    systems: async (workspaceId) => ({
      hasMailServer: (await mail.server(workspaceId)) !== undefined,
      toolServers: (await tools.servers(workspaceId)).map(({ name }) => name),
    }),
  };
}
