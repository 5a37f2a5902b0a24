// Keeps a real conversation as a test of its flow; personal values are masked on the server.
import { Anchor, Button } from '@mantine/core';
import { ListPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useHasRole } from '../api/auth.ts';
import { useKeepConversation } from '../api/dialogues.ts';
import { NameDialog } from '../ui/NameDialog.tsx';
import { toastDone, toastProblem } from '../ui/toast.ts';

interface Props {
  readonly sessionId: string;
  readonly flowId: string;
  /** Of the flow: where the name of the test begins. */
  readonly name: string;
}

export function KeepAsTest({ sessionId, flowId, name }: Props) {
  const { t } = useTranslation('tests');
  const mayKeep = useHasRole('admin', 'designer');
  const keep = useKeepConversation(flowId);
  const [isNaming, setNaming] = useState(false);
  if (!mayKeep) return null;

  function save(called: string): void {
    keep.mutate(
      { sessionId, name: called },
      {
        onSuccess: ({ dialogue }) => {
          toastDone(t('saved', { name: dialogue.name }));
          setNaming(false);
        },
        onError: (error) => toastProblem(error),
      },
    );
  }

  return (
    <>
      <Button variant="default" leftSection={<ListPlus size={14} aria-hidden />} onClick={() => setNaming(true)}>
        {t('saveAs.action')}
      </Button>
      {isNaming && (
        <NameDialog
          title={t('saveAs.title')}
          hint={
            <>
              {t('saveAs.masked')}{' '}
              <Anchor component={Link} to={`/flows/${flowId}`} fz="sm">
                {t('saveAs.toFlow')}
              </Anchor>
            </>
          }
          label={t('editor.name')}
          action={t('saveAs.save')}
          suggested={`${name} ${sessionId.slice(-6)}`}
          busy={keep.isPending}
          onName={save}
          onClose={() => setNaming(false)}
        />
      )}
    </>
  );
}
