// Botpress bots: flows, content, choices, intents and Q&A, from a map of files or an archive.
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { errorsOf, talkWith } from '#runtime/testkit/foreign-talk.ts';
import { readForeign } from './read-foreign.ts';

const CHOICE = 'skills/choice-1a2b.flow.json';

/** A small bot: greets, offers two ways, asks for an order number, has one intent and one answer. */
const BOT: Record<string, unknown> = {
  'bot.config.json': { name: 'Shop bot', defaultLanguage: 'en', languages: ['en'] },
  'flows/main.flow.json': {
    version: '0.0.1',
    startNode: 'entry',
    catchAll: { next: [] },
    nodes: [
      {
        name: 'entry',
        onEnter: ['say #!builtin_text-hello'],
        onReceive: null,
        next: [{ condition: 'true', node: 'menu' }],
      },
      {
        name: 'menu',
        type: 'skill-call',
        skill: 'choice',
        flow: CHOICE,
        onEnter: null,
        next: [
          { condition: 'temp[\'skill-choice-ret-x\'] == "order"', node: 'ask' },
          { condition: 'temp[\'skill-choice-ret-x\'] == "talk"', node: 'talk' },
          { condition: 'true', node: 'END' },
        ],
      },
      {
        name: 'ask',
        onEnter: ['say #!builtin_text-number'],
        onReceive: ['builtin/setVariable {"type":"temp","name":"order","value":"{{event.preview}}"}'],
        next: [
          { condition: "temp.order === '0'", node: 'END' },
          { condition: 'always', node: 'thanks' },
        ],
      },
      { name: 'thanks', onEnter: ['say #!builtin_text-thanks', 'custom/track {}'], onReceive: null, next: [] },
      {
        name: 'talk',
        onEnter: ['say #!builtin_text-what'],
        onReceive: [],
        next: [
          { condition: "event.nlu.intent.is('refund')", node: 'other.flow.json' },
          { condition: 'weird(1)', node: 'entry' },
          { condition: 'true', node: 'thanks' },
        ],
      },
    ],
  },
  'flows/other.flow.json': {
    startNode: 'go',
    nodes: [
      { name: 'go', onEnter: ['say #!builtin_text-refund'], onReceive: null, next: [{ condition: 'true', node: '#' }] },
    ],
  },
  [`flows/${CHOICE}`]: {
    startNode: 'entry',
    nodes: [],
    skillData: {
      contentId: '#!builtin_single-choice-menu',
      keywords: { order: ['order', 'parcel'], talk: ['talk'] },
      config: { nbMaxRetries: 3 },
    },
  },
  'content-elements/builtin_text.json': [
    { id: 'builtin_text-hello', formData: { text$en: 'Hello!', text$fr: 'Salut', variations$en: [] } },
    { id: 'builtin_text-number', formData: { text$en: 'Your order number?' } },
    { id: 'builtin_text-thanks', formData: { text$en: 'Thanks, order {{temp.order}}.' } },
    { id: 'builtin_text-what', formData: { text$en: 'What is it about?' } },
    { id: 'builtin_text-refund', formData: { text$en: 'Refunds take 5 days.' } },
  ],
  'content-elements/builtin_single-choice.json': [
    {
      id: 'builtin_single-choice-menu',
      formData: {
        text$en: 'What would you like?',
        choices$en: [
          { title: 'My order', value: 'order' },
          { title: 'Talk', value: 'talk' },
        ],
      },
    },
  ],
  'intents/refund.json': {
    name: 'refund',
    utterances: {
      en: [
        'I want my money back',
        'refund please',
        'refund my [shoes](product)',
        'give me a refund',
        'can I get a refund',
      ],
    },
  },
  'entities/product.json': { name: 'product', type: 'list' },
  'qna/1.json': {
    id: '1',
    data: {
      enabled: true,
      action: 'text',
      questions: { en: ['When do you open?', 'opening hours'], zh: ['几点开门'] },
      answers: { en: ['At nine.'], zh: ['九点。'] },
    },
  },
  'qna/2.json': {
    id: '2',
    data: {
      enabled: true,
      action: 'redirect',
      redirectFlow: 'other.flow.json',
      redirectNode: '',
      questions: { en: ['money back'] },
      answers: {},
    },
  },
};

/** A tar of these files, gzipped. */
function tgz(files: Readonly<Record<string, string>>): Uint8Array {
  const blocks = Object.entries(files).flatMap(([name, text]) => {
    const body = Buffer.from(text);
    const header = Buffer.alloc(512);
    header.write(name.slice(0, 100));
    header.write(`${body.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write('0', 156);
    header.write('ustar', 257);
    return [header, body, Buffer.alloc((512 - (body.length % 512)) % 512)];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

function read(content: unknown) {
  const flow = readForeign(content);
  expect(flow.product).toBe('botpress');
  expect(errorsOf(flow.document)).toEqual([]);
  return flow;
}

describe('flowFromBotpress', () => {
  it('plays the flows: choices by their words, variables, other flows and back', async () => {
    const { document, unmatched } = read({ files: BOT });
    const talk = await talkWith(document);
    expect(talk.said()).toEqual(expect.arrayContaining(['Hello!', 'What would you like?', 'My order', 'Talk']));
    expect(await talk.says('parcel')).toEqual(['Your order number?']);
    expect(await talk.says('A-77')).toEqual(['Thanks, order A-77.']);
    expect(talk.faults).toEqual([]);
    expect(unmatched.map(({ kind }) => kind).sort()).toEqual(['custom/track', 'entity', 'transition']);
  });

  it('makes a knowledge base of the Q&A in each language, and intents of what leads to a flow', () => {
    const { knowledge, document } = read(BOT);
    expect(knowledge[0]?.questions).toEqual([
      { question: 'When do you open?', similar: ['opening hours'], answer: 'At nine.' },
      { question: '几点开门', similar: [], answer: '九点。' },
    ]);
    expect(document.intents.map(({ name }) => name)).toEqual(['refund', 'money back']);
    expect(document.intents[0]?.examples).toContain('refund my shoes');
    expect(document.nodes.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['intentRouter', 'onIntent', 'knowledgeAnswer']),
    );
  });

  it('reads the same from an archive as from JSON', () => {
    const packed = tgz(
      Object.fromEntries(Object.entries(BOT).map(([name, content]) => [name, JSON.stringify(content)])),
    );
    expect(read(packed).document).toEqual(read(BOT).document);
  });

  it('refuses an archive that climbs out of itself, is cut off, or unpacks to too much', () => {
    const refused = (bytes: Uint8Array) =>
      expect(() => readForeign(bytes)).toThrow(expect.objectContaining({ code: 'BUNDLE_INVALID' }) as Error);
    refused(tgz({ '../../etc/x.flow.json': '{}' }));
    refused(tgz({ '/etc/x.flow.json': '{}' }));
    refused(tgz({ 'a.flow.json': '{}' }).subarray(0, 40));
    refused(gzipSync(Buffer.alloc(70 * 1024 * 1024)));
  });

  it('takes a Q&A export without flows as questions and answers', async () => {
    const { knowledge, document } = read({ qnas: [BOT['qna/1.json']] });
    expect(knowledge[0]?.questions).toHaveLength(2);
    expect((await talkWith(document)).said()).toHaveLength(1);
  });

  it('survives files of any shape', () => {
    read({
      'flows/main.flow.json': { nodes: [{ name: 'entry', next: [{ node: 'entry' }] }, null, 3] },
      'qna/x.json': 4,
      'intents/y.json': '{',
    });
  });
});
