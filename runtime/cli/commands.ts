// Every command, in the order of the overview.
import { backup, restore } from './backup.ts';
import { benchTurnsCommand } from './bench.ts';
import type { Command } from './command.ts';
import { doctor } from './doctor.ts';
import { evalChatsCommand } from './eval-chats.ts';
import { evalEmotionCommand, evalIntentsCommand, evalRetrievalCommand } from './evaluations.ts';
import { flowCheck } from './flow-check.ts';
import { flowExport } from './flow-export.ts';
import { flowImport } from './flow-import.ts';
import { flowPublish } from './flow-publish.ts';
import { flowRun } from './flow-run.ts';
import { flowTest } from './flow-test.ts';
import { flowXState } from './flow-xstate.ts';
import { migrateCommand } from './migrate.ts';
import { nodeCheck } from './node-check.ts';
import { nodeNew } from './node-new.ts';
import { start } from './start.ts';
import { tokenCreate } from './token-create.ts';
import { userAdd } from './user-add.ts';

export const commands: readonly Command[] = [
  start,
  migrateCommand,
  doctor,
  backup,
  restore,
  userAdd,
  tokenCreate,
  flowCheck,
  flowRun,
  flowTest,
  flowExport,
  flowImport,
  flowPublish,
  flowXState,
  nodeNew,
  nodeCheck,
  evalIntentsCommand,
  evalEmotionCommand,
  evalRetrievalCommand,
  evalChatsCommand,
  benchTurnsCommand,
];
