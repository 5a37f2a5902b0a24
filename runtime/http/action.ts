// The audit name of a write: POST /api/v1/users is `user.create`, POST /api/v1/flows/:id/publish is `flow.publish`.

const VERBS: Readonly<Record<string, string>> = { POST: 'create', PUT: 'replace', PATCH: 'update', DELETE: 'delete' };

/** Derives `noun.verb` from method and address. */
export function actionOf(method: string, url: string): string {
  const parts = url.split('/').filter((part) => part !== '' && part !== 'api' && part !== 'v1');
  const names = parts.filter((part) => !part.startsWith(':'));
  const noun = singular(names[0] ?? 'system');
  const rest = names.slice(1).map(singular).join('-');
  const last = parts.at(-1) ?? '';
  const acts = method === 'POST' && rest !== '' && !last.startsWith(':') && !last.endsWith('s');
  if (rest === '') return `${noun}.${VERBS[method] ?? 'change'}`;
  return acts ? `${noun}.${rest}` : `${noun}.${rest}-${VERBS[method] ?? 'change'}`;
}

function singular(word: string): string {
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  return word.endsWith('s') && !word.endsWith('ss') && word !== 'settings' ? word.slice(0, -1) : word;
}
