// Releases of a flow: rollback, a version for a share of new sessions, who changed what, moving live sessions.
import { Type, type Static } from 'typebox';
import { RecordSchema } from '#nodes/kit/record-schema.ts';

const Closed = { additionalProperties: false } as const;
const Version = Type.Integer({ minimum: 1 });
const Share = Type.Integer({ minimum: 1, maximum: 99 });
const Points = Type.Union([Type.Number({ minimum: 0, maximum: 100 }), Type.Null()]);

/** When a release stops by itself: percentage points over the previous version (null: not watched), once both have `minSessions`. */
export const RolloutGuardSchema = Type.Object(
  {
    faults: Points,
    handoffs: Points,
    abandons: Points,
    minSessions: Type.Integer({ minimum: 1, maximum: 100_000 }),
    windowMs: Type.Integer({ minimum: 60_000, maximum: 30 * 86_400_000 }),
  },
  Closed,
);

/** The guard unless another one is asked for. */
export const DEFAULT_GUARD: RolloutGuard = {
  faults: 2,
  handoffs: 10,
  abandons: 10,
  minSessions: 30,
  windowMs: 86_400_000,
};

/** Publish to a share of new sessions: part of the publish request and of a promotion. */
export const RolloutRequestSchema = Type.Object({ share: Share, guard: Type.Optional(RolloutGuardSchema) }, Closed);

/** How sessions of a version fare; each session counts once in each column. */
export const VersionFiguresSchema = Type.Object({
  version: Version,
  sessions: Type.Integer(),
  faults: Type.Integer(),
  handoffs: Type.Integer(),
  abandons: Type.Integer(),
});

/** A release for a share of new sessions. `reason` is there when it stopped by itself; rates in percent. */
export const RolloutSchema = Type.Object({
  id: Type.String(),
  version: Version,
  baseVersion: Version,
  share: Type.Integer(),
  guard: RolloutGuardSchema,
  state: Type.Enum(['running', 'completed', 'stopped']),
  reason: Type.Union([
    Type.Object({
      metric: Type.Enum(['faults', 'handoffs', 'abandons']),
      rate: Type.Number(),
      baseRate: Type.Number(),
      bound: Type.Number(),
      sessions: Type.Integer(),
      baseSessions: Type.Integer(),
    }),
    Type.Null(),
  ]),
  startedAt: Type.String(),
  startedBy: Type.String(),
  endedAt: Type.Union([Type.String(), Type.Null()]),
  endedBy: Type.Union([Type.String(), Type.Null()]),
});

/** GET /api/v1/flows/{id}/release: what new sessions get, how each version fares, and where live sessions are. */
export const ReleaseSchema = Type.Object({
  publishedVersion: Type.Union([Version, Type.Null()]),
  /** The running rollout, else the last one, else null. */
  rollout: Type.Union([RolloutSchema, Type.Null()]),
  /** Of the rollout's version and the one before it, over the guard's window; empty without a rollout. */
  figures: Type.Array(VersionFiguresSchema),
  live: Type.Array(Type.Object({ version: Version, sessions: Type.Integer() })),
});

/** POST /api/v1/flows/{id}/rollback: new sessions get `version` at once, if `expected` is still the published one. */
export const RollbackSchema = Type.Object({ version: Version, expected: Version }, Closed);

/** POST /api/v1/flows/{id}/rollout: releases an earlier or removed-from-live version to a share of new sessions. */
export const StartRolloutSchema = Type.Object(
  { version: Version, share: Share, guard: Type.Optional(RolloutGuardSchema) },
  Closed,
);
/** PATCH /api/v1/flows/{id}/rollout: another share (1 to 99), `all` (it becomes the published version) or `stop`. */
export const ChangeRolloutSchema = Type.Object(
  { rollout: Type.String({ maxLength: 128 }), to: Type.Union([Share, Type.Literal('all'), Type.Literal('stop')]) },
  Closed,
);

/** GET /api/v1/flows/{id}/changes: who last changed what; `key` is `node:ID`, `edge:NODE PORT`, ..., or `*` for the whole first draft. */
export const NotedChangesSchema = Type.Object({
  changes: Type.Array(Type.Object({ key: Type.String(), by: Type.String(), at: Type.String() })),
});

/** POST /api/v1/flows/{id}/move: live sessions of one version to another. `map` overrides targets by old node id. */
export const MoveSessionsSchema = Type.Object(
  {
    from: Version,
    to: Version,
    map: RecordSchema(Type.Union([Type.String({ maxLength: 64 }), Type.Null()])),
    stuck: Type.Enum(['stay', 'person']),
    dryRun: Type.Boolean(),
  },
  Closed,
);

/** A session that cannot be moved, and why. */
export const MoveStuckSchema = Type.Object({
  sessionId: Type.String(),
  node: Type.String(),
  reason: Type.Enum(['unmapped', 'shape', 'working', 'timer']),
});

/** What a move would do, or did: the same counts in both. At most 200 stuck sessions are named; all are counted. */
export const MoveReportSchema = Type.Object({
  moved: Type.Integer(),
  stuck: Type.Integer(),
  byNode: Type.Array(Type.Object({ node: Type.String(), moved: Type.Integer(), stuck: Type.Integer() })),
  stuckSessions: Type.Array(MoveStuckSchema),
  variables: Type.Array(
    Type.Object({
      name: Type.String(),
      from: Type.String(),
      to: Type.String(),
      converted: Type.Integer(),
      lost: Type.Integer(),
    }),
  ),
});

/** The map that was used, and the report. */
export const SessionsMovedSchema = Type.Object({
  map: Type.Array(
    Type.Object({
      from: Type.String(),
      to: Type.Union([Type.String(), Type.Null()]),
      how: Type.Enum(['id', 'name', 'content', 'operator', 'none']),
    }),
  ),
  report: MoveReportSchema,
});

export type RolloutGuard = Static<typeof RolloutGuardSchema>;
export type Rollout = Static<typeof RolloutSchema>;
export type Release = Static<typeof ReleaseSchema>;
export type VersionFigures = Static<typeof VersionFiguresSchema>;
export type NotedChanges = Static<typeof NotedChangesSchema>;
export type MoveSessions = Static<typeof MoveSessionsSchema>;
export type MoveStuck = Static<typeof MoveStuckSchema>;
export type MoveReport = Static<typeof MoveReportSchema>;
export type SessionsMoved = Static<typeof SessionsMovedSchema>;
