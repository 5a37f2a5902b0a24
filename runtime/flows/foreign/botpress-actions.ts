// What Botpress nodes do when they are entered or hear something: say content, set variables, wait.
import { isJsonObject, type JsonObject } from '#nodes/kit/json.ts';
import { inLanguage, type BotpressFile } from './botpress-file.ts';
import { botpressName, botpressTemplate } from './botpress-text.ts';
import { joinedFrom } from './foreign-text.ts';
import type { Sketch } from './sketch.ts';
import { objects, text } from './typebot-file.ts';

/** What the drawing may look at. */
export interface BotpressContext {
  readonly sketch: Sketch;
  readonly file: BotpressFile;
  readonly locale: 'zh-CN' | 'en';
}

/** A drawn act: where it is entered and the port it goes on by. */
export interface DrawnAct {
  readonly entry: string;
  readonly last: string;
  readonly port: string;
}

/** Draws one act such as `say #!builtin_text-ab12 {}`; undefined: nothing was drawn. */
export function drawAct(act: string, title: string, context: BotpressContext): DrawnAct | undefined {
  const said = /^say\s+(#!?|@)\s*([\s\S]+)$/.exec(act.trim());
  if (said !== null)
    return sayContent(
      said[1] === '@' ? contentIn(said[2] ?? '', context) : contentOf(said[2] ?? '', context),
      title,
      context,
    );
  const [, name = '', given = ''] = /^(\S+)\s*([\s\S]*)$/.exec(act.trim()) ?? [];
  return runAction(name, argumentsIn(given), title, context);
}

type Content = { readonly type: string; readonly data: JsonObject } | string;

function contentOf(reference: string, { file }: BotpressContext): Content {
  const id = reference.trim().split(/\s/)[0] ?? '';
  return file.content.get(id) ?? id;
}

function contentIn(source: string, { file }: BotpressContext): Content {
  const given = argumentsIn(source);
  const data = isJsonObject(given['formData']) ? given['formData'] : {};
  return { type: text(given['contentType']), data: inLanguage(data, file.language) };
}

function sayContent(content: Content, title: string, context: BotpressContext): DrawnAct | undefined {
  const { sketch, file } = context;
  if (typeof content === 'string') {
    sketch.unmatched('content', content, null, {
      'zh-CN': '这条内容不在文件里，已略过。',
      en: 'This content is not in the file and was left out.',
    });
    return undefined;
  }
  const { type, data } = content;
  const words = (value: unknown) => botpressTemplate(text(value), sketch);
  if (/single-choice|dropdown|suggest/.test(type)) {
    const chips = choicesIn(data)
      .map(({ label }) => botpressTemplate(label, sketch))
      .slice(0, 12);
    if (chips.length > 0) return one(sketch.add('suggestions', title, { text: words(data['text']), chips }), 'next');
  }
  if (/image/.test(type)) {
    const url = words(data['image']);
    if (/^https?:\/\//.test(url)) {
      return one(
        sketch.add('media', title, {
          kind: 'image',
          url,
          alt: words(data['title']) || title,
          caption: words(data['title']),
        }),
        'next',
      );
    }
  }
  if (/carousel/.test(type)) {
    const cards = objects(data['items']).map((item) => inLanguage(item, file.language));
    return row(
      sketch,
      cards.slice(0, 10).map((card) => drawCard(card, title, context)),
    );
  }
  if (/card/.test(type)) return drawCard(data, title, context);
  const variants = Array.isArray(data['variations']) ? data['variations'].map(words).filter((one_) => one_ !== '') : [];
  const spoken = words(data['text']) || words(data['title']) || variants[0] || '';
  if (spoken !== '')
    return one(
      sketch.add('message', title, { text: spoken, variants: variants.filter((one_) => one_ !== spoken).slice(0, 10) }),
      'next',
    );
  sketch.unmatched(type, title, null, {
    'zh-CN': '没有对应的内容类型，已略过。',
    en: 'There is no such kind of content here. It was left out.',
  });
  return undefined;
}

/** Options of a single choice. */
export function choicesIn(data: JsonObject): readonly { readonly value: string; readonly label: string }[] {
  return objects(data['choices']).flatMap((choice) => {
    const value = text(choice['value']) || text(choice['title']);
    const label = text(choice['title']) || value;
    return label === '' ? [] : [{ value, label }];
  });
}

function drawCard(card: JsonObject, title: string, { sketch, file }: BotpressContext): DrawnAct | undefined {
  const words = (value: unknown) => botpressTemplate(text(value), sketch);
  const image = text(card['image']);
  const actions = objects(card['actions']).map((action) => inLanguage(action, file.language));
  const buttons = actions.flatMap((action, index) => {
    const url = words(action['url']);
    const label = words(action['title']);
    return /^https?:\/\//.test(url) && label !== ''
      ? [{ id: `b${String(index + 1)}`, label, action: 'url', value: url }]
      : [];
  });
  const name = words(card['title']) || title;
  const shown = sketch.add('card', title, {
    title: name,
    text: words(card['subtitle']),
    imageUrl: /^https?:\/\//.test(image) ? image : '',
    imageAlt: name,
    buttons,
  });
  const sayings = actions
    .filter((action) => text(action['url']) === '')
    .map((action) => words(action['title']))
    .filter((chip) => chip !== '');
  if (sayings.length === 0) return one(shown, 'next');
  const chips = sketch.add('suggestions', title, { text: '', chips: sayings.slice(0, 12) });
  sketch.connect(shown, 'next', chips);
  return { entry: shown, last: chips, port: 'next' };
}

/** Acts one behind the other. */
function row(sketch: Sketch, all: readonly (DrawnAct | undefined)[]): DrawnAct | undefined {
  let whole: DrawnAct | undefined;
  for (const act of all) {
    if (act === undefined) continue;
    if (whole === undefined) whole = act;
    else {
      sketch.connect(whole.last, whole.port, act.entry);
      whole = { ...act, entry: whole.entry };
    }
  }
  return whole;
}

function one(node: string, port: string): DrawnAct {
  return { entry: node, last: node, port };
}

function runAction(name: string, given: JsonObject, title: string, context: BotpressContext): DrawnAct | undefined {
  const { sketch } = context;
  if (name === 'builtin/setVariable' || name === 'builtin/resetVariable' || name === 'builtin/removeVariable') {
    const scope = text(given['type']) || 'temp';
    const own = botpressName(`${scope}.${text(given['name'])}`, sketch);
    if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(own)) return undefined;
    const raw = given['value'];
    const value =
      name !== 'builtin/setVariable' || raw === null || raw === undefined
        ? 'null'
        : typeof raw === 'number' || typeof raw === 'boolean'
          ? String(raw)
          : joinedFrom(text(raw), (path) => botpressName(path, sketch));
    return one(sketch.add('set', title, { assignments: [{ variable: own, value }] }), 'next');
  }
  if (name === 'builtin/wait') {
    const durationMs = Math.max(100, Math.min(86_400_000, Number(given['delay']) || 1000));
    return one(sketch.add('wait', title, { mode: 'duration', durationMs, cancelOnMessage: false }), 'due');
  }
  if (/hitl/.test(name)) {
    return one(sketch.add('handoff', title, { reason: title }), 'returned');
  }
  sketch.unmatched(name === '' ? 'action' : name, title, null, {
    'zh-CN': '这段自定义动作没有带过来，已略过。可以用「脚本」或「HTTP 请求」重做。',
    en: 'This action of its own was left out. A Script or an HTTP node can do it again.',
  });
  return undefined;
}

function argumentsIn(source: string): JsonObject {
  try {
    const parsed: unknown = JSON.parse(source.trim() === '' ? '{}' : source);
    return isJsonObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}
