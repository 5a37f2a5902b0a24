// What stands in the nodes of a random drawing: settings of every kind that the reference interpreter knows.
import type { Seeded } from './seeded.ts';

type Config = Readonly<Record<string, unknown>>;

/** What may be written into the settings of a node. */
export interface DrawnWords {
  readonly variables: readonly string[];
  readonly expressions: readonly string[];
  readonly words: readonly string[];
  readonly lists: readonly string[];
  /** Nodes that a jump may lead to. */
  readonly targets: readonly string[];
}

/** Anything, also what fails. */
export const FREE: DrawnWords = {
  variables: ['x', 'y', 't', 'c', 'part'],
  expressions: [
    '(x ?? 0) + 1',
    'x',
    'y',
    "text(x ?? '') == '1'",
    'turn.text',
    "visits['n1'] ?? 0",
    'customer.c',
    't',
    "'甲'",
    'part',
    'now - now',
    'x > 1 and y != null',
    '1 / (x - 1)',
    'details.size ?? knowledge.answer',
  ],
  words: [
    '您好',
    '{{ x }} 和 {{ y }}',
    '第 {{ x ?? 0 }} 次',
    '{{ part }}',
    '{{ turn.text }}',
    '',
    '{{ customer.c }}!',
    '{{ details.size }}/{{ details.who }}',
  ],
  lists: ['[1, 2, 3]', "['甲']", 'x', 'y'],
  targets: [],
};

/** Nothing that fails, and no variable but this. */
export function ownWords(variable: string): DrawnWords {
  return {
    variables: [variable],
    expressions: [variable, `text(${variable} ?? '') == '1'`, 'turn.text', "'甲'", 'now - now'],
    words: ['您好', `{{ ${variable} }}`, '{{ turn.text }}', ''],
    lists: ['[1, 2]', "['甲']", variable],
    targets: [],
  };
}

const OPTIONS = [
  { id: 'a', label: '甲' },
  { id: 'b', label: '乙' },
];

const assigned = (random: Seeded, { variables, expressions }: DrawnWords) => ({
  variable: random.pick(variables.includes('c') ? [...variables, 'customer.c'] : variables),
  value: random.pick(expressions),
});

function asking(random: Seeded, words: DrawnWords): Config {
  return {
    prompt: `问 ${random.pick(words.words)}`,
    retry: `再问 ${random.pick(words.words)}`,
    variable: random.pick(['', ...words.variables]),
    maxTries: 1 + random.below(3),
    interrupt: random.pick(['allow', 'allow', 'deny']),
    noReply: {
      enabled: random.chance(0.4),
      afterMs: (1 + random.below(40)) * 60_000,
      reminders: random.chance(0.3) ? [{ afterMs: 90_000, text: `在吗 ${random.pick(words.words)}` }] : [],
    },
  };
}

/** Settings of a node of this type, over its defaults. */
export function settingsOf(type: string, random: Seeded, words: DrawnWords): Config {
  const expression = random.pick(words.expressions);
  switch (type) {
    case 'message':
      return { text: random.pick(words.words), variants: random.chance(0.3) ? ['又来了 {{ x }}'] : [] };
    case 'askText':
      return { ...asking(random, words), pattern: random.chance(0.3) ? '\\d+' : '' };
    case 'askChoice':
      return { ...asking(random, words), options: OPTIONS, fuzzy: random.chance(0.5) };
    case 'askConfirm':
      return asking(random, words);
    case 'askTyped':
      return { ...asking(random, words), kind: 'number' };
    case 'set':
      return { assignments: Array.from({ length: 1 + random.below(2) }, () => assigned(random, words)) };
    case 'condition':
      return { expression };
    case 'switch':
      return { expression, cases: OPTIONS.map(({ id, label }, index) => ({ id, label, value: String(index + 1) })) };
    case 'counter':
      return {
        key: random.pick(['', random.pick(words.variables), 'turn.text']),
        limit: 1 + random.below(2),
        windowMs: random.pick([0, 120_000]),
      };
    case 'split':
      return {
        shares: [
          ['a', 1],
          ['b', random.below(3)],
        ].map(([id, weight]) => ({ id, label: id, weight })),
        by: 'session',
      };
    case 'jump':
      return {
        target: random.pick(words.targets),
        maxPerTurn: 1 + random.below(3),
        maxPerSession: random.pick([0, 0, 4]),
        clearStack: random.chance(0.3),
      };
    case 'loop':
      return {
        ...(random.chance(0.7)
          ? { mode: 'list', list: random.pick(words.lists) }
          : { mode: 'while', while: `text(${random.pick(words.variables)} ?? '') != '1'` }),
        item: random.pick([...words.variables, '']),
        index: random.pick(['', random.pick(words.variables)]),
        maxRounds: 1 + random.below(3),
      };
    default:
      return callSettings(type, random, words) ?? rarer(type, random, words);
  }
}

