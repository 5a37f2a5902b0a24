// Asks before a flow and its versions are deleted.
import { useTranslation } from 'react-i18next';
import type { FlowSummary } from '#nodes/wire/flows.ts';
import { useDeleteFlow } from '../api/flows.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { toastDone, toastProblem } from '../ui/toast.ts';

interface Props {
  readonly flow: FlowSummary;
  readonly onClose: () => void;
}

export function DeleteFlowDialog({ flow, onClose }: Props) {
  const { t } = useTranslation('library');
  const remove = useDeleteFlow();
  return (
    <ConfirmDialog
      opened
      title={t('deleteDialog.title', { name: flow.name })}
      confirm={t('deleteDialog.confirm')}
      busy={remove.isPending}
      onClose={onClose}
      onConfirm={() =>
        remove.mutate(flow.id, {
          onSuccess: () => {
            toastDone(t('deleted', { name: flow.name }));
            onClose();
          },
          onError: (error) => toastProblem(error),
        })
      }
    >
      {t('deleteDialog.body')}
    </ConfirmDialog>
  );
}
