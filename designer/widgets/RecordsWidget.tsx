// A list of records, each edited by the form that the item's own schema describes.
import { useTranslation } from 'react-i18next';
import type { TObject, TSchema } from 'typebox';
import { uiOf, type FieldUi } from '#nodes/kit/fields.ts';
import { useSurroundings } from './field-context.ts';
import { ListEditor } from './ListEditor.tsx';
import { LanguageTabs } from './LocalizedInput.tsx';
import { newRecord } from './new-record.ts';
import { parseList, type WidgetProps } from './widget.ts';

type RecordItem = Readonly<Record<string, unknown>>;

export function RecordsWidget({ id, label, schema, value, problems, onChange }: WidgetProps) {
  const { newId, languages } = useSurroundings();
  const { t } = useTranslation('inspector');
  const { items: itemSchema, maxItems = 100 } = parseListSchema(schema);
  const items = parseList<RecordItem>(value);
  const parts = Object.entries(itemSchema.properties).flatMap(([name, property]) => {
    const ui = uiOf(property);
    return ui === undefined ? [] : [{ name, property, ui }];
  });
  const isWritten = parts.some(({ ui }) => ui.widget.startsWith('template'));
  return (
    <>
      {languages.length > 1 && isWritten && items.length > 0 && <LanguageTabs label={label} missing={[]} />}
      <ListEditor<RecordItem>
        id={id}
        label={label}
        items={items}
        max={maxItems}
        addLabel={t('field.add')}
        create={() => newRecord(itemSchema, items, newId)}
        onChange={onChange}
      >
        {(item, change, index) =>
          parts
            .filter(({ ui }) => isShown(ui, item))
            .map(({ name, property, ui }) => (
              <Part
                key={name}
                id={name === parts[0]?.name ? `${id}-${index}` : `${id}-${index}-${name}`}
                place={index + 1}
                ui={ui}
                schema={property}
                value={item[name]}
                problems={problems
                  .filter(({ pointer }) => `${pointer}/`.startsWith(`/${index}/${name}/`))
                  .map((problem) => ({ ...problem, pointer: problem.pointer.slice(`/${index}/${name}`.length) }))}
                onChange={(next) => change({ ...item, [name]: next })}
              />
            ))
        }
      </ListEditor>
    </>
  );
}

interface PartProps extends Omit<WidgetProps, 'label' | 'describedBy'> {
  readonly place: number;
}

/** One member of a record. */
function Part({ id, place, ui, schema, value, problems, onChange }: PartProps) {
  const { widgets, locale } = useSurroundings();
  const Widget = widgets[ui.widget];
  const name = ui.label[locale];
  const hint = ui.hint?.[locale];
  return (
    <div className="wd-part">
      {ui.widget !== 'switch' && (
        <label className="wd-part-label" htmlFor={id}>
          {name}
        </label>
      )}
      <Widget
        id={id}
        label={`${name} ${place}`}
        ui={ui}
        schema={schema}
        value={value}
        problems={problems}
        describedBy={hint === undefined ? undefined : `${id}-about`}
        onChange={onChange}
      />
      {hint !== undefined && (
        <p className="wd-part-hint" id={`${id}-about`}>
          {hint}
        </p>
      )}
    </div>
  );
}

function isShown({ showWhen }: FieldUi, item: RecordItem): boolean {
  return showWhen === undefined || showWhen.is.some((one) => one === item[showWhen.field]);
}

/** The conformance suite of node types holds every `records` field to this form. */
function parseListSchema(schema: TSchema): { readonly items: TObject; readonly maxItems?: number } {
  return schema as unknown as { items: TObject; maxItems?: number };
}