function rarer(type: string, random: Seeded, words: DrawnWords): Config {
  switch (type) {
    case 'tag':
      return { add: ['VIP'] };
    case 'wait':
      return { mode: 'duration', durationMs: (1 + random.below(60)) * 60_000, cancelOnMessage: random.chance(0.6) };
    case 'end':
      return { text: random.pick(['再见', '']) };
    case 'subflow':
      return {
        call: { flow: 'inner', name: '', version: 0, exits: OPTIONS.map(({ id, label }) => ({ id, label })) },
        inputs: [{ variable: random.pick(['x', 'y', 't']), value: random.pick(words.expressions) }],
        outputs: [
          {
            variable: random.pick(words.variables),
            value: random.pick(['event.output.back', 'event.output.back', 'x']),
          },
        ],
      };
    case 'exit':
      return {
        exit: random.pick(['a', 'b', 'done']),
        outputs: [{ variable: 'back', value: random.pick(words.expressions) }],
      };
    case 'resumeTopic':
      return { bridge: random.pick(['', '回到刚才']), giveUpMs: random.pick([60_000, 1_800_000]) };
    case 'onKeyword':
      return {
        words: [random.pick(['帮助', '价格', '重来'])],
        mayInterrupt: random.chance(0.8),
        comesBack: random.chance(0.7),
        priority: random.below(3),
      };
    case 'catch':
      return {
        ...(random.chance(0.6) ? {} : { scope: 'chosen', nodes: ['n0', 'n1', 'n2'] }),
        variable: '',
        kind: random.pick(['any', 'any', 'outside', 'flow']),
      };
    default:
      return {};
  }
}

/** Nodes that ask another system, people, or several things at once. */
function callSettings(type: string, random: Seeded, words: DrawnWords): Config | undefined {
  const variable = random.pick(['', ...words.variables]);
  switch (type) {
    case 'http':
      return {
        method: 'POST',
        url: 'https://example.com/a',
        body: random.chance(0.6) ? JSON.stringify({ a: `问 ${random.pick(words.words)}` }) : '',
        variable,
        mapping: random.chance(0.4) ? [{ variable: random.pick(words.variables), path: 'body.a' }] : [],
      };
    case 'script':
      return {
        code: 'return 1',
        inputs: [{ name: 'q', expr: random.pick(words.expressions), type: 'object' }],
        outputs: random.chance(0.7) ? [{ name: random.pick(words.variables), type: 'object' }] : [],
        exits: OPTIONS,
      };
    case 'waitEvent':
      return { name: random.pick(['paid', 'sent']), timeoutMs: 600_000, variable, cancelOnMessage: random.chance(0.5) };
    case 'knowledgeAnswer':
      return { mode: random.pick(['generate', 'extract']) };
    case 'availability':
      return { variable, maxWaitMs: random.pick([0, 60_000]) };
    case 'handoff':
      return { waitLimitMs: 300_000, offlineText: random.pick(['', '没有人在']) };
    case 'parallel': {
      const branches = [...OPTIONS, ...(random.chance(0.3) ? [{ id: 'z', label: '丙' }] : [])];
      return {
        branches,
        join: random.pick(['all', 'all', 'any', 'some']),
        count: 1 + random.below(branches.length),
        timeoutMs: random.pick([0, 0, 300_000]),
      };
    }
    case 'slotFill':
      return slotSettings(random, words);
    default:
      return undefined;
  }
}

function slotSettings(random: Seeded, words: DrawnWords): Config {
  const slots = [
    { name: 'size', label: '人数', kind: 'number', prompt: '几位？', words: ['位', '人'], min: '1', max: '20' },
    { name: 'who', label: '称呼', kind: 'name', prompt: '怎么称呼？{{ details.size }}' },
    { name: 'phone', label: '电话', kind: 'phone', prompt: '电话？' },
    { name: 'pick', label: '套餐', kind: 'choice', prompt: '哪一种？', options: OPTIONS },
    { name: 'sure', label: '确认', kind: 'confirm', prompt: '可以吗？' },
  ].flatMap((slot) =>
    random.chance(0.55)
      ? [
          {
            ...slot,
            need: random.pick(['required', 'required', 'optional', 'silent']),
            ...(random.chance(0.15) ? { prefill: random.pick(['x', 'customer.phone', 'details.size']) } : {}),
            ...(random.chance(0.2) ? { retry: '不合适' } : {}),
          },
        ]
      : [],
  );
  const { maxTries, interrupt, noReply } = asking(random, words);
  return {
    maxTries,
    interrupt,
    noReply,
    slots,
    variable: 'details',
    useWords: random.chance(0.5),
    start: random.pick(['fresh', 'keep']),
    changed: random.pick(['好的，{{ slotChanges }}。', '']),
  };
}
