// Tool servers (Model Context Protocol): entered by admins, called by flows by name; what they offer, for designers.
import { Type, type Static } from 'typebox';
import { RecordSchema } from '#nodes/kit/record-schema.ts';

const Closed = { additionalProperties: false } as const;
const Name = Type.String({ minLength: 1, maxLength: 80, pattern: '^[^\\p{C}{}]+$' });
const Url = Type.String({ minLength: 1, maxLength: 2000 });
/** The name of a credential of the workspace; empty: none. */
const Credential = Type.String({ maxLength: 80 });

/** A server as admins see it. */
export const ToolServerSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  url: Type.String(),
  credential: Type.String(),
  updatedAt: Type.String(),
});

/** POST /api/v1/tool-servers. REQUEST_INVALID for an address that is not http(s) or holds a user, password or key; NAME_TAKEN. */
export const CreateToolServerSchema = Type.Object({ name: Name, url: Url, credential: Credential }, Closed);

/** PATCH /api/v1/tool-servers/:id */
export const UpdateToolServerSchema = Type.Object(
  { name: Type.Optional(Name), url: Type.Optional(Url), credential: Type.Optional(Credential) },
  Closed,
);

/** GET /api/v1/tool-servers/names: what a designer may choose from. */
export const ToolServerNamesSchema = Type.Object({ servers: Type.Array(Type.Object({ name: Type.String() })) });

/** A tool as its server describes it; `inputSchema` is the JSON Schema of its arguments. */
export const OfferedToolSchema = Type.Object({
  name: Type.String(),
  title: Type.String(),
  description: Type.String(),
  inputSchema: RecordSchema(Type.Unknown()),
});

/** POST /api/v1/tool-servers/list */
export const ListToolsSchema = Type.Object({ server: Name }, Closed);

/** What a server offers, asked just now. When it could not be asked `code` and `problem` say why. */
export const ListedToolsSchema = Type.Object({
  tools: Type.Array(OfferedToolSchema),
  code: Type.String(),
  problem: Type.String(),
});

export type ToolServer = Static<typeof ToolServerSchema>;
export type CreateToolServer = Static<typeof CreateToolServerSchema>;
export type UpdateToolServer = Static<typeof UpdateToolServerSchema>;
export type OfferedToolView = Static<typeof OfferedToolSchema>;
export type ListedTools = Static<typeof ListedToolsSchema>;
