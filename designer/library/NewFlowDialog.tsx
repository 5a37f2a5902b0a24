// A new flow: from a template, from a file, or blank.
import { Tabs } from '@mantine/core';
import { FileUp, LayoutTemplate, SquareDashed } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { DialogFrame } from '../ui/DialogFrame.tsx';
import { BlankFlowForm } from './BlankFlowForm.tsx';
import { ImportFlowForm } from './ImportFlowForm.tsx';
import { TemplateGallery } from './TemplateGallery.tsx';

interface Props {
  readonly onClose: () => void;
}

export function NewFlowDialog({ onClose }: Props) {
  const { t } = useTranslation('library');
  return (
    <DialogFrame opened onClose={onClose} size={760} title={t('create.title')}>
      <Tabs defaultValue="template" keepMounted={false}>
        <Tabs.List mb="lg">
          <Tabs.Tab value="template" leftSection={<LayoutTemplate size={16} aria-hidden />}>
            {t('create.fromTemplate')}
          </Tabs.Tab>
          <Tabs.Tab value="file" leftSection={<FileUp size={16} aria-hidden />}>
            {t('create.fromFile')}
          </Tabs.Tab>
          <Tabs.Tab value="blank" leftSection={<SquareDashed size={16} aria-hidden />}>
            {t('create.blank')}
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="template">
          <TemplateGallery />
        </Tabs.Panel>
        <Tabs.Panel value="file">
          <ImportFlowForm />
        </Tabs.Panel>
        <Tabs.Panel value="blank">
          <BlankFlowForm />
        </Tabs.Panel>
      </Tabs>
    </DialogFrame>
  );
}
