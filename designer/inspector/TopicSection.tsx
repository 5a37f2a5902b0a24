// What becomes of a question that another topic cut into: the words between, and when it is given up.
import { NumberInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FlowSettings } from '#nodes/flow/document.ts';
import { topicSettings } from '#nodes/flow/topics.ts';
import { DurationInput } from '../widgets/DurationInput.tsx';
import { useSurroundings } from '../widgets/field-context.ts';
import { LocalizedInput } from '../widgets/LocalizedInput.tsx';

type Topics = NonNullable<FlowSettings['topics']>;

interface Props {
  readonly settings: FlowSettings;
  readonly onChange: (topics: Topics) => void;
}

export function TopicSection({ settings, onChange }: Props) {
  const { t } = useTranslation('inspector');
  const { readOnly } = useSurroundings();
  const topics = topicSettings(settings);
  const set = (changed: Topics): void => onChange({ ...settings.topics, ...changed });
  return (
    <section className="in-section">
      <h3>{t('settings.topics')}</h3>
      <div>
        <label className="in-field-label" htmlFor="settings-bridge">
          {t('settings.bridge')}
        </label>
        <LocalizedInput
          id="settings-bridge"
          multiline
          label={t('settings.bridge')}
          value={topics.bridge}
          onChange={(bridge) => set({ bridge })}
        />
      </div>
      <div>
        <label className="in-field-label" htmlFor="settings-switch">
          {t('settings.switchQuestion')}
        </label>
        <LocalizedInput
          id="settings-switch"
          multiline
          label={t('settings.switchQuestion')}
          value={topics.switchQuestion}
          onChange={(switchQuestion) => set({ switchQuestion })}
        />
      </div>
      <div>
        <label className="in-field-label" htmlFor="settings-giveup">
          {t('settings.giveUp')}
        </label>
        <DurationInput
          id="settings-giveup"
          label={t('settings.giveUp')}
          minMs={0}
          valueMs={topics.giveUpMs}
          onChange={(value) => set({ giveUpMs: Math.min(value, 400 * 86_400_000) })}
        />
      </div>
      <NumberInput
        label={t('settings.maxResumes')}
        readOnly={readOnly}
        min={0}
        max={20}
        allowDecimal={false}
        value={topics.maxResumes}
        onChange={(value) => typeof value === 'number' && set({ maxResumes: Math.max(0, Math.min(20, value)) })}
      />
    </section>
  );
}
