// The areas of interface text and the types of their keys; a new area is a file per language and a line here.
import type { text as admin } from './zh-CN/admin.ts';
import type { text as canvas } from './zh-CN/canvas.ts';
import type { text as comments } from './zh-CN/comments.ts';
import type { text as desk } from './zh-CN/desk.ts';
import type { text as inspector } from './zh-CN/inspector.ts';
import type { text as knowledge } from './zh-CN/knowledge.ts';
import type { text as leads } from './zh-CN/leads.ts';
import type { text as library } from './zh-CN/library.ts';
import type { text as notices } from './zh-CN/notices.ts';
import type { text as problems } from './zh-CN/problems.ts';
import type { text as rehearsal } from './zh-CN/rehearsal.ts';
import type { text as releases } from './zh-CN/releases.ts';
import type { text as shell } from './zh-CN/shell.ts';
import type { text as sites } from './zh-CN/sites.ts';
import type { text as tables } from './zh-CN/tables.ts';
import type { text as tests } from './zh-CN/tests.ts';
import type { text as trainer } from './zh-CN/trainer.ts';
import type { text as ui } from './zh-CN/ui.ts';
import type { text as usages } from './zh-CN/usages.ts';

/** Each area with the keys it holds; `useTranslation('<area>')` is typed by this. */
export interface Areas {
  readonly admin: typeof admin;
  readonly canvas: typeof canvas;
  readonly comments: typeof comments;
  readonly desk: typeof desk;
  readonly inspector: typeof inspector;
  readonly knowledge: typeof knowledge;
  readonly leads: typeof leads;
  readonly library: typeof library;
  readonly notices: typeof notices;
  readonly problems: typeof problems;
  readonly rehearsal: typeof rehearsal;
  readonly releases: typeof releases;
  readonly shell: typeof shell;
  readonly sites: typeof sites;
  readonly tables: typeof tables;
  readonly tests: typeof tests;
  readonly trainer: typeof trainer;
  readonly ui: typeof ui;
  readonly usages: typeof usages;
}

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'ui';
    resources: Areas;
    returnNull: false;
  }
}
