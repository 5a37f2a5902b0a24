// A small support flow for tests: greets, hands over on 投诉, offers a lead card on 报名.
import { createFlowDocument, type FlowDocument, type FlowNode } from '#nodes/flow/document.ts';
import { NODE_TYPES } from '#nodes/registry.gen.ts';

/** A node of a type with its defaults, and some config over them. */
export function flowNode(id: string, type: string, config: Record<string, unknown> = {}, name = ''): FlowNode {
  const declared = NODE_TYPES[type];
  if (declared === undefined) throw new Error(`No node type ${type}.`);
  return {
    id,
    type,
    version: declared.version,
    name,
    position: { x: 0, y: 0 },
    config: { ...declared.defaults, ...config },
  };
}

/** The flow. */
export function supportFlow(name = '售后助手'): FlowDocument {
  const blank = createFlowDocument(name);
  const edge = (from: string, port: string, to: string) => ({
    id: `${from}-${port}`,
    from: { node: from, port },
    to: { node: to },
  });
  return {
    ...blank,
    nodes: [
      flowNode('start', 'start'),
      flowNode('hello', 'message', { text: { 'zh-CN': '您好！', en: 'Hello!' } }, '问候'),
      flowNode('ask', 'askText', { prompt: { 'zh-CN': '请问有什么可以帮您？', en: 'How can I help?' } }, '提问'),
      flowNode('angry', 'onKeyword', { words: ['投诉'] }),
      flowNode('desk', 'handoff', { reason: '客户投诉', priority: 5 }, '转人工'),
      flowNode('away', 'message', { text: { 'zh-CN': '人工不在线。', en: 'Nobody is here.' } }, '无人'),
      flowNode('back', 'message', { text: { 'zh-CN': '机器人回来了。', en: 'The bot is back.' } }, '回到机器人'),
      flowNode('join', 'onKeyword', { words: ['报名'] }),
      flowNode('card', 'leadCard', {}, '留资'),
    ],
    edges: [
      edge('start', 'next', 'hello'),
      edge('hello', 'next', 'ask'),
      edge('away', 'next', 'ask'),
      edge('back', 'next', 'ask'),
      edge('ask', 'answered', 'ask'),
      edge('desk', 'resolved', 'back'),
      edge('angry', 'matched', 'desk'),
      edge('desk', 'offline', 'away'),
      edge('desk', 'timeout', 'away'),
      edge('desk', 'returned', 'back'),
      edge('join', 'matched', 'card'),
      edge('card', 'submitted', 'back'),
      edge('card', 'declined', 'back'),
    ],
  };
}
