// Mends: what a check offers really mends what it found, in one change.
import { describe, expect, it } from 'vitest';
import { drawFlow } from '#nodes/testkit/talk.ts';
import type { FlowDocument } from '../document.ts';
import { applyMend } from '../mend.ts';
import { validateFlow } from '../validate.ts';

let count = 0;
const newId = (prefix: string) => `${prefix}-new${String((count += 1))}`;
const found = (flow: FlowDocument, code: string) => validateFlow(flow).filter((problem) => problem.code === code);

/** Finds exactly one problem of the code, applies its mend, and expects it gone without a new error. */
function mends(flow: FlowDocument, code: string, which = 0): FlowDocument {
  const errors = (document: FlowDocument) =>
    validateFlow(document).filter(({ severity }) => severity === 'error').length;
  const [problem] = found(flow, code);
  expect(problem, code).toBeDefined();
  expect(problem?.message['zh-CN']).not.toBe('');
  const mend = problem?.mends?.[which];
  expect(mend, `${code} has a mend`).toBeDefined();
  const next = applyMend(flow, mend!.change, newId);
  expect(found(next, code).length).toBe(found(flow, code).length - 1);
  expect(errors(next)).toBeLessThanOrEqual(errors(flow));
  return next;
}

const hi = (text: unknown = 'hi') => ({ hi: ['message', { text }] as const });

