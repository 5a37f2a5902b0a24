// Which steps and tests name this step: jumps, counted visits, expectations.
import { useCallback, useMemo } from 'react';
import type { Dialogue } from '#nodes/wire/dialogues.ts';
import { nodeInDialogue, usagesOfNode } from '#nodes/flow/usages/other-usages.ts';
import { useDocument, useEditor } from '../document/editor-context.ts';
import { UsagePart, type UsageGo } from './UsagePart.tsx';
import { useTestUses } from './use-usages.ts';

interface Props extends UsageGo {
  readonly flowId: string;
  readonly nodeId: string;
}

export function NodeUses({ flowId, nodeId, onGo, onTests }: Props) {
  const document = useDocument();
  const { types } = useEditor();
  const usages = useMemo(() => usagesOfNode(document, nodeId, types), [document, nodeId, types]);
  const find = useCallback((dialogue: Dialogue) => nodeInDialogue(dialogue, nodeId), [nodeId]);
  const tests = useTestUses(flowId, find);
  if (usages.length + tests.length === 0) return null;
  return <UsagePart usages={usages} tests={tests} kept={false} onGo={onGo} onTests={onTests} />;
}
