// Why the rehearsal cannot go on: the problems of the draft with a way to each, or the failure in words.
import { Button } from '@mantine/core';
import { CircleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { problemsOf } from '../api/flows.ts';
import { currentLocale } from '../i18n/i18n.ts';
import { problemText } from '../ui/problem-text.ts';

interface Props {
  readonly error: unknown;
  readonly onShow: (node: string) => void;
  readonly onRetry: () => void;
}

export function RehearsalError({ error, onShow, onRetry }: Props) {
  const { t } = useTranslation('rehearsal');
  const { t: problem } = useTranslation('problems');
  const problems = problemsOf(error);
  return (
    <div className="rh-error" role="alert">
      <p>
        <CircleAlert size={14} aria-hidden /> {problems.length > 0 ? t('cannotPlay') : problemText(error, problem)}
      </p>
      <ul>
        {problems.slice(0, 4).map((one, index) => (
          <li key={index}>
            {one.node === null ? (
              one.message[currentLocale()]
            ) : (
              <button type="button" onClick={() => onShow(one.node ?? '')}>
                {one.message[currentLocale()]}
              </button>
            )}
          </li>
        ))}
      </ul>
      <Button size="compact-xs" variant="default" onClick={onRetry}>
        {t('again')}
      </Button>
    </div>
  );
}
