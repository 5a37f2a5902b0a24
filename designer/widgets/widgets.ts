// One component for every widget name; the compiler finds a missing one.
import type { ComponentType } from 'react';
import type { WidgetName } from '#nodes/kit/fields.ts';
import { ColleagueWidget } from './ColleagueWidget.tsx';
import { ConditionWidget } from './ConditionWidget.tsx';
import { CredentialWidget } from './CredentialWidget.tsx';
import { HttpAddressWidget } from './HttpAddressWidget.tsx';
import { FlowWidget } from './FlowWidget.tsx';
import { JsonWidget } from './JsonWidget.tsx';
import {
  AssignmentsWidget,
  ButtonsWidget,
  CasesWidget,
  FormFieldsWidget,
  KeyValuesWidget,
  OptionsWidget,
  PatternsWidget,
  VariantsWidget,
} from './list-widgets.tsx';
import { MailRecipientsWidget } from './MailRecipientsWidget.tsx';
import {
  DurationWidget,
  ExpressionWidget,
  MultiSelectWidget,
  NumberWidget,
  PlainTemplateWidget,
  SelectWidget,
  SwitchWidget,
  TagsWidget,
  TemplateWidget,
  TextareaWidget,
  TextWidget,
} from './plain-widgets.tsx';
import { ConsentWidget, MoodGateWidget, NoReplyWidget, RetryWidget, WeeklyHoursWidget } from './policy-widgets.tsx';
import { RecordsWidget } from './RecordsWidget.tsx';
import {
  IntentListWidget,
  IntentsWidget,
  KnowledgeBasesWidget,
  KnowledgeLabelsWidget,
  NodeListWidget,
  NodeWidget,
  VariableWidget,
} from './reference-widgets.tsx';
import { ResponseMapWidget } from './ResponseMapWidget.tsx';
import { ExitsWidget, ScriptInputsWidget, ScriptOutputsWidget } from './script-lists.tsx';
import { ScriptWidget } from './ScriptWidget.tsx';
import { SharesWidget } from './SharesWidget.tsx';
import { TableColumnWidget, TableWidget } from './TableWidget.tsx';
import { ToolArgumentsWidget, ToolNameWidget, ToolServerWidget } from './tool-widgets.tsx';
import type { WidgetProps } from './widget.ts';

export const FORM_WIDGETS: Readonly<Record<WidgetName, ComponentType<WidgetProps>>> = {
  text: TextWidget,
  textarea: TextareaWidget,
  number: NumberWidget,
  switch: SwitchWidget,
  select: SelectWidget,
  duration: DurationWidget,
  expression: ExpressionWidget,
  template: TemplateWidget,
  'template-multiline': TemplateWidget,
  variable: VariableWidget,
  options: OptionsWidget,
  assignments: AssignmentsWidget,
  condition: ConditionWidget,
  cases: CasesWidget,
  intents: IntentsWidget,
  'intent-list': IntentListWidget,
  keywords: TagsWidget,
  'form-fields': FormFieldsWidget,
  buttons: ButtonsWidget,
  'knowledge-bases': KnowledgeBasesWidget,
  'knowledge-labels': KnowledgeLabelsWidget,
  node: NodeWidget,
  'node-list': NodeListWidget,
  json: JsonWidget,
  'key-values': KeyValuesWidget,
  tags: TagsWidget,
  url: TextWidget,
  'weekly-hours': WeeklyHoursWidget,
  'no-reply': NoReplyWidget,
  retry: RetryWidget,
  consent: ConsentWidget,
  'mood-gate': MoodGateWidget,
  variants: VariantsWidget,
  patterns: PatternsWidget,
  script: ScriptWidget,
  'script-inputs': ScriptInputsWidget,
  'script-outputs': ScriptOutputsWidget,
  exits: ExitsWidget,
  credential: CredentialWidget,
  'http-address': HttpAddressWidget,
  'response-map': ResponseMapWidget,
  records: RecordsWidget,
  'multi-select': MultiSelectWidget,
  flow: FlowWidget,
  shares: SharesWidget,
  colleague: ColleagueWidget,
  table: TableWidget,
  'table-column': TableColumnWidget,
  'plain-template': PlainTemplateWidget,
  'mail-recipients': MailRecipientsWidget,
  'tool-server': ToolServerWidget,
  'tool-name': ToolNameWidget,
  'tool-arguments': ToolArgumentsWidget,
};
