// Why the flow answered so: plain sentences first, then the way it took, then the raw data for those who want it.
import { useTranslation } from 'react-i18next';
import { displayName, nodeById, portLabel, portsOf } from '../document/graph.ts';
import { useDocument, useEditor } from '../document/editor-context.ts';
import { currentLocale } from '../i18n/i18n.ts';
import type { Turn } from './rehearsal-tree.ts';

interface Props {
  readonly turn: Turn | undefined;
  readonly onShow: (node: string) => void;
}

export function WhyView({ turn, onShow }: Props) {
  const { types } = useEditor();
  const document = useDocument();
  const { t } = useTranslation('rehearsal');
  const locale = currentLocale();
  if (turn === undefined) return <p className="rh-empty">{t('why.none')}</p>;
  const { why, trace, effects, understood } = turn.result;
  return (
    <div className="rh-why">
      {why.length === 0 ? (
        <p className="rh-empty">{t('why.none')}</p>
      ) : (
        <ul>
          {why.map((line, index) => (
            <li key={index}>{line[locale]}</li>
          ))}
        </ul>
      )}
      {trace.length > 0 && (
        <>
          <h3>{t('why.path')}</h3>
          <ol>
            {trace.map((step, index) => {
              const node = nodeById(document, step.node);
              const port = node === undefined ? undefined : portsOf(types, node).find((one) => one.id === step.port);
              return (
                <li key={index}>
                  <button type="button" disabled={node === undefined} onClick={() => onShow(step.node)}>
                    {node === undefined ? step.node : displayName(types, node, locale)}
                  </button>
                  {step.port !== undefined && ` → ${port === undefined ? step.port : portLabel(port, locale)}`}
                  {step.ms > 0 && <small>{t('why.ms', { ms: step.ms })}</small>}
                </li>
              );
            })}
          </ol>
        </>
      )}
      {effects.length > 0 && (
        <>
          <h3>{t('why.effects')}</h3>
          <ul>
            {effects.map((effect, index) => (
              <li key={index}>
                <code>{effect.kind}</code> {effect.mocked && <small>{t('why.mocked')}</small>}
                <details>
                  <summary>JSON</summary>
                  <pre>{JSON.stringify(effect.request, null, 2)}</pre>
                </details>
              </li>
            ))}
          </ul>
        </>
      )}
      {understood !== null && (
        <details>
          <summary>{t('why.understood')}</summary>
          <pre>{JSON.stringify(understood, null, 2)}</pre>
        </details>
      )}
    </div>
  );
}
