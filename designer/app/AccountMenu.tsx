// The account menu at the foot of the rail: language, appearance, password, sign-out.
import { Avatar, Menu, Text, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { Check, KeyRound, LogOut } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Locale } from '#nodes/kit/localized.ts';
import type { Me } from '#nodes/wire/access.ts';
import { useChooseLocale, useSignOut } from '../api/auth.ts';
import { LOCALE_NAMES, switchLocale } from '../i18n/i18n.ts';
import { toastProblem } from '../ui/toast.ts';

interface Props {
  readonly me: Me;
}

const SCHEMES = { auto: 'account.themeAuto', light: 'account.themeLight', dark: 'account.themeDark' } as const;

export function AccountMenu({ me }: Props) {
  const { t, i18n } = useTranslation('shell');
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const keep = useChooseLocale();
  const mark = (chosen: boolean) => (chosen ? <Check size={14} aria-hidden /> : <span className="td-menu-gap" />);
  return (
    <Menu position="right-end" width={240} shadow="md">
      <Menu.Target>
        <button type="button" className="td-rail-link td-rail-account">
          <Avatar size={28} color="accent" variant="light" aria-hidden>
            {firstLetter(me.user.name)}
          </Avatar>
          <span className="td-rail-label">{me.user.name}</span>
          <span className="td-visually-hidden">{t('nav.account')}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text fz="sm" fw={600} c="var(--td-text)" truncate>
            {me.user.name}
          </Text>
          {me.user.email} · {t(`roles.${me.user.role}`)}
        </Menu.Label>
        <Menu.Divider />
        <Menu.Label>{t('account.language')}</Menu.Label>
        {(Object.entries(LOCALE_NAMES) as [Locale, string][]).map(([locale, name]) => (
          <Menu.Item
            key={locale}
            lang={locale}
            leftSection={mark(i18n.language === locale)}
            onClick={() => {
              void switchLocale(locale, me.user.id);
              keep.mutate(locale, { onError: (error) => toastProblem(error) });
            }}
          >
            {name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t('account.theme')}</Menu.Label>
        {(Object.keys(SCHEMES) as (keyof typeof SCHEMES & MantineColorScheme)[]).map((scheme) => (
          <Menu.Item key={scheme} leftSection={mark(colorScheme === scheme)} onClick={() => setColorScheme(scheme)}>
            {t(SCHEMES[scheme])}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<KeyRound size={14} aria-hidden />} onClick={() => void navigate('/settings/password')}>
          {t('account.password')}
        </Menu.Item>
        <Menu.Item leftSection={<LogOut size={14} aria-hidden />} onClick={() => signOut.mutate()}>
          {t('account.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function firstLetter(name: string): string {
  const [letter] = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(name.trim());
  return letter?.segment.toUpperCase() ?? '?';
}
