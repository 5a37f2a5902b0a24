// What a document said before: replace it, compare an earlier version with the live one, bring one back.
import { Badge, Button, Drawer, FileButton, Group, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Source } from '#nodes/wire/knowledge.ts';
import type { Version } from '#nodes/wire/knowledge-sites.ts';
import { useMe } from '../api/auth.ts';
import { useDifference, useVersions, type NewContent } from '../api/knowledge-sites.ts';
import { PlainText } from '../ui/PlainText.tsx';
import { QueryView } from '../ui/QueryView.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { acceptedFiles } from './accepted-files.ts';
import { ReplaceDialog } from './ReplaceDialog.tsx';
import { sizeText } from './size-text.ts';

interface Props {
  readonly source: Source;
  readonly mayEdit: boolean;
  readonly onClose: () => void;
}

export function VersionsDrawer({ source, mayEdit, onClose }: Props) {
  const { t } = useTranslation('sites');
  const { t: tu } = useTranslation('ui');
  const versions = useVersions(source.id);
  const readsImages = useMe().data?.features.imageText === true;
  const [taking, setTaking] = useState<NewContent>();
  const [compared, setCompared] = useState<number>();
  return (
    <Drawer
      opened
      onClose={onClose}
      size={640}
      title={t('versions.title', { name: source.name })}
      closeButtonProps={{ 'aria-label': tu('close') }}
    >
      <Stack gap="md">
        <Text fz="sm" c="dimmed">
          {t('versions.hint')}
        </Text>
        {mayEdit && source.page === null && (
          <FileButton accept={acceptedFiles(readsImages)} onChange={(file) => setTaking(file ?? undefined)}>
            {(props) => (
              <Button {...props} variant="default" style={{ alignSelf: 'flex-start' }}>
                {t('versions.replace')}
              </Button>
            )}
          </FileButton>
        )}
        <QueryView query={versions}>
          {(list) => (
            <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: 'none' }} aria-label={t('versions.list')}>
              {list.map((version) => (
                <li key={version.version} className="td-passage">
                  <VersionHead version={version} isPage={source.page !== null} />
                  {!version.live && (
                    <Group gap="sm" mt="xs">
                      <Button
                        size="compact-sm"
                        variant="default"
                        aria-expanded={compared === version.version}
                        onClick={() => setCompared(compared === version.version ? undefined : version.version)}
                      >
                        {t(compared === version.version ? 'versions.hide' : 'versions.compare')}
                      </Button>
                      {mayEdit && (
                        <Button size="compact-sm" variant="default" onClick={() => setTaking(version.version)}>
                          {t('versions.restore')}
                        </Button>
                      )}
                    </Group>
                  )}
                  {compared === version.version && <Difference sourceId={source.id} version={version.version} />}
                </li>
              ))}
            </Stack>
          )}
        </QueryView>
      </Stack>
      {taking !== undefined && (
        <ReplaceDialog sourceId={source.id} content={taking} onClose={() => setTaking(undefined)} />
      )}
    </Drawer>
  );
}

function VersionHead({ version, isPage }: { readonly version: Version; readonly isPage: boolean }) {
  const { t } = useTranslation('sites');
  const { t: tu } = useTranslation('ui');
  const nobody = t(isPage ? 'versions.website' : 'versions.unknown');
  return (
    <>
      <Group gap="sm">
        <Text fw={500}>{t('versions.number', { n: version.version })}</Text>
        {version.live && <Badge color="success">{t('versions.live')}</Badge>}
        <Text fz="sm" c="dimmed">
          <RelativeTime at={version.liveAt} />
        </Text>
      </Group>
      <Text fz="xs" c="dimmed">
        {t('versions.by', {
          who: version.author === '' ? nobody : version.author,
          count: version.passages,
          size: sizeText(version.sizeBytes, tu),
        })}
      </Text>
    </>
  );
}

function Difference({ sourceId, version }: { readonly sourceId: string; readonly version: number }) {
  const { t } = useTranslation('sites');
  const difference = useDifference(sourceId, version);
  return (
    <QueryView query={difference}>
      {({ removed, added, same }) => (
        <Stack gap="sm" mt="sm">
          {removed.length + added.length === 0 ? (
            <Text fz="sm">{t('versions.identical')}</Text>
          ) : (
            <Text fz="sm" c="dimmed">
              {t('versions.same', { count: same })}
            </Text>
          )}
          <Passages title={t('versions.removed')} passages={removed} />
          <Passages title={t('versions.added')} passages={added} />
        </Stack>
      )}
    </QueryView>
  );
}

function Passages({
  title,
  passages,
}: {
  readonly title: string;
  readonly passages: readonly { readonly heading: string; readonly text: string }[];
}) {
  if (passages.length === 0) return null;
  return (
    <section>
      <Title order={3} fz="sm">
        {title} ({passages.length})
      </Title>
      <Stack gap="xs" mt={4}>
        {passages.slice(0, MOST_SHOWN).map(({ heading, text }, at) => (
          <div key={at} className="td-answer">
            {heading !== '' && (
              <Text fz="xs" c="var(--td-text-2)">
                {heading}
              </Text>
            )}
            <PlainText fz="sm">{text}</PlainText>
          </div>
        ))}
      </Stack>
    </section>
  );
}

const MOST_SHOWN = 50;
