// Typebot exports: what they say and ask is said and asked here, in any version, and every loss is told.
import { describe, expect, it } from 'vitest';
import { errorsOf, talkWith } from '#runtime/testkit/foreign-talk.ts';
import { isTypebot } from './typebot-file.ts';
import { flowFromTypebot } from './typebot.ts';

type Block = Record<string, unknown>;

const words = (id: string, text: string, more: Block = {}): Block => ({
  id,
  type: 'text',
  content: { richText: [{ type: 'p', children: [{ text }] }] },
  ...more,
});

/** An export of version 6 with these groups; edges as `from block or item -> group`. */
function bot(groups: Record<string, readonly Block[]>, more: Record<string, unknown> = {}) {
  const ids = Object.keys(groups);
  return {
    version: '6.1',
    name: 'Test bot',
    events: [{ id: 'ev', type: 'start', outgoingEdgeId: 'start' }],
    groups: ids.map((id) => ({ id, title: id, graphCoordinates: { x: 0, y: 0 }, blocks: groups[id] })),
    edges: [
      { id: 'start', from: { eventId: 'ev' }, to: { groupId: ids[0] } },
      ...ids.map((id) => ({ id: `to-${id}`, from: {}, to: { groupId: id } })),
    ],
    variables: ['Name', 'Color', 'Score', 'Answer', 'List'].map((name) => ({ id: `v${name}`, name })),
    theme: {},
    settings: {},
    ...more,
  };
}

function read(json: ReturnType<typeof bot> | Record<string, unknown>) {
  if (!isTypebot(json)) throw new Error('not seen as a Typebot export');
  const flow = flowFromTypebot(json);
  expect(errorsOf(flow.document)).toEqual([]);
  return flow;
}

