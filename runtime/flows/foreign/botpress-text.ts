// Texts and conditions of Botpress in our language.
import { expressionFrom, templateFrom } from './foreign-text.ts';
import { variableName, type Sketch } from './sketch.ts';

const WORDS_OF_CUSTOMER = /^(?:event\.preview|event\.payload\.(?:text|payload|value|preview))$/;

/** Our name of `temp.x`, `session.x`, `user.x`, or of the customer's words. */
export function botpressName(path: string, sketch: Sketch): string {
  const inner = path.trim().replace(/^state\./, '');
  if (WORDS_OF_CUSTOMER.test(inner)) return 'turn.text';
  const slot = /^session\.slots\.([\w-]+)(?:\.value)?$/.exec(inner)?.[1];
  if (slot !== undefined) return sketch.variable(slot);
  const [, scope = '', rest = inner] =
    /^(temp|session|user|bot|event\.state\.(?:temp|session|user))\.(.+)$/.exec(inner) ?? [];
  const [name = rest] = rest.split('.');
  const own = sketch.variable(scope.endsWith('user') ? `user_${name}` : name);
  const more = rest
    .split('.')
    .slice(1)
    .filter((part) => /^[A-Za-z_]\w*$/.test(part));
  return [own, ...more].join('.');
}

/** A text with `{{ temp.x }}` as a template of ours. */
export function botpressTemplate(source: string, sketch: Sketch): string {
  return templateFrom(source.replace(/\{\{\{/g, '{{').replace(/\}\}\}/g, '}}'), (name) => botpressName(name, sketch));
}

/** The intent that a condition asks for. */
export function intentIn(condition: string): string | undefined {
  return (
    /^event\.nlu\.intent\.is\(\s*(['"])(.+?)\1\s*\)$/.exec(condition.trim())?.[2] ??
    /^event\.nlu\.intent\.name\s*={2,3}\s*(['"])(.+?)\1$/.exec(condition.trim())?.[2]
  );
}

/** A condition as an expression; undefined when it is more than comparisons of variables. */
export function botpressCondition(condition: string, sketch: Sketch): string | undefined {
  const plain = condition.trim();
  if (plain === '' || plain === 'true' || plain === 'always') return 'true';
  const names = new Set<string>();
  const read = plain
    .replace(
      /\b(?:event\.state\.)?(?:state\.)?(?:temp|session|user|bot|event)((?:\.[A-Za-z_]\w*)+|\[(['"])[^'"]+\2\])/g,
      (path) => {
        const own = botpressName(path.replace(/\[(['"])([^'"]+)\1\]/, '.$2'), sketch);
        names.add(own.split('.')[0] ?? own);
        return own;
      },
    )
    .replace(/&&/g, ' and ')
    .replace(/\|\|/g, ' or ')
    .replace(/===/g, '==')
    .replace(/!==/g, '!=')
    .replace(/\bundefined\b/g, 'null')
    .replace(/^(.+?)\.includes\((.+)\)$/, 'contains($1, $2)');
  return expressionFrom(
    read,
    (name) => name,
    (name) => names.has(name) || name === 'turn',
  );
}

/** An id for an intent, from its name. */
export function intentId(name: string): string {
  const id = name
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 64);
  return id === '' || ['outOfScope', 'unclear', 'noReply'].includes(id)
    ? `intent-${variableName(name).length}-${id}`
    : id;
}