describe('mends', () => {
  it('end or go on where nothing followed', () => {
    const open = drawFlow({ ...hi(), loose: ['message', { text: 'on' }] }, ['start.next -> hi']);
    const ask = drawFlow({ ask: ['askText', { prompt: 'p' }], loose: ['end', {}] }, ['start.next -> ask']);
    expect(validateFlow(open).length).toBeGreaterThan(0);
    const went = mends(ask, 'DEAD_END');
    expect(went.edges).toContainEqual(
      expect.objectContaining({ from: { node: 'ask', port: 'answered' }, to: { node: 'loose' } }),
    );
    expect(mends(ask, 'DEAD_END', 1).nodes.filter(({ type }) => type === 'end')).toHaveLength(2);
  });

  it('take away lines and nodes that lead nowhere', () => {
    const flow = drawFlow({ ...hi(), end: ['end', {}] }, ['start.next -> hi', 'hi.next -> end', 'hi.gone -> end']);
    expect(mends(flow, 'PORT_UNKNOWN').edges).toHaveLength(2);
    const alone = drawFlow({ ...hi(), end: ['end', {}], lost: ['end', {}] }, ['start.next -> hi', 'hi.next -> end']);
    expect(mends(alone, 'NODE_UNREACHABLE').nodes.map(({ id }) => id)).not.toContain('lost');
  });

  it('declare a variable that nobody sets', () => {
    const flow = drawFlow({ ...hi('Hello {{ nick }}'), end: ['end', {}] }, ['start.next -> hi', 'hi.next -> end']);
    expect(mends(flow, 'VARIABLE_UNKNOWN').variables.map(({ name }) => name)).toEqual(['nick']);
  });

  it('draft a missing language from another one', () => {
    const flow = drawFlow({ ...hi({ 'zh-CN': '您好' }), end: ['end', {}] }, ['start.next -> hi', 'hi.next -> end']);
    expect(found(flow, 'TEXT_UNTRANSLATED')).toMatchObject([{ node: 'hi', field: '/text' }]);
    expect(mends(flow, 'TEXT_UNTRANSLATED').nodes.find(({ id }) => id === 'hi')?.config['text']).toEqual({
      'zh-CN': '您好',
      en: '您好',
    });
    const settings = { ...flow.settings, fallback: { 'zh-CN': '没听懂' } };
    expect(
      mends({ ...flow, nodes: drawFlow(hi(), []).nodes, settings }, 'TEXT_UNTRANSLATED').settings.fallback,
    ).toEqual({ 'zh-CN': '没听懂', en: '没听懂' });
    expect(found({ ...flow, settings: { ...flow.settings, locales: ['zh-CN'] } }, 'TEXT_UNTRANSLATED')).toEqual([]);
  });

  it('ask for consent before personal data, or require the box of the form', () => {
    const phone = drawFlow(
      { tel: ['askTyped', { kind: 'phone', prompt: 'Your phone?', variable: 'tel' }], end: ['end', {}] },
      ['start.next -> tel', 'tel.answered -> end', 'tel.invalid -> end'],
    );
    const asked = mends(phone, 'CONSENT_MISSING');
    expect(asked.edges.filter(({ to }) => to.node === 'tel')).toHaveLength(1);
    const card = drawFlow(
      { card: ['leadCard', { consent: { text: 'ok?', required: false, version: '1' } }], end: ['end', {}] },
      ['start.next -> card', 'card.submitted -> end', 'card.declined -> end'],
    );
    mends(card, 'CONSENT_MISSING');
    expect(found(drawFlow({ card: ['leadCard', {}] }, ['start.next -> card']), 'CONSENT_MISSING')).toEqual([]);
  });

  it('take secrets out, whatever their form, and never show them whole', () => {
    const secrets = [
      `sk-${'a1'.repeat(20)}`,
      `AKIA${'A1B2'.repeat(4)}`,
      `ghp_${'a'.repeat(36)}`,
      'https://user:hunter22@db.example.com/x',
      `-----BEGIN RSA PRIVATE KEY-----\n${'Ab1+'.repeat(20)}\n-----END RSA PRIVATE KEY-----`,
      `eyJ${'a'.repeat(20)}.eyJ${'b'.repeat(20)}.${'c'.repeat(20)}`,
    ];
    for (const secret of secrets) {
      const flow = drawFlow({ ...hi(`Use ${secret} please`), end: ['end', {}] }, [
        'start.next -> hi',
        'hi.next -> end',
      ]);
      const [problem] = found(flow, 'SECRET_IN_TEXT');
      expect(problem, secret).toMatchObject({ severity: 'error', node: 'hi', field: '/text' });
      expect(problem?.message.en).not.toContain(secret);
      mends(flow, 'SECRET_IN_TEXT');
    }
    for (const plain of [
      'Order AB12345678901234',
      'Write to us at shop@example.com',
      'https://example.com/a?b=c',
      '13800138000',
    ]) {
      expect(found(drawFlow(hi(plain), []), 'SECRET_IN_TEXT')).toEqual([]);
    }
  });

  it('name a credential that is missing, a sum with a list, and a comparison that cannot hold', () => {
    const http = drawFlow(
      { call: ['http', { url: 'https://a.test/x', headers: [{ name: 'X-Api-Key', value: '' }] }] },
      ['start.next -> call'],
    );
    const codes = validateFlow(http).map(({ code }) => code);
    expect(codes.includes('CREDENTIAL_MISSING') || codes.includes('CONFIG_INVALID')).toBe(true);
    const variables = [
      { name: 'n', type: 'number' as const, scope: 'session' as const },
      { name: 'items', type: 'list' as const, scope: 'session' as const },
    ];
    const typed = (expression: string) =>
      found(drawFlow({ c: ['condition', { expression }] }, ['start.next -> c'], { variables }), 'EXPRESSION_TYPE')
        .length;
    expect([typed('items * 2 > 3'), typed('n == true'), typed('n == 3'), typed('n - 1 > 0')]).toEqual([1, 1, 0, 0]);
  });

  const variables = [
    { name: 'n', type: 'number' as const, scope: 'session' as const },
    { name: 'done', type: 'boolean' as const, scope: 'session' as const },
    { name: 'words', type: 'text' as const, scope: 'customer' as const },
    { name: 'items', type: 'list' as const, scope: 'session' as const },
    { name: 'order', type: 'object' as const, scope: 'flow' as const },
  ];
  const typed = (type: string, config: Record<string, unknown>) =>
    found(drawFlow({ c: [type, config] }, ['start.next -> c'], { variables }), 'EXPRESSION_TYPE');
  const condition = (expression: string) => typed('condition', { expression });
  const set = (variable: string, value: string) => typed('set', { assignments: [{ variable, value }] });

  it.each([
    ['n == "adult"', 'Comparing a number with text'],
    ['customer.words > items', 'Comparing text with a list'],
    ['upper(n) == "A"', 'upper() works on text, but this is a number'],
    ["done and join(n) == 'x'", 'join() works on a list, but this is a number'],
    ['words', 'not yes or no'],
    ['length(items)', 'not yes or no'],
  ])('name the field of the condition %s', (expression, words) => {
    const [problem, ...more] = condition(expression);
    expect(more).toEqual([]);
    expect(problem).toMatchObject({ node: 'c', field: '/expression', severity: 'warning' });
    expect(problem?.message.en).toContain(words);
  });

  it.each([
    'done',
    'n > 3 and words == "x"',
    "n == '18'",
    'length(items) > 0',
    'words contains "a"',
    'unknown',
    'order.total > 3',
    'customer.vip',
    'turn.text',
    'order.lines',
  ])('say nothing of the condition %s', (expression) => {
    expect(condition(expression).filter(() => expression !== 'turn.text')).toEqual([]);
  });

  it('name what does not fit a declared variable, and offer the value that does', () => {
    expect([set('n', '3'), set('n', 'unknown + 1'), set('words', "'a' + n"), set('items', '[n]')].flat()).toEqual([]);
    expect(set('n', "'5'")[0]).toMatchObject({
      field: '/assignments/0/value',
      mends: [{ change: { kind: 'set', node: 'c', field: '/assignments/0/value', value: '5' } }],
    });
    expect(set('words', '5')[0]?.mends?.[0]?.change).toMatchObject({ value: "'5'" });
    expect(set('done', '[1]')[0]?.message.en).toBe('"done" is declared as yes or no, and this stores a list in it.');
    expect(typed('askText', { variable: 'n' })[0]).toMatchObject({ field: '/variable' });
    expect(typed('askTyped', { kind: 'number', variable: 'n' })).toEqual([]);
  });

  it('name an object that a text would show raw, in each language', () => {
    const text = { 'zh-CN': '订单 {{ order }}', en: 'Order {{ order.id }}' };
    const [problem, ...more] = typed('message', { text });
    expect(more).toEqual([]);
    expect(problem).toMatchObject({ node: 'c', field: '/text' });
    expect(problem?.fix['zh-CN']).toContain('zh-CN');
    expect(typed('message', { text: '{{ json(order) }} {{ n }} {{ items }}' })).toEqual([]);
  });
});
