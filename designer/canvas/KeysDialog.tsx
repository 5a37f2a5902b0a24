// The cheat sheet.
import { useTranslation } from 'react-i18next';
import { DialogFrame } from '../ui/DialogFrame.tsx';
import { KeyHint } from '../ui/KeyHint.tsx';
import { CHEAT_SHEET } from './shortcuts.ts';

interface Props {
  readonly onClose: () => void;
}

export function KeysDialog({ onClose }: Props) {
  const { t } = useTranslation('canvas');
  return (
    <DialogFrame opened onClose={onClose} title={t('keys.title')} size={760}>
      <p className="fc-keys-hint">{t('keys.hint')}</p>
      <div className="fc-keys">
        {CHEAT_SHEET.map(({ section, rows }) => (
          <section key={section}>
            <h3>{t(`keys.${section}`)}</h3>
            <dl>
              {rows.map((row) => (
                <div key={row.does}>
                  <dt>{t(`keys.${row.does}`)}</dt>
                  <dd>
                    {row.keys.map((keys) => (
                      <KeyHint key={keys} keys={keys === '+' ? '＋' : keys} />
                    ))}
                    {row.does === 'box' && ` + ${t('keys.drag')}`}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </DialogFrame>
  );
}