describe('flowFromTypebot', () => {
  it('asks what was asked, keeps the answers and follows the choices', async () => {
    const { document, unmatched } = read(
      bot({
        hello: [
          words('b1', 'Hi! What is your name?'),
          { id: 'b2', type: 'text input', options: { variableId: 'vName' }, outgoingEdgeId: 'to-pick' },
        ],
        pick: [
          words('b3', 'Hello {{Name}}. Which colour?'),
          {
            id: 'b4',
            type: 'choice input',
            options: { variableId: 'vColor' },
            items: [
              { id: 'i1', content: 'Red', outgoingEdgeId: 'to-red' },
              { id: 'i2', content: 'Blue' },
            ],
            outgoingEdgeId: 'to-other',
          },
        ],
        red: [words('b5', 'A warm one, {{Name}}.')],
        other: [words('b6', 'You took {{Color}}.')],
      }),
    );
    expect(unmatched).toEqual([]);
    const talk = await talkWith(document);
    expect(talk.said()).toEqual(['Hi! What is your name?']);
    expect(await talk.says('Ann')).toEqual(expect.arrayContaining(['Hello Ann. Which colour?', 'Red', 'Blue']));
    expect(await talk.chooses('Blue')).toEqual(['You took Blue.']);
    expect(talk.status()).toBe('closed');
    const other = await talkWith(document);
    await other.says('Bo');
    expect(await other.chooses('Red')).toEqual(['A warm one, Bo.']);
  });

  it('counts, decides and jumps', async () => {
    const { document } = read(
      bot({
        begin: [
          { id: 's0', type: 'Set variable', options: { variableId: 'vScore', expressionToEvaluate: '0' } },
          { id: 'j0', type: 'Jump', options: { groupId: 'ask' } },
        ],
        ask: [
          words('a1', 'Another five?'),
          {
            id: 'a2',
            type: 'choice input',
            items: [
              { id: 'y', content: 'Yes', outgoingEdgeId: 'to-add' },
              { id: 'n', content: 'No', outgoingEdgeId: 'to-judge' },
            ],
          },
        ],
        add: [
          { id: 's1', type: 'Set variable', options: { variableId: 'vScore', expressionToEvaluate: '{{Score}} + 5' } },
          { id: 'l1', type: 'Typebot link', options: { typebotId: 'current', groupId: 'ask' } },
        ],
        judge: [
          {
            id: 'c1',
            type: 'Condition',
            items: [
              {
                id: 'c1i',
                outgoingEdgeId: 'to-many',
                content: {
                  logicalOperator: 'AND',
                  comparisons: [{ id: 'x', variableId: 'vScore', comparisonOperator: 'Greater than', value: '7' }],
                },
              },
            ],
            outgoingEdgeId: 'to-few',
          },
        ],
        many: [words('m', 'Many: {{Score}}')],
        few: [words('f', 'Few: {{Score}}')],
      }),
    );
    const talk = await talkWith(document);
    await talk.chooses('Yes');
    await talk.chooses('Yes');
    expect(await talk.chooses('No')).toEqual(['Many: 10']);
    const short = await talkWith(document);
    await short.chooses('Yes');
    expect(await short.chooses('No')).toEqual(['Few: 5']);
  });

  it('answers honestly where a model would have answered, and goes on', async () => {
    const { document } = read(
      bot({
        chat: [
          words('q', 'Ask me anything.'),
          { id: 'i', type: 'text input', options: { variableId: 'vName' } },
          {
            id: 'o',
            type: 'openai',
            options: {
              action: 'Create chat completion',
              credentialsId: 'secret-credential',
              messages: [
                { role: 'system', content: 'Be kind.' },
                { role: 'user', content: '{{Name}}' },
              ],
              responseMapping: [{ item: 'Message content', variableId: 'vAnswer' }],
            },
          },
          words('a', '{{Answer}}'),
          { id: 'j', type: 'Jump', options: { groupId: 'chat', blockId: 'i' } },
        ],
      }),
    );
    expect(JSON.stringify(document)).not.toContain('secret-credential');
    const talk = await talkWith(document);
    const replies = await talk.says('Why is the sky blue?');
    expect(replies[0]).toMatch(/cannot answer/);
    expect(talk.status()).toBe('bot');
  });

  it('runs code that the sandbox can run, and tells of code that needs the browser', () => {
    const { document, unmatched } = read(
      bot({
        code: [
          { id: 'c', type: 'Code', options: { name: 'Add', content: "setVariable('Score', {{Score}} + 1)" } },
          {
            id: 'd',
            type: 'Code',
            options: { name: 'Track', content: "window.gtag('event')", isExecutedOnClient: true },
          },
          words('w', 'Score {{Score}}'),
        ],
      }),
    );
    const script = document.nodes.find(({ type }) => type === 'script');
    expect(script?.config['code']).toContain("input['Score'] + 1");
    expect(script?.config['outputs']).toEqual([{ name: 'Score', type: expect.any(String) as string }]);
    expect(unmatched.map(({ where, node }) => [where, node])).toEqual([['Track', null]]);
  });

  it('names each block without an equal and goes on behind it', async () => {
    const { document, unmatched } = read(
      bot({
        odd: [
          { id: 'g', type: 'Google Sheets', options: {} },
          { id: 'p', type: 'Pixel', options: {} },
          { id: 'x', type: 'hologram', options: {} },
          { id: 'l', type: 'Typebot link', options: { typebotId: 'other-bot' } },
          { id: 'w', type: 'Chatwoot', options: {} },
          words('e', 'Done'),
        ],
      }),
    );
    expect(unmatched.map(({ kind }) => kind)).toEqual([
      'Google Sheets',
      'Pixel',
      'hologram',
      'Typebot link',
      'Chatwoot',
    ]);
    for (const { standIn } of unmatched) expect(Object.values(standIn).every((text) => text.length > 5)).toBe(true);
    expect(document.nodes.map(({ type }) => type)).toContain('handoff');
    expect((await talkWith(document)).status()).not.toBe('closed');
  });

  it('listens for commands, and keeps what another event would have begun', async () => {
    const { document, unmatched } = read({
      ...bot({
        ask: [words('q', 'Name?'), { id: 'i', type: 'text input', options: { variableId: 'vName' } }],
        help: [words('h', 'Help is here.')],
        lost: [words('l', 'Never said')],
      }),
      events: [
        { id: 'ev', type: 'start', outgoingEdgeId: 'start' },
        { id: 'c', type: 'command', options: { command: 'help' }, outgoingEdgeId: 'to-help' },
        { id: 'r', type: 'reply', options: {}, outgoingEdgeId: 'to-lost' },
      ],
    });
    expect(unmatched.map(({ kind }) => kind)).toEqual(['reply event']);
    expect(JSON.stringify(document)).toContain('Never said');
    expect(await (await talkWith(document)).says('/help')).toContain('Help is here.');
  });

  it('offers pictures as cards, and tells what an A/B test was', async () => {
    const { document, unmatched } = read(
      bot({
        pick: [
          words('p', 'Which one?'),
          {
            id: 'c',
            type: 'picture choice input',
            options: { variableId: 'vColor' },
            items: [
              { id: 'a', title: 'Rose', pictureSrc: 'https://a.test/rose.png', description: 'Red' },
              { id: 'b', title: 'Iris', pictureSrc: 'https://a.test/iris.png' },
            ],
            outgoingEdgeId: 'to-test',
          },
        ],
        test: [
          {
            id: 't',
            type: 'AB test',
            options: { aPercent: 100 },
            items: [
              { id: 'ta', path: 'a', outgoingEdgeId: 'to-one' },
              { id: 'tb', path: 'b', outgoingEdgeId: 'to-two' },
            ],
          },
        ],
        one: [words('o', 'One: {{Color}}')],
        two: [words('w', 'Two')],
      }),
    );
    expect(unmatched).toEqual([]);
    const talk = await talkWith(document);
    expect(talk.said().join(' ')).toMatch(/Which one\?.*Rose.*Iris/);
    expect(await talk.says('Iris')).toEqual(['One: Iris']);
  });

  it('puts a pause into a circle that never waited', async () => {
    const { document, unmatched } = read(
      bot({
        a: [words('x', 'Round'), { id: 'j', type: 'Jump', options: { groupId: 'a' } }],
      }),
    );
    expect(unmatched).toHaveLength(1);
    const talk = await talkWith(document);
    expect(await talk.waits(1500)).toEqual(['Round']);
  });

  it('reads the older forms with steps in blocks', async () => {
    const { document } = read({
      name: 'Old',
      typebotId: 't',
      blocks: [
        { id: 'g0', title: 'Start', steps: [{ id: 's0', type: 'start', label: 'Start', outgoingEdgeId: 'e0' }] },
        {
          id: 'g1',
          title: 'Hello',
          steps: [
            { id: 's1', type: 'text', content: { html: '<div>Hi <b>there</b></div>', plainText: 'Hi there' } },
            { id: 's2', type: 'email input', options: { variableId: 'v1' } },
            { id: 's3', type: 'text', content: { plainText: 'Got {{Mail}}' } },
          ],
        },
      ],
      edges: [{ id: 'e0', from: { blockId: 'g0', stepId: 's0' }, to: { blockId: 'g1' } }],
      variables: [{ id: 'v1', name: 'Mail' }],
    });
    const talk = await talkWith(document);
    expect(talk.said()).toEqual(['Hi there']);
    expect(await talk.says('ann@example.com')).toEqual(['Got ann@example.com']);
  });

  it('survives blocks of any shape, keeps groups nothing leads to, and uses no name of the language', () => {
    const { document } = read(
      bot(
        {
          a: [
            null as unknown as Block,
            { id: 'n' },
            { id: 'c', type: 'Condition', items: [{ id: 'i', content: { comparisons: [{ variableId: 'gone' }] } }] },
            { id: 'w', type: 'Webhook', options: { webhook: { url: 'not an address' } } },
            { id: 's', type: 'Set variable', options: { variableId: 'gone', expressionToEvaluate: 'x' } },
            words('t', 'Hi {{turn}} {{ undefined thing }} {{=1+1=}} {{ '),
            { id: 'i2', type: 'image', content: { url: 'javascript:alert(1)' } },
          ],
          lost: [words('l', 'Nobody comes here')],
        },
        { variables: [{ id: 'vt', name: 'turn' }, { id: 7 }, 'x', { id: 'and', name: 'and' }] },
      ),
    );
    expect(JSON.stringify(document)).toContain('Nobody comes here');
    expect(JSON.stringify(document)).not.toContain('javascript:');
    expect(document.variables.map(({ name }) => name)).toContain('v_turn');
  });
});
