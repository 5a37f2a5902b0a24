// Recipients of a mail, with a word where no mail could be sent yet.
import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useMailState } from '../api/mail.ts';
import { PlainTemplateWidget } from './plain-widgets.tsx';
import type { WidgetProps } from './widget.ts';

export function MailRecipientsWidget(props: WidgetProps) {
  const { t } = useTranslation('inspector');
  const isConfigured = useMailState().data;
  return (
    <>
      <PlainTemplateWidget {...props} />
      {isConfigured === false && (
        <Text fz="xs" c="var(--td-warning)" role="status">
          {t('mail.noServer')}
        </Text>
      )}
    </>
  );
}
