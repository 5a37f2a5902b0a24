// Typebot's choices: buttons, pictures and cards to choose from.
import { joinedFrom, templateFrom } from './foreign-text.ts';
import { standIn, type BlockContext, type Drawn, type Exit } from './typebot-drawing.ts';
import { object, objects, text, type TypebotBlock, type TypebotItem } from './typebot-file.ts';
import { promptOf } from './typebot-prompt.ts';
import { question } from './typebot-question.ts';

/** One thing to choose. */
interface Option {
  readonly item: TypebotItem;
  readonly id: string;
  readonly label: string;
  readonly about: string;
  readonly imageUrl: string;
}

const MOST_CARDS = 10;

/** Draws a choice: a carousel when every option is a picture of its own and there are few, else buttons. */
export function choice(block: TypebotBlock, context: BlockContext): Drawn {
  const { sketch, title } = context;
  const options = optionsOf(block, context);
  const dynamic =
    text(block.options['dynamicVariableId']) || text(object(block.options['dynamicItems'])['titlesVariableId']);
  if (options.length === 0 || dynamic !== '') {
    return standIn(block, context, question({ ...block, type: 'text input' }, context), {
      'zh-CN': '选项来自变量，改为开放问题。',
      en: 'Its options came from a variable; an open question stands here.',
    });
  }
  const several = block.options['isMultipleChoice'] === true;
  const pictured = options.every(({ imageUrl }) => /^https?:\/\//.test(imageUrl));
  const node =
    pictured && !several && options.length <= MOST_CARDS && sketch.has('carousel')
      ? sketch.add('carousel', title, {
          intro: promptOf(block, context),
          mode: 'cards',
          cards: options.map(({ id, label, about, imageUrl }) => ({
            id,
            title: label,
            text: about,
            imageUrl,
            button: context.locale === 'en' ? 'Choose' : '选这个',
          })),
        })
      : sketch.add('askChoice', title, {
          prompt: promptOf(block, context),
          options: options.map(({ id, label }) => ({ id, label })),
          ...(context.retry === '' ? {} : { retry: context.retry }),
        });
  if (several) {
    sketch.unmatched(block.type, title, node, {
      'zh-CN': '原来可以多选，现在客户选一个。',
      en: 'Several could be chosen; here the customer picks one.',
    });
  }
  return { entry: node, exits: exitsOf(node, options, block, context) };
}

/** The variable holds the words that were chosen, as it did there. */
function exitsOf(node: string, options: readonly Option[], block: TypebotBlock, context: BlockContext): Exit[] {
  const name = context.nameOf(text(block.options['variableId']));
  return options.map(({ item, id, label }): Exit => {
    if (name === '') return { node, port: id, item };
    const value = joinedFrom(label, (inner) => inner);
    const keep = context.sketch.add('set', label, { assignments: [{ variable: name, value }] });
    context.sketch.connect(node, id, keep);
    return { node: keep, port: 'next', item };
  });
}

/** The items; a card with several buttons is one option for each of them. */
function optionsOf(block: TypebotBlock, { rename }: BlockContext): readonly Option[] {
  const found = block.items.flatMap((item) => {
    const { fields } = item;
    const label = [fields['content'], fields['title'], fields['value'], fields['text']]
      .map(text)
      .find((one) => one !== '');
    const about = templateFrom(text(fields['description']), rename);
    const imageUrl = templateFrom(text(fields['pictureSrc']) || text(fields['imageUrl']), rename);
    const paths = objects(fields['paths']);
    if (paths.length === 0) return [{ item, label: label ?? '', about, imageUrl }];
    return paths.map((path) => {
      const own = text(path['text']) || text(path['title']);
      return {
        item: { id: text(path['id']), edge: text(path['outgoingEdgeId']) || item.edge, fields: path },
        label:
          paths.length === 1 || own === ''
            ? (label ?? own)
            : [label ?? '', own].filter((part) => part !== '').join(' · '),
        about,
        imageUrl,
      };
    });
  });
  return found.slice(0, 50).map(({ item, label, about, imageUrl }, index) => ({
    item,
    id: `o${index + 1}`,
    label: templateFrom(label, rename) || `${index + 1}`,
    about,
    imageUrl,
  }));
}
