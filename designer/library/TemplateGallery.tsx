// The gallery of templates; choosing one makes a flow and opens it.
import { Alert, Badge, Group, SimpleGrid, Text } from '@mantine/core';
import {
  BookOpen,
  GraduationCap,
  HeartHandshake,
  Headset,
  LayoutTemplate,
  LifeBuoy,
  PackageSearch,
  ShoppingBag,
  Sparkles,
  Stethoscope,
} from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { FlowSummary, Template } from '#nodes/wire/flows.ts';
import { useCreateFlow, useFlows, useTemplates } from '../api/flows.ts';
import { currentLocale } from '../i18n/i18n.ts';
import { problemText } from '../ui/problem-text.ts';
import { QueryView } from '../ui/QueryView.tsx';
import './library.css';

const ICONS: Readonly<Record<string, LucideIcon>> = {
  'shopping-bag': ShoppingBag,
  'package-search': PackageSearch,
  'graduation-cap': GraduationCap,
  'life-buoy': LifeBuoy,
  'heart-handshake': HeartHandshake,
  stethoscope: Stethoscope,
  headset: Headset,
  sparkles: Sparkles,
  'book-open': BookOpen,
};

export function TemplateGallery() {
  const { t } = useTranslation('library');
  const { t: problem } = useTranslation('problems');
  const templates = useTemplates();
  const create = useCreateFlow();
  const flows = useFlows().data ?? [];
  const navigate = useNavigate();
  const locale = currentLocale();

  function choose(template: Template): void {
    create.mutate(
      { name: template.title[locale], slug: freeSlug(template.name, flows), template: template.name, locale },
      { onSuccess: (made) => void navigate(`/flows/${made.flow.id}`) },
    );
  }
  return (
    <>
      {create.isError && (
        <Alert role="alert" color="danger" mb="lg">
          {problemText(create.error, problem)}
        </Alert>
      )}
      <QueryView query={templates} rows={4}>
        {(list) =>
          list.length === 0 ? (
            <Text c="dimmed">{t('create.noTemplates')}</Text>
          ) : (
            <SimpleGrid cols={2} spacing="md" role="list" aria-label={t('create.pickTemplate')}>
              {list.map((template) => {
                const Icon = ICONS[template.icon] ?? LayoutTemplate;
                return (
                  <div role="listitem" key={template.name}>
                    <button
                      type="button"
                      className="td-template"
                      disabled={create.isPending}
                      onClick={() => choose(template)}
                    >
                      <Group gap="sm" wrap="nowrap">
                        <Icon size={20} strokeWidth={1.75} color="var(--td-accent)" aria-hidden />
                        <Text fw={600}>{template.title[locale]}</Text>
                      </Group>
                      <Text fz="sm" c="dimmed" mt={4}>
                        {template.description[locale]}
                      </Text>
                      <Group gap="xs" mt="sm">
                        {template.languages.map((language) => (
                          <Badge key={language} color="gray" fz={12}>
                            {languageName(language, locale)}
                          </Badge>
                        ))}
                        <Text fz="xs" c="dimmed">
                          {t('create.templateNodes', { count: template.nodeCount })}
                        </Text>
                      </Group>
                    </button>
                  </div>
                );
              })}
            </SimpleGrid>
          )
        }
      </QueryView>
    </>
  );
}

function languageName(language: string, locale: string): string {
  return (
    new Intl.DisplayNames(locale, { type: 'language', fallback: 'code' }).of(language.split('-')[0] ?? language) ??
    language
  );
}

/** The template's own name as the public address, with a number when a flow has it already. */
function freeSlug(wanted: string, flows: readonly FlowSummary[]): string {
  const taken = new Set(flows.map((flow) => flow.slug));
  if (!taken.has(wanted)) return wanted;
  let number = 2;
  while (taken.has(`${wanted}-${number}`)) number += 1;
  return `${wanted}-${number}`;
}
