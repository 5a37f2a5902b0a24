// The name of a variable: changing it changes every place that uses it, after a look at how many those are.
import { Button, Group, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { renameVariable, type Renamed } from '#nodes/flow/usages/rename-variable.ts';
import type { FlowDocument } from '#nodes/flow/document.ts';
import { useDocument, useEditor, useEditorState } from '../document/editor-context.ts';
import { displayName, nodeById } from '../document/graph.ts';
import { currentLocale } from '../i18n/i18n.ts';
import { toastProblem } from '../ui/toast.ts';
import { isComposing } from '../ui/keys.ts';
import { renameEverywhere } from './rename-everywhere.ts';

interface Props {
  readonly flowId: string;
  readonly name: string;
  readonly isCustomers: boolean;
  /** Uses besides the declaration. */
  readonly places: number;
  readonly tests: number;
}

export function VariableName({ flowId, name, isCustomers, places, tests }: Props) {
  const editor = useEditor();
  const document = useDocument();
  const cache = useQueryClient();
  const readOnly = useEditorState((state) => state.readOnly);
  const { t } = useTranslation('usages');
  const { t: inspector } = useTranslation('inspector');
  const [typed, setTyped] = useState<string | null>(null);
  const to = typed?.trim() ?? name;
  const plan = to === name ? null : renameVariable(document, name, to, editor.types);
  const [isAsking, setAsking] = useState(false);

  function cancel(): void {
    setTyped(null);
    setAsking(false);
  }

  function rename(renamed: FlowDocument): void {
    const onFailed = (error: unknown) => toastProblem(error, t('rename.testsNotRenamed'));
    renameEverywhere({ editor, cache, flowId, from: name, to, renamed, onFailed });
    cancel();
  }

  function settle(): void {
    if (plan === null) cancel();
    else if (plan.ok && places + tests === 0) rename(plan.document);
    else setAsking(plan.ok);
  }

  return (
    <>
      <TextInput
        size="xs"
        ff="monospace"
        flex={1}
        aria-label={inspector('variables.name')}
        readOnly={readOnly}
        error={plan?.ok === false ? refusalText(plan) : null}
        value={typed ?? name}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={settle}
        onKeyDown={(event) => {
          if (isComposing(event)) return;
          if (event.key === 'Enter') settle();
          if (event.key !== 'Escape' || typed === null) return;
          event.preventDefault();
          event.stopPropagation();
          cancel();
        }}
      />
      {isAsking && plan?.ok === true && (
        <div className="in-rename" role="group" aria-label={t('rename.title', { from: name, to })}>
          <Text fz="xs">
            {t('rename.title', { from: name, to })} {t('rename.places', { count: places })}
            {tests > 0 && ` ${t('rename.tests', { count: tests })}`}
            {isCustomers && ` ${t('rename.customer')}`}
          </Text>
          <Group gap="xs" mt={8}>
            <Button size="compact-xs" onClick={() => rename(plan.document)}>
              {t('rename.all')}
            </Button>
            <Button size="compact-xs" variant="default" onClick={cancel}>
              {t('rename.cancel')}
            </Button>
          </Group>
        </div>
      )}
    </>
  );

  function refusalText({ refusal }: Extract<Renamed, { ok: false }>): string {
    const [first] = refusal.nodes;
    const node = first === undefined ? undefined : nodeById(document, first);
    const by = node === undefined ? '' : displayName(editor.types, node, currentLocale());
    return t(`rename.refused.${refusal.reason}`, { name: to, node: by });
  }
}
