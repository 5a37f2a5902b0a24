// The card people meet before they are signed in, with the language switch under it.
import { Anchor, Group, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Locale } from '#nodes/kit/localized.ts';
import { LOCALE_NAMES, switchLocale } from '../i18n/i18n.ts';

interface Props {
  readonly title: string;
  readonly subtitle?: string;
  readonly children: ReactNode;
}

export function Door({ title, subtitle, children }: Props) {
  const { i18n } = useTranslation('shell');
  return (
    <main className="td-door">
      <div className="td-door-card">
        <img src="/favicon.svg" alt="" width={40} height={40} />
        <Title order={1} mt="lg">
          {title}
        </Title>
        {subtitle !== undefined && (
          <Text c="dimmed" mt={4}>
            {subtitle}
          </Text>
        )}
        {children}
      </div>
      <Group gap="lg" mt="lg">
        {(Object.entries(LOCALE_NAMES) as [Locale, string][]).map(([locale, name]) => (
          <Anchor
            key={locale}
            component="button"
            type="button"
            lang={locale}
            fz="sm"
            c={i18n.language === locale ? 'var(--td-text)' : 'var(--td-text-2)'}
            fw={i18n.language === locale ? 600 : 400}
            aria-pressed={i18n.language === locale}
            onClick={() => void switchLocale(locale)}
          >
            {name}
          </Anchor>
        ))}
      </Group>
    </main>
  );
}
