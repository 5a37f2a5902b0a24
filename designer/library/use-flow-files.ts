// Export and duplication of a flow, with what people are told about them.
import { useTranslation } from 'react-i18next';
import type { FlowSummary } from '#nodes/wire/flows.ts';
import { downloadFlow, useDuplicateFlow } from '../api/flows.ts';
import { offerFile } from '../ui/offer-file.ts';
import { toastDone, toastProblem } from '../ui/toast.ts';

/** The two acts that turn a flow into a bundle. */
export function useFlowFiles() {
  const { t } = useTranslation('library');
  const duplicate = useDuplicateFlow();
  return {
    async exportFlow(flow: FlowSummary): Promise<void> {
      try {
        const { blob } = await downloadFlow(flow.id);
        offerFile(`${flow.slug}.tandem.json`, blob);
      } catch (error) {
        toastProblem(error);
      }
    },
    duplicateFlow(flow: FlowSummary): void {
      const name = t('copyName', { name: flow.name });
      duplicate.mutate(
        { id: flow.id, name },
        { onSuccess: () => toastDone(t('duplicated', { name })), onError: (error) => toastProblem(error) },
      );
    },
  };
}
