// The six-turn conversation that the load measurements play, drawn as a flow of any size.
import { createFlowDocument, type FlowDocument, type FlowEdge, type FlowNode } from '#nodes/flow/document.ts';
import { NODE_TYPES } from '#nodes/registry.gen.ts';

/** Draws the flow: greeting and menu, order number with a pattern, free text routed by keyword, a form. Padding brings it to `size` nodes. */
export function scenarioFlow(size = 20, keywordRules = 3): FlowDocument {
  const base = createFlowDocument('bench', 'en');
  const nodes: FlowNode[] = [...base.nodes];
  const edges: FlowEdge[] = [];
  const add = (id: string, type: string, config: Record<string, unknown>) => {
    nodes.push({
      id,
      type,
      version: 1,
      name: id,
      position: { x: 0, y: 0 },
      config: { ...(NODE_TYPES[type]?.defaults ?? {}), ...config },
    });
  };
  const line = (from: string, port: string, to: string) => {
    edges.push({ id: `e${String(edges.length)}`, from: { node: from, port }, to: { node: to } });
  };
  add('hello', 'message', { text: 'Hello! How can we help?' });
  add('menu', 'askChoice', {
    prompt: 'Choose:',
    options: [
      { id: 'order', label: 'Order status' },
      { id: 'ask', label: 'Ask a question' },
    ],
    fuzzy: false,
  });
  add('order', 'askTyped', {
    prompt: 'What is your order number?',
    kind: 'order',
    patterns: ['[A-Z]{2}-\\d{6}'],
    variable: 'order',
    retry: 'That does not look like an order number. Try again.',
  });
  add('onWay', 'message', { text: 'Order {{ order }} is on its way.' });
  add('question', 'askText', { prompt: 'Anything else?', variable: 'question' });
  add('form', 'form', {
    title: 'Contact',
    intro: 'We are open nine to five, Monday to Friday. Leave your name and phone?',
    variable: 'form',
    fields: [
      { name: 'name', label: 'Name', kind: 'text', required: true },
      { name: 'phone', label: 'Phone', kind: 'text', required: true },
    ],
  });
  add('bye', 'end', { text: 'Thank you, {{ form.name }}.' });
  line('start', 'next', 'hello');
  line('hello', 'next', 'menu');
  line('menu', 'order', 'order');
  line('menu', 'ask', 'question');
  line('menu', 'other', 'question');
  line('order', 'answered', 'onWay');
  line('order', 'invalid', 'question');
  line('onWay', 'next', 'question');
  line('question', 'answered', 'question');
  line('form', 'submitted', 'bye');
  add('hours', 'onKeyword', { words: ['opening hours'], match: 'contains', priority: 0 });
  line('hours', 'matched', 'form');
  for (let index = 1; index < keywordRules; index++) {
    add(`rule${String(index)}`, 'onKeyword', {
      words: [`keyword${String(index)}`, `synonym${String(index)}`],
      match: 'contains',
      priority: 0,
    });
    line(`rule${String(index)}`, 'matched', 'question');
  }
  for (let index = nodes.length; index < size; index++) {
    add(`pad${String(index)}`, 'askText', { prompt: `Padding ${String(index)}` });
    line(`pad${String(index)}`, 'answered', index + 1 < size ? `pad${String(index + 1)}` : 'question');
  }
  return {
    ...base,
    settings: { ...base.settings, locale: 'en', face: { ...base.settings.face, title: 'Bench' } },
    nodes,
    edges,
  };
}
