// Start from a template: a new flow with its knowledge and test dialogues.
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useCreateFlow, useTemplates } from '../api/flows.ts';
import { currentLocale } from '../i18n/i18n.ts';
import { labelled } from '../i18n/punctuation.ts';
import { DialogFrame } from '../ui/DialogFrame.tsx';
import { QueryView } from '../ui/QueryView.tsx';
import { toastProblem } from '../ui/toast.ts';

interface Props {
  readonly onClose: () => void;
}

export function TemplatesDialog({ onClose }: Props) {
  const { t } = useTranslation('canvas');
  const templates = useTemplates();
  const create = useCreateFlow();
  const navigate = useNavigate();
  const locale = currentLocale();
  return (
    <DialogFrame opened onClose={onClose} title={t('empty.templatesTitle')} size="lg">
      <p className="fc-keys-hint">{t('empty.templatesHint')}</p>
      <QueryView query={templates}>
        {(list) => (
          <ul className="fc-templates">
            {list.map((template) => (
              <li key={template.name}>
                <div>
                  <strong>{template.title[locale]}</strong>
                  <span>{template.description[locale]}</span>
                  <small>{t('empty.steps', { count: template.nodeCount })}</small>
                </div>
                <Button
                  variant="default"
                  aria-label={labelled(t('empty.use'), template.title[locale])}
                  loading={create.isPending && create.variables.template === template.name}
                  onClick={() =>
                    create.mutate(
                      { name: template.title[locale], template: template.name, locale },
                      {
                        onSuccess: (made) => {
                          onClose();
                          void navigate(`/flows/${made.flow.id}`);
                        },
                        onError: (error) => toastProblem(error),
                      },
                    )
                  }
                >
                  {t('empty.use')}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </QueryView>
    </DialogFrame>
  );
}
