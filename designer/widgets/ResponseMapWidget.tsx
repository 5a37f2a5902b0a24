// Takes members of an answer into variables, by hand or by clicking them in the answer of a test call.
import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSurroundings } from './field-context.ts';
import { ListEditor } from './ListEditor.tsx';
import { TestCall } from './TestCall.tsx';
import { parseList, problemAt, type WidgetProps } from './widget.ts';

interface Mapped {
  readonly variable: string;
  readonly path: string;
}

export function ResponseMapWidget({ id, label, value, problems, onChange }: WidgetProps) {
  const { t } = useTranslation('inspector');
  const { readOnly } = useSurroundings();
  const items = parseList<Mapped>(value);
  return (
    <>
      <ListEditor<Mapped>
        id={id}
        label={label}
        items={items}
        max={30}
        layout="inline"
        create={() => ({ variable: '', path: 'body.' })}
        onChange={onChange}
      >
        {(item, change, index) => (
          <div className="wd-row">
            <TextInput
              size="xs"
              id={`${id}-${index}`}
              aria-label={`${t('call.variable')} ${index + 1}`}
              placeholder={t('call.variable')}
              error={problemAt(problems, `/${index}/variable`) !== undefined}
              value={item.variable}
              onChange={(event) => change({ ...item, variable: event.currentTarget.value.trim() })}
            />
            <TextInput
              size="xs"
              ff="monospace"
              aria-label={`${t('call.path')} ${index + 1}`}
              placeholder={t('call.path')}
              error={problemAt(problems, `/${index}/path`) !== undefined}
              value={item.path}
              onChange={(event) => change({ ...item, path: event.currentTarget.value.trim() })}
            />
          </div>
        )}
      </ListEditor>
      {!readOnly && (
        <TestCall
          id={id}
          onTake={({ name, path }) => {
            if (!items.some((item) => item.path === path)) onChange([...items, { variable: name, path }]);
          }}
        />
      )}
    </>
  );
}
