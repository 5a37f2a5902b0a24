// One lead: contact, what was filled in, consent, source, stage, owner and notes.
import { Anchor, Button, Drawer, Group, Select, Stack, Text, Textarea, Title } from '@mantine/core';
import { CircleAlert, CircleCheck } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Lead } from '#nodes/wire/leads.ts';
import { useHasRole } from '../api/auth.ts';
import { useLead, usePushLead, useUpdateLead } from '../api/leads.ts';
import { FactList } from '../ui/FactList.tsx';
import { QueryView } from '../ui/QueryView.tsx';
import { exactTime } from '../ui/RelativeTime.tsx';
import { SourceFacts } from '../ui/SourceFacts.tsx';
import { toastDone, toastProblem } from '../ui/toast.ts';
import { OfferPart } from './OfferPart.tsx';
import { PushState } from './PushState.tsx';
import { STAGE_ORDER, stageFrom } from './stage.ts';
import type { OwnerChoice } from './use-owners.ts';

interface Props {
  readonly leadId: string;
  readonly owners: readonly OwnerChoice[];
  readonly onClose: () => void;
}

export function LeadDrawer({ leadId, owners, onClose }: Props) {
  const { t } = useTranslation('leads');
  const { t: tu } = useTranslation('ui');
  const lead = useLead(leadId);
  return (
    <Drawer
      opened
      onClose={onClose}
      size={480}
      title={t('detail.title')}
      closeButtonProps={{ 'aria-label': tu('close') }}
    >
      <QueryView query={lead}>{(data) => <Detail lead={data} owners={owners} />}</QueryView>
    </Drawer>
  );
}

function Detail({ lead, owners }: { readonly lead: Lead; readonly owners: readonly OwnerChoice[] }) {
  const { t, i18n } = useTranslation('leads');
  const { t: tu } = useTranslation('ui');
  const update = useUpdateLead();
  const push = usePushLead();
  const maySeeConversation = useHasRole('admin', 'supervisor');
  const [note, setNote] = useState(lead.note);
  const time = (at: string) => exactTime(at, i18n.language);
  const known = owners.some((one) => one.value === lead.owner?.id);
  const choices = lead.owner === null || known ? owners : [...owners, { value: lead.owner.id, label: lead.owner.name }];

  function change(part: Omit<Parameters<typeof update.mutate>[0], 'id'>): void {
    update.mutate(
      { id: lead.id, ...part },
      { onSuccess: () => toastDone(t('detail.saved')), onError: (error) => toastProblem(error) },
    );
  }
  const contact = [
    { label: t('detail.phone'), value: lead.phone },
    { label: t('detail.email'), value: lead.email },
    { label: t('detail.wechat'), value: lead.wechat },
  ].filter((one) => one.value !== '');
  const values = Object.entries(lead.values).map(([label, value]) => ({ label, value }));
  return (
    <Stack gap="xl">
      <div>
        <Title order={2}>{lead.name === '' ? t('unnamed') : lead.name}</Title>
        <Text fz="sm" c="dimmed">
          {t('detail.created', { time: time(lead.createdAt) })}
          {lead.submissions > 1 && ` · ${t('detail.submissions', { count: lead.submissions })}`}
        </Text>
      </div>
      <Group grow gap="md">
        <Select
          label={t('stage')}
          value={lead.stage}
          disabled={update.isPending}
          onChange={(value) => {
            const stage = stageFrom(value);
            if (stage !== undefined) change({ stage });
          }}
          data={STAGE_ORDER.map((value) => ({ value, label: t(`stages.${value}`) }))}
        />
        <Select
          label={t('owner')}
          value={lead.owner?.id ?? ''}
          disabled={update.isPending}
          onChange={(value) => change({ ownerId: value === '' || value === null ? null : value })}
          data={[{ value: '', label: t('noOwner') }, ...choices]}
        />
      </Group>
      {lead.offer !== null && (
        <Part title={t('offer.title')}>
          <OfferPart lead={lead} offer={lead.offer} />
        </Part>
      )}
      <Part title={t('detail.contact')}>
        <FactList facts={contact} />
      </Part>
      {values.length > 0 && (
        <Part title={t('detail.values')}>
          <FactList facts={values} />
        </Part>
      )}
      <Part title={t('detail.consent')}>
        <Group gap={6} wrap="nowrap" align="flex-start">
          {lead.consent.given ? (
            <CircleCheck size={16} color="var(--td-success)" style={{ flex: '0 0 16px', marginTop: 3 }} aria-hidden />
          ) : (
            <CircleAlert size={16} color="var(--td-danger)" style={{ flex: '0 0 16px', marginTop: 3 }} aria-hidden />
          )}
          <div>
            <Text>{lead.consent.given ? t('detail.consentGiven') : t('detail.consentMissing')}</Text>
            {lead.consent.text !== '' && (
              <Text fz="sm" c="dimmed">
                “{lead.consent.text}”
              </Text>
            )}
            {lead.consent.at !== null && (
              <Text fz="xs" c="dimmed">
                {t('detail.consentVersion', { version: lead.consent.version, time: time(lead.consent.at) })}
              </Text>
            )}
          </div>
        </Group>
      </Part>
      <Part title={t('columns.push')}>
        <Group justify="space-between">
          <PushState push={lead.push} />
          {lead.push.state === 'failed' && (
            <Button
              variant="default"
              loading={push.isPending}
              onClick={() =>
                push.mutate(lead.id, {
                  onSuccess: () => toastDone(t('push.againDone')),
                  onError: (error) => toastProblem(error),
                })
              }
            >
              {t('push.again')}
            </Button>
          )}
        </Group>
        {lead.push.lastError !== '' && (
          <Text fz="sm" c="dimmed" mt={4}>
            {t('push.error', { error: lead.push.lastError })}
          </Text>
        )}
      </Part>
      <SourceFacts source={lead.source}>{(facts) => <Part title={t('detail.source')}>{facts}</Part>}</SourceFacts>
      {maySeeConversation && (
        <Anchor component={Link} to={`/conversations/${lead.sessionId}`}>
          {t('detail.conversation')}
        </Anchor>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          change({ note });
        }}
      >
        <Textarea
          label={t('detail.note')}
          placeholder={t('detail.notePlaceholder')}
          autosize
          minRows={3}
          maxLength={5000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Button type="submit" mt="sm" variant="default" disabled={note === lead.note} loading={update.isPending}>
          {tu('save')}
        </Button>
      </form>
    </Stack>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section>
      <Title order={3} mb={4}>
        {title}
      </Title>
      {children}
    </section>
  );
}
