// What holds for the whole flow: how the chat looks, what it says when lost, languages, hours, the way to a person.
import { ColorInput, MultiSelect, SegmentedControl, Select, Switch, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FlowSettings } from '#nodes/flow/document.ts';
import { localize } from '#nodes/kit/localized.ts';
import { setSettings } from '../document/flow-commands.ts';
import { useEditor, useEditorState } from '../document/editor-context.ts';
import { DurationInput } from '../widgets/DurationInput.tsx';
import { useSurroundings } from '../widgets/field-context.ts';
import { HoursEditor, timeZones, usualHours } from '../widgets/HoursEditor.tsx';
import { LocalizedInput } from '../widgets/LocalizedInput.tsx';
import { Surroundings } from './Surroundings.tsx';
import { TopicSection } from './TopicSection.tsx';
import './inspector.css';

const LANGUAGES = [
  { value: 'zh-CN', label: '中文' },
  { value: 'en', label: 'English' },
];

export function SettingsPanel() {
  return (
    <Surroundings>
      <SettingsForm />
    </Surroundings>
  );
}

function SettingsForm() {
  const editor = useEditor();
  const settings = useEditorState((state) => state.document.settings);
  const { t } = useTranslation('inspector');
  const { readOnly } = useSurroundings();
  const known = [
    ...LANGUAGES,
    ...settings.locales
      .filter((one) => !LANGUAGES.some((l) => l.value === one))
      .map((one) => ({ value: one, label: one })),
  ];

  function set<Key extends keyof FlowSettings>(key: Key, value: FlowSettings[Key]): void {
    editor.run(setSettings({ ...editor.getState().document.settings, [key]: value }, key));
  }

  return (
    <div className="in-body">
      <FaceSection
        settings={settings}
        onChange={(face, field) => editor.run(setSettings({ ...settings, face }, `face.${field}`))}
      />
      <section className="in-section">
        <h3>{t('settings.talk')}</h3>
        <Switch
          label={t('settings.personButton')}
          description={t('settings.personHint')}
          disabled={readOnly}
          checked={settings.personButton}
          onChange={(event) => set('personButton', event.currentTarget.checked)}
        />
        <div>
          <label className="in-field-label" htmlFor="settings-fallback">
            {t('settings.fallback')}
          </label>
          <LocalizedInput
            id="settings-fallback"
            multiline
            label={t('settings.fallback')}
            value={settings.fallback}
            onChange={(value) => set('fallback', value)}
          />
        </div>
        <div>
          <label className="in-field-label" htmlFor="settings-apology">
            {t('settings.apology')}
          </label>
          <LocalizedInput
            id="settings-apology"
            multiline
            label={t('settings.apology')}
            value={settings.apology}
            onChange={(value) => set('apology', value)}
          />
        </div>
        <div>
          <label className="in-field-label" htmlFor="settings-idle">
            {t('settings.idleClose')}
          </label>
          <DurationInput
            id="settings-idle"
            label={t('settings.idleClose')}
            minMs={60_000}
            valueMs={settings.idleCloseMs}
            onChange={(value) => set('idleCloseMs', Math.min(value, 90 * 86_400_000))}
          />
        </div>
      </section>
      <TopicSection settings={settings} onChange={(topics) => set('topics', topics)} />
      <section className="in-section">
        <h3>{t('settings.language')}</h3>
        <MultiSelect
          label={t('settings.locales')}
          readOnly={readOnly}
          data={known}
          value={settings.locales}
          onChange={(next) => next.length > 0 && set('locales', next)}
        />
        <Select
          label={t('settings.locale')}
          readOnly={readOnly}
          data={known.filter((one) => settings.locales.includes(one.value))}
          value={settings.locale}
          onChange={(next) => next !== null && set('locale', next)}
        />
        <Select
          label={t('settings.timeZone')}
          readOnly={readOnly}
          searchable
          data={[...timeZones()]}
          value={settings.timeZone}
          onChange={(next) => next !== null && set('timeZone', next)}
        />
      </section>
      <section className="in-section">
        <h3>{t('settings.hours')}</h3>
        <Switch
          label={t('hours.enable')}
          disabled={readOnly}
          checked={settings.hours !== undefined}
          onChange={(event) => {
            const rest = Object.fromEntries(Object.entries(settings).filter(([key]) => key !== 'hours'));
            // Taking one optional key out leaves settings of the same kind.
            const without = rest as FlowSettings;
            editor.run(
              setSettings(
                event.currentTarget.checked ? { ...without, hours: usualHours(settings.timeZone) } : without,
                'hours',
              ),
            );
          }}
        />
        {settings.hours === undefined ? (
          <Text fz="sm" c="dimmed">
            {t('settings.hoursOff')}
          </Text>
        ) : (
          <HoursEditor
            id="settings-hours"
            label={t('settings.hours')}
            value={settings.hours}
            onChange={(value) => set('hours', value)}
          />
        )}
      </section>
    </div>
  );
}

type Face = FlowSettings['face'];

interface FaceProps {
  readonly settings: FlowSettings;
  readonly onChange: (face: Face, field: string) => void;
}

function FaceSection({ settings, onChange }: FaceProps) {
  const { t } = useTranslation('inspector');
  const { readOnly, language } = useSurroundings();
  const { face } = settings;
  return (
    <section className="in-section">
      <h3>{t('settings.face')}</h3>
      <div>
        <label className="in-field-label" htmlFor="settings-title">
          {t('settings.title')}
        </label>
        <LocalizedInput
          id="settings-title"
          label={t('settings.title')}
          value={face.title}
          onChange={(title) => onChange({ ...face, title }, 'title')}
        />
      </div>
      <div>
        <label className="in-field-label" htmlFor="settings-greeting">
          {t('settings.greeting')}
        </label>
        <LocalizedInput
          id="settings-greeting"
          label={t('settings.greeting')}
          value={face.greeting ?? ''}
          onChange={(greeting) => onChange({ ...face, greeting }, 'greeting')}
        />
      </div>
      <ColorInput
        label={t('settings.color')}
        readOnly={readOnly}
        format="hex"
        withEyeDropper={false}
        swatches={['#2257D6', '#177245', '#0B7285', '#6D3FC4', '#A33B76', '#B5471B', '#B42318', '#1A1F29']}
        value={face.color}
        onChange={(color) => /^#[0-9a-f]{6}$/i.test(color) && onChange({ ...face, color }, 'color')}
      />
      <TextInput
        label={t('settings.avatarUrl')}
        placeholder="https://"
        readOnly={readOnly}
        value={face.avatarUrl ?? ''}
        onChange={(event) => onChange({ ...face, avatarUrl: event.currentTarget.value }, 'avatarUrl')}
      />
      <div>
        <span className="in-field-label">{t('settings.side')}</span>
        <SegmentedControl
          size="xs"
          aria-label={t('settings.side')}
          disabled={readOnly}
          data={[
            { value: 'left', label: t('settings.left') },
            { value: 'right', label: t('settings.right') },
          ]}
          value={face.side}
          onChange={(side) => onChange({ ...face, side: side === 'left' ? 'left' : 'right' }, 'side')}
        />
      </div>
      <div className="in-face" role="img" aria-label={t('settings.preview')}>
        <div className="in-face-head" style={{ background: face.color }}>
          {localize(face.title, language)}
        </div>
        <div className="in-face-body">
          <span className="in-face-bubble">{localize(face.greeting, language) || '…'}</span>
        </div>
      </div>
    </section>
  );
}
