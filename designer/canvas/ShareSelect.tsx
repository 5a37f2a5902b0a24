// Which part of the new conversations a version goes to.
import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';

const SHARES = [5, 10, 25, 50, 75];

interface Props {
  /** 100: all of them. */
  readonly share: number;
  readonly withAll?: boolean;
  readonly onShare: (share: number) => void;
}

export function ShareSelect({ share, withAll = true, onShare }: Props) {
  const { t } = useTranslation('releases');
  return (
    <Select
      mt="md"
      label={t('share.label')}
      description={t('share.hint')}
      allowDeselect={false}
      data={[
        ...(withAll ? [{ value: '100', label: t('share.all') }] : []),
        ...SHARES.map((one) => ({ value: String(one), label: t('share.percent', { share: one }) })),
      ]}
      value={String(share)}
      onChange={(value) => onShare(Number(value ?? share))}
    />
  );
}
