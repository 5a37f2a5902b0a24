// Dify apps: each sentence of the customer runs the graph, secrets stay where they are, and every loss is told.
import { describe, expect, it } from 'vitest';
import { errorsOf, talkWith } from '#runtime/testkit/foreign-talk.ts';
import { readForeign } from './read-foreign.ts';

/** A chatflow of these nodes and lines (`from handle? to`). */
function chatflow(nodes: string, edges: readonly string[], more = ''): string {
  const lines = edges.map((edge) => {
    const [from, to, handle = 'source'] = edge.split(' ');
    return `      - { id: ${String(from)}-${handle}, source: '${String(from)}', sourceHandle: '${handle}', target: '${String(to)}' }`;
  });
  return `version: 0.3.0
kind: app
app: { name: Helper, mode: advanced-chat }
workflow:
${more}  features:
    opening_statement: Welcome to the shop!
    suggested_questions: [Where is my parcel?]
  graph:
    edges:
${lines.join('\n')}
    nodes:
      - { id: '1', data: { type: start, title: Start, variables: [] } }
${nodes}`;
}

function read(text: string) {
  const flow = readForeign(text);
  expect(flow.product).toBe('dify');
  expect(errorsOf(flow.document)).toEqual([]);
  return flow;
}

describe('flowFromDify', () => {
  it('greets with suggestions, decides, remembers, and runs again for the next sentence', async () => {
    const { document, unmatched } = read(
      chatflow(
        `      - id: '2'
        data:
          type: if-else
          title: Which
          cases:
            - case_id: 'true'
              logical_operator: and
              conditions:
                - { comparison_operator: contains, variable_selector: [sys, query], value: parcel }
      - id: '3'
        data:
          type: assigner
          title: Count
          version: '2'
          items:
            - { variable_selector: [conversation, count], input_type: constant, operation: '+=', value: 1 }
      - { id: '4', data: { type: answer, title: Parcel, answer: 'Parcel question {{#conversation.count#}}: {{#sys.query#}}' } }
      - { id: '5', data: { type: answer, title: Other, answer: 'Something else.' } }`,
        ['1 2', '2 3 true', '3 4', '2 5 false'],
        `  conversation_variables:
    - { name: count, value_type: number, value: 0 }
`,
      ),
    );
    expect(unmatched).toEqual([]);
    const talk = await talkWith(document);
    expect(talk.said()).toEqual(expect.arrayContaining(['Welcome to the shop!', 'Where is my parcel?']));
    expect(await talk.chooses('Where is my parcel?')).toEqual(['Parcel question 1: Where is my parcel?']);
    expect(await talk.says('Hello')).toEqual(['Something else.']);
    expect(await talk.says('my parcel again')).toEqual(['Parcel question 2: my parcel again']);
    expect(talk.faults).toEqual([]);
  });

  it('asks the model honestly and tells classes apart by their names when there is none', async () => {
    const { document } = read(
      chatflow(
        `      - id: '2'
        data:
          type: question-classifier
          title: Topic
          query_variable_selector: [sys, query]
          classes: [{ id: a, name: refund and returns }, { id: b, name: anything else }]
      - { id: '3', data: { type: answer, title: Refund, answer: 'Refunds take 5 days.' } }
      - id: '4'
        data:
          type: llm
          title: LLM
          model: { provider: openai, name: gpt-4, completion_params: {} }
          prompt_template: [{ role: system, text: Be kind. }, { role: user, text: '{{#sys.query#}}' }]
          memory: { window: { enabled: true, size: 6 } }
      - { id: '5', data: { type: answer, title: Say, answer: '{{#4.text#}}' } }`,
        ['1 2', '2 3 a', '2 4 b', '4 5'],
      ),
    );
    const model = document.nodes.find(({ type }) => type === 'llmReply');
    expect(model?.config).toMatchObject({ prompt: 'Be kind.', source: '{{ turn.text }}', historyTurns: 6 });
    const talk = await talkWith(document);
    expect(await talk.says('refund and returns')).toEqual(['Refunds take 5 days.']);
    expect((await talk.says('tell me a story about a dragon')).join(' ')).toMatch(/cannot answer/);
  });

  it('takes no secret along: not from the environment, not from headers, not from the key of a request', () => {
    const { document, unmatched } = read(
      chatflow(
        `      - id: '2'
        data:
          type: http-request
          title: Call
          method: post
          url: '{{#env.base#}}/orders'
          headers: |
            Authorization: Bearer canary-header
            X-Plain: yes
          params: 'q: {{#sys.query#}}'
          authorization: { type: api-key, config: { type: bearer, api_key: canary-key } }
          body: { type: json, data: '{"a": "{{#sys.query#}}"}' }
      - { id: '3', data: { type: answer, title: Say, answer: 'State: {{#2.status_code#}} {{#env.token#}}' } }`,
        ['1 2', '2 3'],
        `  environment_variables:
    - { name: token, value_type: secret, value: canary-secret }
    - { name: base, value_type: string, value: 'https://api.example.com' }
`,
      ),
    );
    expect(JSON.stringify(document)).not.toContain('canary');
    expect(unmatched.map(({ kind }) => kind).sort()).toEqual(['environment variable', 'http-request']);
    const request = document.nodes.find(({ type }) => type === 'http');
    expect(request?.config).toMatchObject({ method: 'POST', headers: [{ label: 'X-Plain', expr: 'yes' }] });
    expect(request?.config['url']).toMatch(/^https:\/\/api\.example\.com\/orders\?q=\{\{ turn\.text \}\}$/);
  });

  it('makes one knowledge answer of a retrieval, the model behind it and its answer', () => {
    const { document, unmatched } = read(
      chatflow(
        `      - { id: '2', data: { type: knowledge-retrieval, title: Docs, query_variable_selector: [sys, query], dataset_ids: [x] } }
      - id: '3'
        data:
          type: llm
          title: LLM
          context: { enabled: true, variable_selector: ['2', result] }
          prompt_template: [{ role: system, text: 'Use this: {{#context#}}' }]
      - { id: '4', data: { type: answer, title: Say, answer: '{{#3.text#}}' } }`,
        ['1 2', '2 3', '3 4'],
      ),
    );
    expect(document.nodes.map(({ type }) => type)).toContain('knowledgeAnswer');
    expect(document.nodes.map(({ type }) => type)).not.toContain('llmReply');
    expect(unmatched.map(({ kind }) => kind)).toEqual(['knowledge-retrieval']);
  });

  it('carries JavaScript over, tells of Python and tools, and joins branches by their first value', async () => {
    const { document, unmatched } = read(
      chatflow(
        `      - id: '2'
        data:
          type: code
          title: Js
          code_language: javascript
          code: 'function main({q}) { return { shout: q.toUpperCase() } }'
          variables: [{ variable: q, value_selector: [sys, query] }]
          outputs: { shout: { type: string } }
      - { id: '3', data: { type: code, title: Py, code_language: python3, code: 'def main(): return {}', variables: [], outputs: { n: { type: number } } } }
      - { id: '4', data: { type: tool, title: Search, tool_label: Web search } }
      - { id: '5', data: { type: variable-aggregator, title: Any, output_type: string, variables: [['3', n], [sys, query]] } }
      - { id: '6', data: { type: template-transform, title: Words, template: 'Say {{ a }}!', variables: [{ variable: a, value_selector: ['5', output] }] } }
      - { id: '7', data: { type: answer, title: Say, answer: '{{#6.output#}}' } }`,
        ['1 2', '2 3', '3 4', '4 5', '5 6', '6 7'],
      ),
    );
    expect(unmatched.map(({ kind }) => kind)).toEqual(['code (python3)', 'tool']);
    expect(document.nodes.find(({ type }) => type === 'script')?.config['inputs']).toMatchObject([
      { expr: 'turn.text' },
    ]);
    const talk = await talkWith(document);
    expect(await talk.says('hi')).toEqual(['Say hi!']);
  });

  it('puts branches that ran side by side in a row', async () => {
    const { document, unmatched } = read(
      chatflow(
        `      - { id: '2', data: { type: answer, title: A, answer: A } }
      - { id: '3', data: { type: answer, title: B, answer: B } }
      - { id: '4', data: { type: answer, title: C, answer: C } }`,
        ['1 2', '1 3', '2 4', '3 4'],
      ),
    );
    expect(unmatched).toEqual([]);
    expect(await (await talkWith(document)).says('go')).toEqual(['A', 'B', 'C']);
  });

  it('asks the inputs of a workflow, runs once, and says its outputs', async () => {
    const { document } = read(`app: { name: 翻译, mode: workflow }
kind: app
version: 0.1.5
workflow:
  graph:
    edges:
      - { source: s, target: t, sourceHandle: source }
      - { source: t, target: e, sourceHandle: source }
    nodes:
      - { id: s, data: { type: start, title: 开始, variables: [{ variable: word, label: 单词, type: text-input, required: true }] } }
      - { id: t, data: { type: template-transform, title: 拼接, template: '译：{{ w }}', variables: [{ variable: w, value_selector: [s, word] }] } }
      - { id: e, data: { type: end, title: 结束, outputs: [{ variable: out, value_selector: [t, output] }] } }
`);
    const talk = await talkWith(document);
    expect(talk.said().join('')).toContain('单词');
    expect(await talk.says('你好')).toEqual(['译：你好']);
    expect(talk.status()).toBe('closed');
  });

  it.each(['chat', 'agent-chat', 'completion'])('opens apps without a graph (%s)', async (mode) => {
    const { document, unmatched } = read(`app: { name: Prompt, mode: ${mode} }
kind: app
version: 0.1.2
model_config:
  opening_statement: Hi there
  pre_prompt: 'You are {{role}}.'
  user_input_form: [{ text-input: { label: Role, variable: role, required: true } }]
  agent_mode: { tools: [{ enabled: true, tool_label: Calculator }] }
  dataset_configs: { datasets: { datasets: [{ dataset: { enabled: true, id: x } }] } }
`);
    expect(unmatched.map(({ kind }) => kind).sort()).toEqual(['dataset', 'tools']);
    const talk = await talkWith(document);
    expect(talk.said().join('')).toContain('Role');
    await talk.says('a pirate');
    expect(talk.faults).toEqual([]);
  });

  it('loops over a list and gathers what each round gives', () => {
    const { document } = read(
      chatflow(
        `      - id: '2'
        data: { type: iteration, title: Each, iterator_selector: [conversation, list], output_selector: ['4', output], start_node_id: '3' }
      - { id: '3', parentId: '2', data: { type: iteration-start, title: '' } }
      - { id: '4', parentId: '2', data: { type: template-transform, title: One, template: '<{{ i }}>', variables: [{ variable: i, value_selector: ['2', item] }] } }
      - { id: '5', data: { type: answer, title: Say, answer: '{{#2.output#}}' } }`,
        ['1 2', '3 4', '2 5'],
        `  conversation_variables:
    - { name: list, value_type: 'array[string]', value: [a, b] }
`,
      ),
    );
    expect(document.nodes.map(({ type }) => type)).toContain('message');
  });

  it('survives nodes of any shape', () => {
    read(
      chatflow(
        `      - { id: '2', data: { type: if-else, title: x, cases: [{ conditions: [{ comparison_operator: teleports }] }] } }
      - { id: '3', data: { type: hologram } }
      - { id: '4', data: { type: llm } }
      - { id: '5', data: { type: http-request, url: '{{#9.nothing#}}' } }
      - { id: '6', data: { type: parameter-extractor, parameters: [{ name: '1 2' }] } }
      - { id: '7', data: { type: question-classifier } }
      - { id: '8', data: { type: answer, answer: 'x {{#nobody.knows#}} {{ odd }} {{#context#}}' } }
      - 17
      - { data: nothing }`,
        ['1 2', '2 3 true', '3 4', '4 5', '5 6', '6 7', '7 8', '8 2', '9 9'],
      ),
    );
  });
});
