// The steps a conversation took through its flow, in order, each with the way it was left.
import { localize, type Localized } from '#nodes/kit/localized.ts';
import { currentLocale } from '../i18n/i18n.ts';

interface Props {
  readonly path: readonly {
    readonly node: string;
    readonly name: string;
    readonly type: string;
    readonly port?: string | undefined;
    readonly portLabel?: Localized | undefined;
  }[];
}

export function PathList({ path }: Props) {
  return (
    <ol className="td-path">
      {path.map((step, at) => (
        <li key={at}>
          <span>{step.name === '' ? step.node : step.name}</span>
          {step.port !== undefined && step.port !== 'next' && (
            <small>{localize(step.portLabel, currentLocale()) || step.port}</small>
          )}
        </li>
      ))}
    </ol>
  );
}
