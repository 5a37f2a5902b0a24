// One conversation: the full text beside the path taken and the values collected.
import { Anchor, Button, Text, Title } from '@mantine/core';
import { Bug } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { ConversationDetail } from '#nodes/wire/desk.ts';
import { useHasRole } from '../api/auth.ts';
import { useConversation } from '../api/desk.ts';
import { CopyButton } from '../ui/CopyButton.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { QueryView } from '../ui/QueryView.tsx';
import { exactTime } from '../ui/RelativeTime.tsx';
import { ConversationStatus } from './ConversationStatus.tsx';
import './desk.css';
import { KeepAsTest } from './KeepAsTest.tsx';
import { MessageBubble, newestOf } from './MessageBubble.tsx';
import { PathList } from './PathList.tsx';
import { ValueList } from './ValueList.tsx';

export function ConversationPage() {
  const { id = '' } = useParams();
  const query = useConversation(id);
  return (
    <div className="td-page">
      <QueryView query={query}>{(detail) => <Conversation detail={detail} />}</QueryView>
    </div>
  );
}

function Conversation({ detail }: { readonly detail: ConversationDetail }) {
  const { t, i18n } = useTranslation('desk');
  const { conversation } = detail;
  const mayDebug = useHasRole('admin', 'designer', 'supervisor');
  return (
    <>
      <PageHeader
        title={conversation.customer.name}
        hint={t('conversations.started', { time: exactTime(conversation.startedAt, i18n.language) })}
        before={
          <Anchor component={Link} to="/conversations" fz="sm">
            ← {t('conversations.back')}
          </Anchor>
        }
        after={<ConversationStatus status={conversation.status} />}
      >
        {mayDebug && (
          <Button
            component={Link}
            to={`/conversations/${conversation.sessionId}/debug`}
            variant="default"
            leftSection={<Bug size={14} aria-hidden />}
          >
            {t('conversations.debug')}
          </Button>
        )}
        <KeepAsTest sessionId={conversation.sessionId} flowId={conversation.flow.id} name={conversation.flow.name} />
        <CopyButton value={window.location.href} what={t('conversations.copyLink')} />
      </PageHeader>
      <div className="td-transcript">
        <section className="td-log" aria-label={t('conversations.transcript')}>
          {detail.messages.map((message) => (
            <MessageBubble
              key={message.id}
              message={message}
              sessionId={conversation.sessionId}
              newest={newestOf(detail.messages)}
            />
          ))}
        </section>
        <aside className="td-card">
          <section className="td-context-block">
            <Title order={2} fz={14} mb={4}>
              {t('context.values')}
            </Title>
            <ValueList values={detail.values} />
          </section>
          <section className="td-context-block">
            <Title order={2} fz={14} mb={4}>
              {t('context.path')}
            </Title>
            <PathList path={detail.path} />
          </section>
          <section className="td-context-block" style={{ borderBottom: 0 }}>
            <Title order={2} fz={14} mb={4}>
              {t('context.flow')}
            </Title>
            <Text fz="sm">
              {t('context.version', { name: conversation.flow.name, version: conversation.flow.version })}
            </Text>
          </section>
        </aside>
      </div>
    </>
  );
}
