// What a problem offers to mend itself: one press, one step of undo.
import { Button } from '@mantine/core';
import { Wrench } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FlowProblem } from '#nodes/wire/flows.ts';
import { mendFlow } from '../document/flow-commands.ts';
import { useEditor } from '../document/editor-context.ts';
import { currentLocale } from '../i18n/i18n.ts';
import { speak, useViewStore } from './view-store.ts';

export function MendButtons({ problem }: { readonly problem: FlowProblem }) {
  const { t } = useTranslation('tests');
  const editor = useEditor();
  const view = useViewStore();
  const locale = currentLocale();
  return (
    <span className="fc-mends">
      {(problem.mends ?? []).map((mend) => (
        <Button
          key={mend.label.en}
          size="compact-xs"
          variant="default"
          leftSection={<Wrench size={12} aria-hidden />}
          aria-label={t('mend.label', { mend: mend.label[locale], problem: problem.message[locale] })}
          onClick={() => {
            if (editor.run(mendFlow(mend.change, editor.newId)))
              speak(view, t('mend.done', { mend: mend.label[locale] }));
          }}
        >
          {mend.label[locale]}
        </Button>
      ))}
    </span>
  );
}
