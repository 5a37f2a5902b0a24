// A field for a secret, with an eye that shows what was typed and is named in the reader's language.
import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export function PasswordField(props: PasswordInputProps) {
  const { t } = useTranslation('ui');
  return (
    <PasswordInput
      {...props}
      visibilityToggleButtonProps={{ 'aria-label': t('showPassword'), title: t('showPassword'), tabIndex: 0 }}
    />
  );
}
