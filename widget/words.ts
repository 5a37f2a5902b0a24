// The widget's own words in both languages.

const zh = {
  title: '在线咨询',
  placeholder: '输入消息…',
  send: '发送',
  close: '关闭',
  person: '转人工',
  sending: '发送中',
  failed: '发送失败',
  retry: '重试',
  offline: '网络已断开，正在重新连接…',
  queue: '正在等待人工客服',
  position: (n: number) => (n > 0 ? `前面还有 ${String(n)} 位` : '下一位就是您'),
  personHere: '人工客服为您服务',
  closed: '会话已结束',
  again: '开始新会话',
  typing: '对方正在输入',
  ai: 'AI 生成',
  bot: '智能助手',
  you: '您',
  sources: '来源',
  required: '必填',
  consentNeeded: '请先勾选同意',
  showImage: '显示图片',
  unavailable: '这个咨询窗口暂时无法使用。',
  cards: (n: number) => `${String(n)} 张卡片，左右滑动`,
  stars: (n: number, max: number) => `${String(n)} 分，满分 ${String(max)} 分`,
  log: '聊天记录',
  choose: '请选择',
};

/** The words of one language. */
export type Words = typeof zh;

const en: Words = {
  title: 'Chat',
  placeholder: 'Write a message…',
  send: 'Send',
  close: 'Close',
  person: 'Talk to a person',
  sending: 'Sending',
  failed: 'Not sent',
  retry: 'Try again',
  offline: 'Connection lost. Reconnecting…',
  queue: 'Waiting for a person',
  position: (n: number) => (n > 0 ? `${String(n)} ahead of you` : 'you are next'),
  personHere: 'You are talking to a person',
  closed: 'This conversation has ended',
  again: 'Start a new one',
  typing: 'Typing',
  ai: 'Written by AI',
  bot: 'Assistant',
  you: 'You',
  sources: 'Sources',
  required: 'required',
  consentNeeded: 'Please tick the box first',
  showImage: 'Show picture',
  unavailable: 'This chat is not available right now.',
  cards: (n: number) => `${String(n)} cards, scroll sideways`,
  stars: (n: number, max: number) => `${String(n)} of ${String(max)}`,
  log: 'Conversation',
  choose: 'Please choose',
};

/** The words for a locale. */
export function wordsFor(locale: string): Words {
  return locale.toLowerCase().startsWith('zh') ? zh : en;
}
